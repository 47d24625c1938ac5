/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import java.util.concurrent.locks.LockSupport;

/** The right to go on, waited for by the thread that made it and given by the one that stops. */
final class Turn {
    private final Thread thread = Thread.currentThread();
    private volatile boolean given;

    void give() {
        given = true;
        LockSupport.unpark(thread);
    }

    void await() {
        boolean interrupted = false;
        while (!given) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
