/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A thread that a simulation runs on for a while. Simulations share them, and take the one that stopped last, whose caches are warm.
 *
 * <p>A job ends by naming who goes on; that one is let go only when the worker is free for the next job.
 */
final class Worker {
    private static final ConcurrentLinkedDeque<Worker> IDLE = new ConcurrentLinkedDeque<>();
    private static final AtomicLong COUNT = new AtomicLong();

    private final Thread thread = new Thread(this::work, "simulation-" + COUNT.incrementAndGet());
    private volatile @Nullable Supplier<Turn> job;

    private Worker() {
        thread.setDaemon(true);
    }

    static void run(Supplier<Turn> job) {
        Worker idle = IDLE.pollFirst();
        if (idle == null) {
            Worker fresh = new Worker();
            fresh.job = job;
            fresh.thread.start();
        } else {
            idle.job = job;
            LockSupport.unpark(idle.thread);
        }
    }

    private void work() {
        while (true) {
            Supplier<Turn> next = job;
            if (next == null) {
                LockSupport.park(this);
                continue;
            }
            job = null;
            Turn following = next.get();
            IDLE.addFirst(this);
            following.give();
        }
    }
}
