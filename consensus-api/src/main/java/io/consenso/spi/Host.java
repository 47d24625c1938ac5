/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.spi;

import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * Every source of nondeterminism in one object: clocks, randomness, threads. Production uses {@link #system()}; a simulator is another
 * implementation on virtual time.
 */
public interface Host {
    /** The host of production: the system's clocks, a secure seed, a thread for each lane. */
    static Host system() {
        return SystemHost.INSTANCE;
    }

    /** A monotonic clock in nanoseconds, for durations only. */
    long nanoTime();

    /** Milliseconds since the epoch. May jump; nothing that must be safe may depend on it. */
    long wallMillis();

    /** A generator of its own for the caller, which uses it on one thread. */
    RandomGenerator random();

    /** A new lane for tasks that may take long or block; the name shows in thread dumps. */
    Lane lane(String name);

    /**
     * A new lane for tasks that are short and never block. Where it saves a wake-up, which costs as much as half an fsync, such a task runs on
     * the thread that hands it over; so hand it over holding no lock.
     */
    default Lane lightLane(String name) {
        return lane(name);
    }

    /** Runs tasks one at a time, in the order in which they were handed over; each sees what the one before did. */
    interface Lane extends Executor, AutoCloseable {
        /** Hands a task over; never blocks. After {@link #close()} tasks are silently dropped. A task must not throw. */
        @Override
        void execute(Runnable task);

        /** As {@link #execute}, but never on the calling thread, whatever the lane. */
        default void defer(Runnable task) {
            execute(task);
        }

        /** Hands the task over once the delay has passed. */
        void after(long delayNanos, Runnable task);

        /**
         * Runs what was handed over before, then ends the lane, and returns when it has ended. Called from a task of the lane itself it
         * returns at once; two lanes that close each other wait for ever.
         */
        @Override
        void close();
    }
}
