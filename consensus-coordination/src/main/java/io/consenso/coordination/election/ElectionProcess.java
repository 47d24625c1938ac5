/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.election;

import io.consenso.coordination.Process;
import io.consenso.coordination.Send;
import java.util.List;
import java.util.Optional;

/** The process of an election algorithm. */
interface ElectionProcess<M> extends Process<M> {
    /** Whom this process takes for the leader. */
    Optional<Leadership> leadership();

    /** Gives up the leadership, if it is here. */
    List<Send<M>> stepDown(long nowNanos);
}
