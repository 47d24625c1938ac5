/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.mutex;

import io.consenso.coordination.Process;
import io.consenso.coordination.Send;
import java.util.List;

/** A process of mutual exclusion, and what its application asks of it. What comes of that is told to its {@link MutexObserver}. */
interface MutexProcess<M> extends Process<M> {
    /** Asks for a resource. */
    List<Send<M>> acquire(long nowNanos, Request request);

    /** Gives a resource back; a grant that is not held any more is left alone. */
    List<Send<M>> release(long nowNanos, Grant grant);

    /** Gives up everything; nothing is called afterwards. */
    List<Send<M>> leave(long nowNanos);
}
