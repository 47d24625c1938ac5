/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.consenso.Bytes;
import io.consenso.ReplicatedState;
import io.consenso.StateMachine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What every {@link StateMachine} owes the library: determinism, snapshots that hold the whole state as of one moment, queries that change
 * nothing. Extend it, say how to make a state machine and what to ask it, and JUnit runs it:
 *
 * <pre>{@code
 * class CounterContractTest extends StateMachineContract {
 *     @Override protected StateMachine stateMachine() { return new Counter(); }
 *     @Override protected Bytes command(RandomGenerator random) { return Bytes.ofLong(random.nextInt(10)); }
 *     @Override protected Bytes query(RandomGenerator random) { return Bytes.EMPTY; }
 * }
 * }</pre>
 *
 * <p>State machines are compared by what they answer, at every position; so let the commands be few enough in kind to meet each other (a few
 * keys, not a million) and let queries show the whole state. The class needs a constructor without parameters and must be top-level or
 * static, for one case runs it in another Java process, without JUnit: what {@code @BeforeEach} prepares is not there.
 *
 * <p>Each case runs with the seeds from {@code -Dconsenso.seed} (1) on, {@code -Dconsenso.seeds} (3) of them, and a failure names its seed.
 */
public abstract class StateMachineContract {
    private static final int COMMANDS = 200;
    private static final int OTHER_JVMS = 3;

    /** For subclasses. */
    protected StateMachineContract() {}

    /** A new state machine to which nothing has been applied. */
    protected abstract StateMachine stateMachine();

    /** A command that a client may send, drawn from this generator and nothing else. */
    protected abstract Bytes command(RandomGenerator random);

    /** A query that a client may send, drawn from this generator and nothing else. */
    protected abstract Bytes query(RandomGenerator random);

    /** Whether equal states write equal snapshots, byte for byte. Not required, so unless overridden no; where it holds it is checked too. */
    protected boolean hasCanonicalSnapshot() {
        return false;
    }

    /** Whether {@link StateMachine#restore} throws {@link IOException} for a snapshot that was cut short; unless overridden, yes. */
    protected boolean refusesTruncatedSnapshots() {
        return true;
    }

    Workload workload(long seed, int size) {
        return Workload.of(seed, size, this::command, this::query);
    }

    private interface Case {
        void run(Workload workload, RandomGenerator random) throws Exception;
    }

    private Stream<DynamicTest> eachSeed(Case test) {
        long first = Long.getLong("consenso.seed", 1);
        long count = Long.getLong("consenso.seeds", 3);
        return LongStream.range(first, first + count)
                .mapToObj(seed -> dynamicTest("seed " + seed, () -> {
                    try {
                        test.run(workload(seed, COMMANDS), new SplittableRandom(seed));
                    } catch (AssertionError e) {
                        throw new AssertionError(e.getMessage() + "\n  replay with -Dconsenso.seed=" + seed, e);
                    }
                }));
    }

    /** The same commands in two instances, one after the other: catches clocks, random sources, identity hash codes, static state. */
    @TestFactory
    Stream<DynamicTest> theSameCommandsGiveTheSameRepliesInAnyInstance() {
        return eachSeed((workload, random) -> {
            List<Answer> first = workload.answersFrom(0, stateMachine());
            List<Answer> second = workload.answersFrom(0, stateMachine());
            requireSame("two instances given the same commands differ", first, second);
        });
    }

    /** The same commands in other processes: catches iteration orders, default locale, time zone and character set. */
    @TestFactory
    Stream<DynamicTest> theSameCommandsGiveTheSameRepliesInAnyProcess() {
        return eachSeed((workload, random) -> {
            assertThat(workload(workload.seed(), COMMANDS).digest())
                    .as("command(random) and query(random) must depend on the generator alone")
                    .isEqualTo(workload.digest());
            List<OtherJvm> others = new ArrayList<>();
            try {
                for (int i = 0; i < OTHER_JVMS; i++) {
                    others.add(OtherJvm.start(i, getClass(), stateMachine().getClass(), workload.seed(), COMMANDS));
                }
                List<Answer> here = workload.answersFrom(0, stateMachine());
                for (OtherJvm other : others) {
                    compare(workload, here, other);
                }
            } finally {
                for (OtherJvm other : others) {
                    other.close();
                }
            }
        });
    }

