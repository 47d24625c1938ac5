/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination;

import io.consenso.PeerId;
import java.util.Collection;
import java.util.List;

/**
 * A message on its way out.
 *
 * @param to for whom; never the sender
 * @param message what
 */
public record Send<M>(PeerId to, M message) {
    /** The same message to each of them. */
    public static <M> List<Send<M>> toEach(Collection<PeerId> receivers, M message) {
        return receivers.stream().map(to -> new Send<>(to, message)).toList();
    }
}
