/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.transport.netty;

import io.consenso.PeerId;
import java.util.Map;

/** What all connections of one transport share. */
record Endpoint(NettyOptions options, Map<PeerId, Link> links, Receivers receivers, Counters counters, QuietLog log) {

    /** Of two peers the smaller dials, so that there is one connection and never two that cross. */
    boolean isDialer(PeerId peer) {
        return options.self().compareTo(peer) < 0;
    }
}