    private static void compare(Workload workload, List<Answer> here, OtherJvm other) throws Exception {
        List<String> lines = other.lines();
        assertThat(lines.get(0))
                .as("command(random) and query(random) must give the same in any process")
                .isEqualTo(Long.toString(workload.digest()));
        List<Answer> there =
                lines.stream().skip(1).map(line -> new Answer("", line)).toList();
        requireSame("the same commands give other replies in " + other.name(), here, there);
    }

    /** Commands with and without queries between them. */
    @TestFactory
    Stream<DynamicTest> queriesChangeNothing() {
        return eachSeed((workload, random) -> {
            StateMachine asked = stateMachine();
            StateMachine left = stateMachine();
            int end = workload.size() / 2;
            for (int i = 0; i < end; i++) {
                Answer withQueries = Answer.toCommand(asked, workload.commands().get(i), i + 1);
                Answer without = Answer.toCommand(left, workload.commands().get(i), i + 1);
                requireSame("queries changed the state", List.of(without), List.of(withQueries));
                for (Bytes query : workload.queries().get(i)) {
                    Answer once = Answer.toQuery(asked, query, i + 1);
                    Answer again = Answer.toQuery(asked, query, i + 1);
                    requireSame("the same query asked twice differs", List.of(once), List.of(again));
                }
            }
            requireSame("queries changed the state", workload.answersFrom(end, left), workload.answersFrom(end, asked));
        });
    }

    /** Snapshot and the commands after it, against all commands. */
    @TestFactory
    Stream<DynamicTest> aSnapshotAndTheRestEqualsAll() {
        return eachSeed((workload, random) -> {
            int position = random.nextInt(workload.size());
            StateMachine live = applied(workload, position);
            StateMachine restored = restored(stateMachine(), written(live.snapshot()));
            requireRestored(workload, position, restored);
            requireSame(
                    "taking a snapshot at " + position + " changed the state",
                    expected(workload, position),
                    workload.answersFrom(position, live));
        });
    }

    /** A snapshot of a state machine that was itself restored. */
    @TestFactory
    Stream<DynamicTest> aRestoredStateMachineGivesSnapshotsToo() {
        return eachSeed((workload, random) -> {
            int first = random.nextInt(workload.size());
            int second = first + random.nextInt(workload.size() - first);
            StateMachine restored =
                    restored(stateMachine(), written(applied(workload, first).snapshot()));
            workload.applyTo(restored, first, second);
            requireRestored(workload, second, restored(stateMachine(), written(restored.snapshot())));
        });
    }

    /** A snapshot of a state machine to which nothing was applied. */
    @TestFactory
    Stream<DynamicTest> anEmptyStateIsAStateToo() {
        return eachSeed((workload, random) -> {
            byte[] empty = written(stateMachine().snapshot());
            requireRestored(workload, 0, restored(applied(workload, workload.size() / 2), empty));
        });
    }

    /** Restoring over a state that other commands left. */
    @TestFactory
    Stream<DynamicTest> restoreReplacesTheWholeState() {
        return eachSeed((workload, random) -> {
            int position = random.nextInt(workload.size());
            byte[] snapshot = written(applied(workload, position).snapshot());
            Workload others = workload(random.nextLong(), COMMANDS);
            StateMachine used = applied(others, others.size());
            requireRestored(workload, position, restored(used, snapshot));
            requireRestored(workload, position, restored(applied(workload, workload.size()), snapshot));
        });
    }

    /** A snapshot that is captured, and written only when more commands have been applied. */
    @TestFactory
    Stream<DynamicTest> laterCommandsDoNotReachASnapshot() {
        return eachSeed((workload, random) -> {
            int position = random.nextInt(workload.size());
            StateMachine live = applied(workload, position);
            ReplicatedState.Snapshot snapshot = live.snapshot();
            workload.applyTo(live, position, workload.size());
            requireRestored(workload, position, restored(stateMachine(), written(snapshot)));
        });
    }

    /** A snapshot that is written on another thread, piece by piece, one command between one piece and the next. */
    @TestFactory
    Stream<DynamicTest> aSnapshotIsWrittenWhileCommandsAreApplied() {
        return eachSeed((workload, random) -> {
            int position = random.nextInt(workload.size() / 2);
            StateMachine live = applied(workload, position);
            byte[] snapshot = writtenBeside(live.snapshot(), live, workload, position);
            requireRestored(workload, position, restored(stateMachine(), snapshot));
        });
    }

