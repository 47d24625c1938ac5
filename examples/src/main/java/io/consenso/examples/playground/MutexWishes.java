/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import io.consenso.PeerId;
import java.util.List;

/**
 * Who wants what.
 *
 * @param requests who asks at which millisecond
 * @param resource for what
 * @param holdMillis how long each keeps it, in simulated milliseconds
 */
record MutexWishes(List<PeerId> peers, List<PeerMoment> requests, String resource, long holdMillis) {
    MutexWishes {
        peers = List.copyOf(peers);
        requests = List.copyOf(requests);
    }
}
