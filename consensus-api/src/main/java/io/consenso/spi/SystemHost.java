/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.spi;

import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.SplittableRandom;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The host of production: a daemon thread for each lane, one more for all timers. */
final class SystemHost implements Host {
    static final Host INSTANCE = new SystemHost();

    private static final Logger LOG = LoggerFactory.getLogger(Host.class);

    private final SecureRandom seeds = new SecureRandom();
    private final ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "consenso-timers");
        thread.setDaemon(true);
        return thread;
    });

    private SystemHost() {
        timers.setRemoveOnCancelPolicy(true);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public long wallMillis() {
        return System.currentTimeMillis();
    }

    @Override
    public RandomGenerator random() {
        return new SplittableRandom(seeds.nextLong());
    }

    @Override
    public Lane lane(String name) {
        return new ThreadLane(name);
    }

    /** One thread that takes everything that waits in one go, so a burst costs one wake-up. */
    private final class ThreadLane implements Lane {
        private final Thread thread;
        private final Object lock = new Object();
        private ArrayDeque<Runnable> waiting = new ArrayDeque<>();
        private boolean closed;

        ThreadLane(String name) {
            thread = new Thread(this::run, name);
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void execute(Runnable task) {
            synchronized (lock) {
                if (closed) {
                    return;
                }
                waiting.add(task);
                if (waiting.size() == 1) {
                    lock.notifyAll();
                }
            }
        }

        @Override
        public void after(long delayNanos, Runnable task) {
            timers.schedule(() -> execute(task), Math.max(0, delayNanos), TimeUnit.NANOSECONDS);
        }

        @Override
        public void close() {
            synchronized (lock) {
                closed = true;
                lock.notifyAll();
            }
            if (Thread.currentThread() == thread) {
                return;
            }
            boolean interrupted = false;
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        private void run() {
            ArrayDeque<Runnable> running = new ArrayDeque<>();
            while (true) {
                synchronized (lock) {
                    while (waiting.isEmpty()) {
                        if (closed) {
                            return;
                        }
                        try {
                            lock.wait();
                        } catch (InterruptedException e) {
                            LOG.warn("lane {} ignores an interrupt", thread.getName());
                        }
                    }
                    ArrayDeque<Runnable> taken = waiting;
                    waiting = running;
                    running = taken;
                }
                while (!running.isEmpty()) {
                    runOne(running.poll());
                }
            }
        }

        private void runOne(Runnable task) {
            try {
                task.run();
            } catch (Throwable t) {
                LOG.error("a task on lane {} threw", thread.getName(), t);
            }
        }
    }
}
