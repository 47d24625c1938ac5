/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.agreement;

import io.consenso.Bytes;
import io.consenso.PeerId;
import java.util.List;
import java.util.Optional;

/** What a {@link Traitor} says instead of the truth. */
@FunctionalInterface
public interface Lie {
    /**
     * What the traitor tells that process; empty: nothing at all.
     *
     * @param to who is told
     * @param path of whom the order comes: the commander first, the traitor last
     * @param truth what a right process would say there; empty: that it heard nothing
     */
    Optional<Bytes> tell(PeerId to, List<PeerId> path, Optional<Bytes> truth);
}
