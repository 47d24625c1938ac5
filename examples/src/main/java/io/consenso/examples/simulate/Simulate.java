/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.simulate;

import com.sun.management.OperatingSystemMXBean;
import io.consenso.PeerId;
import io.consenso.ReplicatedState;
import io.consenso.examples.Protocol;
import io.consenso.paxos.PaxosQuorums;
import io.consenso.raft.RaftQuorums;
import io.consenso.spi.Log;
import io.consenso.testkit.engine.EngineObserver;
import io.consenso.testkit.simulation.FaultSchedule;
import io.consenso.testkit.trial.Campaign;
import io.consenso.testkit.trial.Trial;
import io.consenso.testkit.trial.TrialFailure;
import io.consenso.testkit.trial.TrialReport;
import io.consenso.testkit.trial.Workload;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.NullUnmarked;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A group of replicated registers under load and every fault, seed after seed. Prints what was run; exits with 1 if anything went wrong. */
@NullUnmarked // picocli fills the fields
@Command(
        name = "simulate",
        description = "Runs simulated groups of replicas under load and every fault, seed after seed.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class Simulate implements Callable<Integer> {
    private static final long PROGRESS_NANOS = Duration.ofSeconds(15).toNanos();
    private static final long STOP_PATIENCE_MILLIS = 20_000;
    private static final long SEEDS = 100;
    private static final String COVERAGE = "--coverage";

    @Option(
            names = "--engine",
            defaultValue = "raft",
            description = "raft (default), paxos, or both, which run in turn under the same seeds.")
    private String engine;

    @Option(
            names = "--style",
            defaultValue = "active",
            description =
                    "How the registers are replicated: active (default), semi-active, passive, several of them between commas, or all, which "
                            + "run in turn under the same seeds.")
    private String style;

    @Option(
            names = "--seeds",
            description = "How many runs of each engine, each under a seed of its own; 100 by default.")
    private Long seeds;

    @Option(
            names = "--seed",
            description = "The first seed, and the only one unless --seeds is given; drawn by default.")
    private Long seed;

    @Option(names = "--schedule", description = "These faults instead of drawn ones, as a failed run prints them.")
    private String schedule;

    @Option(names = "--minutes", description = "Begins no run after that many minutes.")
    private Long minutes;

    @Option(names = "--nightly", description = "Goes on with fresh seeds until Ctrl-C, and over failures, too.")
    private boolean nightly;

    @Option(names = "--threads", defaultValue = "2", description = "How many runs at once; 2 by default.")
    private int threads;

    @Option(names = "--replicas", description = "How many replicas; 3 or 5 by default.")
    private Integer replicas;

    @Option(
            names = "--faulty-seconds",
            defaultValue = "20",
            description = "For how many virtual seconds things break in each run; 20 by default.")
    private long faultySeconds;

    @SuppressWarnings("unused") // main looks for it
    @Option(names = COVERAGE, description = "Also tells how much of engine and runtime those runs reach; slower.")
    private boolean coverage;

    private volatile boolean stopping;
    private long reportedNanos = System.nanoTime();

    /** The arguments are those of the command line. */
    public static void main(String[] args) throws Exception {
        System.exit(List.of(args).contains(COVERAGE) ? new Coverage().measure(Simulate.class, args) : execute(args));
    }

    /** Does what the arguments say and returns the exit code. */
    static int execute(String... args) {
        CommandLine line = new CommandLine(new Simulate());
        line.setParameterExceptionHandler((e, arguments) -> {
            System.err.println("simulate: " + e.getMessage());
            return CommandLine.ExitCode.USAGE;
        });
        return line.execute(args);
    }

    @Override
    public Integer call() {
        List<Contest> contests = contests();
        Campaign campaign = campaign(contests.stream().map(this::trial).toList());
        System.out.println("from seed " + campaign.firstSeed() + " on, " + threads + " at once");
        stopAtCtrlC();
        long cpuBefore = cpuNanos();
        Campaign.Outcome outcome = campaign.run();
        TrialReport report = outcome.report();
        for (int i = 0; i < contests.size(); i++) {
            System.out.println(
                    contests.get(i).name() + ": " + outcome.reports().get(i).summary());
        }
        double cpuMinutes = (cpuNanos() - cpuBefore) / 60e9;
        System.out.printf(Locale.ROOT, "%.0f runs per CPU minute%n", report.runs() / cpuMinutes);
        // The closing line that counts, in words that tools know.
        System.out.printf(
                "%d passed, %d failed%n", report.runs(), outcome.failures().size());
        return outcome.failures().isEmpty() && report.runs() > 0 ? 0 : 1;
    }

    /** What is on trial: an engine and a style of replication. */
    private record Contest(Protocol protocol, Registers registers) {
        String name() {
            return registers == Registers.ACTIVE ? protocol.word() : protocol.word() + ", " + registers.word();
        }
    }

    private List<Contest> contests() {
        try {
            List<Registers> styles = Registers.allNamed(style);
            return Protocol.allNamed(engine).stream()
                    .flatMap(protocol -> styles.stream().map(registers -> new Contest(protocol, registers)))
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(new CommandLine(this), e.getMessage(), e);
        }
    }

    private Campaign campaign(List<? extends Trial<?>> trials) {
        Campaign campaign = new Campaign(trials)
                .threads(threads)
                .stopWhen(() -> stopping)
                .onProgress(this::progress)
                .onFailure(this::print);
        long first = seed == null ? campaign.firstSeed() : seed;
        if (nightly) {
            return campaign.seeds(first, Long.MAX_VALUE).failuresMax(Integer.MAX_VALUE);
        }
        long count = seeds == null ? (seed == null ? SEEDS : 1) : seeds;
        return campaign.seeds(first, count)
                .atMost(minutes == null ? Duration.ofDays(1_000) : Duration.ofMinutes(minutes));
    }

    private Trial<?> trial(Contest contest) {
        Protocol protocol = contest.protocol();
        Registers registers = contest.registers();
        Trial<ReplicatedState> trial = Trial.of(protocol.engine(Protocol.ELECTION_TIMEOUT), registers::empty)
                .electionTimeout(Protocol.ELECTION_TIMEOUT)
                .observe(durable -> watching(protocol, durable))
                .workload(Workload.registers(6))
                .faultyFor(Duration.ofSeconds(faultySeconds))
                .replayedBy("examples/simulate --engine=" + protocol.word()
                        + (registers == Registers.ACTIVE ? "" : " --style=" + registers.word())
                        + " --faulty-seconds=" + faultySeconds
                        + (replicas == null ? "" : " --replicas=" + replicas));
        if (replicas != null) {
            trial.replicas(replicas);
        }
        if (schedule != null) {
            trial.schedule(FaultSchedule.parse(schedule));
        }
        return trial;
    }

    /** The invariants of its own. */
    private static EngineObserver<?> watching(Protocol protocol, Function<PeerId, Log> durable) {
        return switch (protocol) {
            case RAFT -> RaftQuorums.watching(durable);
            case PAXOS -> PaxosQuorums.watching(durable);
        };
    }

    private void stopAtCtrlC() {
        Thread caller = Thread.currentThread();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            stopping = true;
                            try {
                                caller.join(STOP_PATIENCE_MILLIS);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "stop"));
    }

    private void print(TrialFailure failure) {
        System.out.println(failure.getMessage());
    }

    private void progress(TrialReport soFar) {
        long now = System.nanoTime();
        if (now - reportedNanos >= PROGRESS_NANOS) {
            reportedNanos = now;
            System.out.println(soFar.runs() + " runs went well");
        }
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
