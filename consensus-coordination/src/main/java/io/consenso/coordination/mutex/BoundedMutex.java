/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.mutex;

/**
 * A mutex whose grants last a bounded time, so that a holder that never releases does not stop the others. The holder hears of the end of
 * its grant before anyone else is granted the resource.
 */
public interface BoundedMutex extends Mutex {
    /** Hears of every grant of this process that ends by itself from now on; on the implementation's own lane. */
    void listen(GrantListener listener);

    /**
     * Whether this process holds the resource under that grant at this moment. Reads the clock, and so is right also after a pause of the
     * whole process, in which no listener was called.
     */
    boolean holds(Grant grant);

    /** How many messages this process has sent so far. */
    long messagesSent();
}
