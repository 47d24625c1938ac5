/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.trial;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Many runs of one trial, or of several in turn under the same seeds, one seed after the other, on as many threads as told. It ends when all
 * seeds have run, when the time is over, when it is told to stop, or when enough has gone wrong.
 */
public final class Campaign {
    private final List<Trial<?>> trials;
    private final List<Replay> replays;
    private final TrialReport[] reports;
    private final AtomicLong next = new AtomicLong();
    private final List<TrialFailure> failures = new ArrayList<>();
    private long firstSeed;
    private long count = Long.MAX_VALUE;
    private Duration atMost = Duration.ofNanos(Long.MAX_VALUE);
    private int threads = 1;
    private int failuresMax = 1;
    private BooleanSupplier stop = () -> false;
    private Consumer<TrialReport> progress = soFar -> {};
    private Consumer<TrialFailure> failed = failure -> {};

    /** Of that trial; fresh seeds without end unless told. */
    public Campaign(Trial<?> trial) {
        this(List.of(trial));
    }

    /** Of those trials, each seed under all of them before the next; fresh seeds without end unless told. */
    public Campaign(List<? extends Trial<?>> trials) {
        this.trials = List.copyOf(trials);
        replays = this.trials.stream().map(Trial::replay).toList();
        reports = new TrialReport[trials.size()];
        Arrays.fill(reports, TrialReport.NONE);
        firstSeed = Replay.firstSeed();
    }

    /** From that seed on, that many, each under every trial. */
    public Campaign seeds(long first, long howMany) {
        firstSeed = first;
        count = howMany;
        return this;
    }

    /** Begins no run after that time. */
    public Campaign atMost(Duration wallTime) {
        atMost = wallTime;
        return this;
    }

    /** On that many threads; one unless told. More than the machine has cores makes it slower. */
    public Campaign threads(int howMany) {
        threads = howMany;
        return this;
    }

    /** Goes on until that many runs went wrong; one unless told. */
    public Campaign failuresMax(int howMany) {
        failuresMax = howMany;
        return this;
    }

    /** Begins no run once this says so; asked before each, on any thread. */
    public Campaign stopWhen(BooleanSupplier asked) {
        stop = asked;
        return this;
    }

    /** Is told the sum after each run, by one thread at a time. */
    public Campaign onProgress(Consumer<TrialReport> told) {
        progress = told;
        return this;
    }

    /** Is told each failure when it has been looked into, by one thread at a time. */
    public Campaign onFailure(Consumer<TrialFailure> told) {
        failed = told;
        return this;
    }

    /** The first seed, to be printed before anything can go wrong. */
    public long firstSeed() {
        return firstSeed;
    }

    /** Runs to the end. The campaign can be run once. */
    public Outcome run() {
        long deadline = System.nanoTime() + Math.min(atMost.toNanos(), Long.MAX_VALUE / 2);
        List<Thread> workers = new ArrayList<>();
        for (int i = 1; i < threads; i++) {
            Thread worker = new Thread(() -> work(deadline), "trial-" + i);
            worker.start();
            workers.add(worker);
        }
        work(deadline);
        workers.forEach(Campaign::join);
        return new Outcome(firstSeed, List.of(reports), failures);
    }

    private void work(long deadline) {
        while (System.nanoTime() < deadline && !stop.getAsBoolean() && !isEnough()) {
            long run = next.getAndIncrement();
            long n = run / trials.size();
            int which = (int) (run % trials.size());
            if (n >= count) {
                return;
            }
            try {
                add(which, trials.get(which).runSeed(firstSeed + n, replays.get(which)));
            } catch (TrialFailure failure) {
                add(failure);
            }
        }
    }

    private synchronized void add(int which, TrialReport one) {
        reports[which] = reports[which].plus(one);
        progress.accept(sum(List.of(reports)));
    }

    private synchronized void add(TrialFailure failure) {
        failures.add(failure);
        failed.accept(failure);
    }

    private synchronized boolean isEnough() {
        return failures.size() >= failuresMax;
    }

    private static TrialReport sum(List<TrialReport> reports) {
        return reports.stream().reduce(TrialReport.NONE, TrialReport::plus);
    }

    private static void join(Thread worker) {
        boolean interrupted = false;
        while (worker.isAlive()) {
            try {
                worker.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * What came of it.
     *
     * @param firstSeed the first of the seeds, which follow each other
     * @param reports of the runs that went well, one for each trial
     * @param failures the runs that went wrong
     */
    public record Outcome(long firstSeed, List<TrialReport> reports, List<TrialFailure> failures) {
        /** Copies the lists. */
        public Outcome {
            reports = List.copyOf(reports);
            failures = List.copyOf(failures);
        }

        /** Of all runs that went well. */
        public TrialReport report() {
            return sum(reports);
        }

        /** The report, unless a run went wrong. */
        TrialReport throwIfAnyFailed() {
            for (TrialFailure failure : failures) {
                throw failure;
            }
            return report();
        }
    }
}
