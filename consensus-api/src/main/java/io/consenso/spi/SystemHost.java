/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.spi;

import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The host of production: a daemon thread for each lane, none for light lanes, one more for all timers. */
final class SystemHost implements Host {
    static final Host INSTANCE = new SystemHost();

    private static final Logger LOG = LoggerFactory.getLogger(Host.class);

    private final SecureRandom seeds = new SecureRandom();
    private final ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "consenso-timers");
        thread.setDaemon(true);
        return thread;
    });

    private final ExecutorService pool = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "consenso-lanes");
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

    @Override
    public Lane lightLane(String name) {
        return new LightLane(name);
    }

    @SuppressWarnings(
            "FutureReturnValueIgnored") // nobody cancels a timer, and its task hands over to a lane that catches
    // everything
    private void runAfter(long delayNanos, Runnable task) {
        timers.schedule(task, Math.max(0, delayNanos), TimeUnit.NANOSECONDS);
    }

    private void runOne(String lane, Runnable task) {
        try {
            task.run();
        } catch (Throwable t) {
            LOG.error("a task on lane {} threw", lane, t);
        }
    }

    /** Whoever hands a task to an idle lane runs it, and what others hand over meanwhile, up to a limit; then a thread of the pool goes on. */
    private final class LightLane implements Lane {
        private static final int BORROWED_TASKS_MAX = 16;

        private final String name;
        private final Object lock = new Object();
        private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
        private @Nullable Thread runner;
        private boolean busy;
        private boolean closed;

        LightLane(String name) {
            this.name = name;
        }

        @Override
        public void execute(Runnable task) {
            if (add(task)) {
                run(BORROWED_TASKS_MAX);
            }
        }

        @Override
        public void defer(Runnable task) {
            if (add(task)) {
                pool.execute(() -> run(Integer.MAX_VALUE));
            }
        }

        /** Returns whether the lane was idle and is now the caller's to run. */
        private boolean add(Runnable task) {
            synchronized (lock) {
                if (closed) {
                    return false;
                }
                waiting.add(task);
                boolean wasIdle = !busy;
                busy = true;
                return wasIdle;
            }
        }

        @Override
        public void after(long delayNanos, Runnable task) {
            runAfter(delayNanos, () -> execute(task));
        }

        @Override
        public void close() {
            boolean interrupted = false;
            synchronized (lock) {
                closed = true;
                while (busy && runner != Thread.currentThread()) {
                    try {
                        lock.wait();
                    } catch (InterruptedException e) {
                        interrupted = true;
                    }
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        private void run(int tasksMax) {
            for (int i = 0; i < tasksMax; i++) {
                Runnable task;
                synchronized (lock) {
                    task = waiting.poll();
                    if (task == null) {
                        busy = false;
                        runner = null;
                        lock.notifyAll();
                        return;
                    }
                    runner = Thread.currentThread();
                }
                runOne(name, task);
            }
            pool.execute(() -> run(Integer.MAX_VALUE));
        }
    }

    /** One thread, from the first task on, that takes everything that waits in one go, so a burst costs one wake-up. */
    private final class ThreadLane implements Lane {
        private final Thread thread;
        private final Object lock = new Object();
        private ArrayDeque<Runnable> waiting = new ArrayDeque<>();
        private boolean started;
        private boolean closed;

        ThreadLane(String name) {
            thread = new Thread(this::run, name);
            thread.setDaemon(true);
        }

        @Override
        public void execute(Runnable task) {
            synchronized (lock) {
                if (closed) {
                    return;
                }
                if (!started) {
                    started = true;
                    thread.start();
                }
                waiting.add(task);
                if (waiting.size() == 1) {
                    lock.notifyAll();
                }
            }
        }

        @Override
        public void after(long delayNanos, Runnable task) {
            runAfter(delayNanos, () -> execute(task));
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
                    runOne(thread.getName(), running.poll());
                }
            }
        }
    }
}