    /** A stream that hands over a few bytes at a time, as files and networks do. */
    @TestFactory
    Stream<DynamicTest> restoreReadsFromAStreamThatGivesFewBytesAtATime() {
        return eachSeed((workload, random) -> {
            int position = random.nextInt(workload.size());
            StateMachine restored = stateMachine();
            byte[] snapshot = written(applied(workload, position).snapshot());
            restored.restore(new InputStream() {
                private final InputStream all = new ByteArrayInputStream(snapshot);

                @Override
                public int read() throws IOException {
                    return all.read();
                }

                @Override
                public int read(byte[] target, int offset, int length) throws IOException {
                    return all.read(target, offset, Math.min(length, 1 + random.nextInt(3)));
                }
            });
            requireRestored(workload, position, restored);
        });
    }

    /** A snapshot that ends too early. */
    @TestFactory
    Stream<DynamicTest> restoreRefusesASnapshotThatWasCutShort() {
        assumeTrue(refusesTruncatedSnapshots(), "this state machine cannot tell");
        return eachSeed((workload, random) -> {
            byte[] whole = written(applied(workload, workload.size()).snapshot());
            for (int i = 0; i < 20 && whole.length > 0; i++) {
                byte[] cut = Arrays.copyOf(whole, i == 0 ? 0 : random.nextInt(whole.length));
                try {
                    stateMachine().restore(new ByteArrayInputStream(cut));
                } catch (IOException expected) {
                    continue;
                }
                fail("restore accepted " + cut.length + " of a snapshot's " + whole.length
                        + " bytes; it must throw IOException (or override refusesTruncatedSnapshots)");
            }
        });
    }

    /** Equal states by different ways: applied and restored. */
    @TestFactory
    Stream<DynamicTest> equalStatesWriteEqualSnapshots() {
        assumeTrue(hasCanonicalSnapshot(), "this state machine does not promise it");
        return eachSeed((workload, random) -> {
            int position = random.nextInt(workload.size());
            byte[] snapshot = written(applied(workload, position).snapshot());
            assertThat(written(applied(workload, position).snapshot())).isEqualTo(snapshot);
            assertThat(written(restored(stateMachine(), snapshot).snapshot())).isEqualTo(snapshot);
        });
    }

    private StateMachine applied(Workload workload, int count) {
        StateMachine machine = stateMachine();
        workload.applyTo(machine, 0, count);
        return machine;
    }

    private static StateMachine restored(StateMachine machine, byte[] snapshot) throws IOException {
        machine.restore(new ByteArrayInputStream(snapshot));
        return machine;
    }

    private static byte[] written(ReplicatedState.Snapshot snapshot) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        snapshot.writeTo(out);
        snapshot.release();
        return out.toByteArray();
    }

    private static byte[] writtenBeside(
            ReplicatedState.Snapshot snapshot, StateMachine live, Workload workload, int position) throws Exception {
        SteppedStream out = new SteppedStream();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread writer = new Thread(() -> write(snapshot, out, failure), "snapshot-writer");
        writer.start();
        out.awaitWriter();
        for (int i = position; i < workload.size(); i++) {
            live.apply(workload.commands().get(i));
            out.step();
        }
        out.letGo();
        writer.join();
        snapshot.release();
        if (failure.get() != null) {
            throw new AssertionError(
                    "writing a snapshot of position " + position + " while commands were applied failed: "
                            + failure.get(),
                    failure.get());
        }
        return out.toByteArray();
    }

    private static void write(
            ReplicatedState.Snapshot snapshot, SteppedStream out, AtomicReference<Throwable> failure) {
        try {
            snapshot.writeTo(out);
        } catch (Throwable e) {
            failure.set(e);
        } finally {
            out.ended();
        }
    }

    /** What a state machine answers from there on that was never restored. */
    private List<Answer> expected(Workload workload, int position) {
        return workload.answersFrom(position, applied(workload, position));
    }

    private void requireRestored(Workload workload, int position, StateMachine restored) {
        requireSame(
                "restored from a snapshot taken after " + position
                        + " commands, the state machine differs from one that applied them",
                expected(workload, position),
                workload.answersFrom(position, restored));
    }

    private static void requireSame(String what, List<Answer> expected, List<Answer> actual) {
        Answer.firstDifference(expected, actual).ifPresent(difference -> fail(what + "; " + difference));
    }
}
