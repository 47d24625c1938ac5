/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.Bytes;
import io.consenso.Command;
import io.consenso.StateMachine;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** State machines with one fault each, and the cases of the contract that must find it. */
class StateMachineContractTest {
    private static final String INSTANCES = "theSameCommandsGiveTheSameRepliesInAnyInstance";
    private static final String PROCESSES = "theSameCommandsGiveTheSameRepliesInAnyProcess";

    @Test
    void aCorrectStateMachinePasses() throws Exception {
        assertThat(failuresHere(new Correct())).isEmpty();
        assertThat(failure(new Correct(), PROCESSES)).isEmpty();
    }

    @Test
    void aReplyInTheOrderOfAnImmutableSetIsFound() throws Exception {
        assertThat(failuresHere(new SetOrder())).isEmpty();
        assertThat(failure(new SetOrder(), PROCESSES)).get().asString().contains("first at ", "-Dconsenso.seed=1");
    }

    @Test
    void aReplyInTheOrderOfIdentityHashCodesIsFound() throws Exception {
        assertThat(failuresHere(new IdentityOrder())).containsKey(INSTANCES);
        assertThat(failure(new IdentityOrder(), PROCESSES)).isPresent();
    }

    @Test
    void aReplyThatDependsOnTheDefaultLocaleIsFound() throws Exception {
        assertThat(failuresHere(new DefaultLocale())).isEmpty();
        assertThat(failure(new DefaultLocale(), PROCESSES)).get().asString().contains("another locale");
    }

    @Test
    void aClockInTheReplyIsFound() throws Exception {
        assertThat(failuresHere(new Clock())).containsKey(INSTANCES);
    }

    @Test
    void aClockInTheStateIsFound() throws Exception {
        assertThat(failure(new ClockInState(), PROCESSES)).isPresent();
    }

    @Test
    void aRandomNumberIsFound() throws Exception {
        assertThat(failuresHere(new Dice())).containsKey(INSTANCES);
    }

    @Test
    void stateOutsideTheInstanceIsFound() throws Exception {
        assertThat(failuresHere(new StaticState())).containsKey(INSTANCES);
    }

    @Test
    void aSnapshotThatSharesTheLiveStateIsFound() throws Exception {
        assertThat(failuresHere(new SharedSnapshot()))
                .containsOnlyKeys("laterCommandsDoNotReachASnapshot", "aSnapshotIsWrittenWhileCommandsAreApplied");
    }

    @Test
    void aRestoreThatForgetsToClearIsFound() throws Exception {
        assertThat(failuresHere(new NoClear()))
                .containsOnlyKeys("anEmptyStateIsAStateToo", "restoreReplacesTheWholeState");
    }

    @Test
    void aFieldMissingInTheSnapshotIsFound() throws Exception {
        assertThat(failuresHere(new LostField())).containsKey("aSnapshotAndTheRestEqualsAll");
    }

    @Test
    void aQueryThatWritesIsFound() throws Exception {
        assertThat(failuresHere(new WritingQuery())).containsKey("queriesChangeNothing");
    }

    @Test
    void aRestoreThatTakesOneReadForAllIsFound() throws Exception {
        assertThat(failuresHere(new OneRead())).containsKey("restoreReadsFromAStreamThatGivesFewBytesAtATime");
    }

    @Test
    void aRestoreThatAcceptsAnythingIsFound() throws Exception {
        assertThat(failuresHere(new AcceptsAnything())).containsOnlyKeys("restoreRefusesASnapshotThatWasCutShort");
    }

    @Test
    void anExceptionOutOfApplyIsFound() throws Exception {
        assertThat(failure(new Throwing(), INSTANCES)).get().asString().contains("a refusal must be a reply");
    }

    @Test
    void commandsThatDependOnMoreThanTheGeneratorAreNamed() throws Exception {
        assertThat(failure(new CountingContract(), PROCESSES))
                .get()
                .asString()
                .contains("depend on the generator alone");
    }

    /** The failed cases by name, each with its first message; without the case that starts other processes. */
    private static Map<String, String> failuresHere(StateMachineContract contract) throws Exception {
        Map<String, String> failures = new TreeMap<>();
        for (Method method : StateMachineContract.class.getDeclaredMethods()) {
            String name = method.getName();
            if (method.isAnnotationPresent(TestFactory.class) && !name.equals(PROCESSES)) {
                failure(contract, name).ifPresent(message -> failures.put(name, message));
            }
        }
        return failures;
    }

    private static Optional<String> failure(StateMachineContract contract, String name) throws Exception {
        Method method = StateMachineContract.class.getDeclaredMethod(name);
        method.setAccessible(true);
        try (Stream<?> tests = (Stream<?>) method.invoke(contract)) {
            for (Object test : tests.toList()) {
                ((DynamicTest) test).getExecutable().execute();
            }
            return Optional.empty();
        } catch (Throwable e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Adds one to the named number and replies what it is now. */
    private static class Tally implements StateMachine {
        final TreeMap<String, Long> counts = new TreeMap<>();

        @Override
        public Bytes apply(Command command) {
            return Bytes.ofLong(counts.merge(command.payload().toUtf8(), 1L, Long::sum));
        }

        @Override
        public Bytes query(Bytes query) {
            return Bytes.ofUtf8(counts.toString());
        }

        @Override
        public Snapshot snapshot() {
            TreeMap<String, Long> captured = new TreeMap<>(counts);
            return out -> write(captured, new DataOutputStream(out));
        }

        static void write(Map<String, Long> counts, DataOutputStream out) throws IOException {
            out.writeInt(counts.size());
            for (Map.Entry<String, Long> count : counts.entrySet()) {
                out.writeUTF(count.getKey());
                out.writeLong(count.getValue());
            }
        }

        @Override
        public void restore(InputStream in) throws IOException {
            counts.clear();
            read(in);
        }

        void read(InputStream in) throws IOException {
            DataInputStream data = new DataInputStream(in);
            for (int left = data.readInt(); left > 0; left--) {
                counts.put(data.readUTF(), data.readLong());
            }
        }
    }

    private static class Correct extends StateMachineContract {
        @Override
        protected StateMachine stateMachine() {
            return new Tally();
        }

        @Override
        protected Bytes command(RandomGenerator random) {
            return Bytes.ofUtf8("title " + random.nextInt(12));
        }

        @Override
        protected Bytes query(RandomGenerator random) {
            return Bytes.EMPTY;
        }

        @Override
        protected boolean hasCanonicalSnapshot() {
            return true;
        }
    }

    private static final class SetOrder extends Correct {
        @Override
        protected StateMachine stateMachine() {
            return new Tally() {
                @Override
                public Bytes apply(Command command) {
                    super.apply(command);
                    return Bytes.ofUtf8(Set.copyOf(counts.keySet()).toString());
                }
            };
        }
    }

    private static final class IdentityOrder extends Correct {
        @Override
        protected StateMachine stateMachine() {
            return new Tally() {
                private final Set<Object> seen = new HashSet<>();

                @Override
                public Bytes apply(Command command) {
                    seen.add(new Object());
                    return Bytes.ofUtf8(seen.toString());
                }
            };
        }
    }

    private static final class DefaultLocale extends Correct {
        @Override
        protected StateMachine stateMachine() {
            return new Tally() {
                @Override
                @SuppressWarnings("StringCaseLocaleUsage") // the planted fault
                public Bytes apply(Command command) {
                    super.apply(command);
                    return Bytes.ofUtf8(command.payload().toUtf8().toUpperCase(Locale.getDefault()));
                }
            };
        }
    }

    private static final class Clock extends Correct {
        @Override
        protected StateMachine stateMachine() {
            return new Tally() {
                @Override
                public Bytes apply(Command command) {
                    super.apply(command);
                    return Bytes.ofLong(System.nanoTime());
                }
            };
        }
    }

    private static final class ClockInState extends Correct {
        @Override
        protected StateMachine stateMachine() {
            return new Tally() {
                @Override
                public Bytes apply(Command command) {
                    counts.put(command.payload().toUtf8(), System.currentTimeMillis());
                    return Bytes.EMPTY;
                }
            };
        }
    }

    private static final class Dice extends Correct {
        @Override
        protected StateMachine stateMachine() {
            return new Tally() {
                @Override
                public Bytes apply(Command command) {
                    return Math.random() < 0.1 ? Bytes.EMPTY : super.apply(command);
                }
            };
        }
    }

    private static final class StaticState extends Correct {
        private static final List<String> ALL = new ArrayList<>();

        @Override
        protected StateMachine stateMachine() {
            return new Tally() {
                @Override
                public Bytes apply(Command command) {
                    super.apply(command);
                    ALL.add(command.payload().toUtf8());
                    return Bytes.ofLong(ALL.size());
                }
            };
        }
    }

    private static final class SharedSnapshot extends Correct {
        @Override
        protected StateMachine stateMachine() {
            return new Tally() {
                @Override
                public Snapshot snapshot() {
                    return out -> write(counts, new DataOutputStream(out));
                }
            };
        }
    }

    private static final class NoClear extends Correct {
        @Override
        protected StateMachine stateMachine() {
            return new Tally() {
                @Override
                public void restore(InputStream in) throws IOException {
                    read(in);
                }
            };
        }
    }

    private static final class LostField extends Correct {
        @Override
        protected StateMachine stateMachine() {
            return new Tally() {
                private long total;

                @Override
                public Bytes apply(Command command) {
                    super.apply(command);
                    return Bytes.ofLong(++total);
                }
            };
        }
    }

    private static final class WritingQuery extends Correct {
        @Override
        protected StateMachine stateMachine() {
            return new Tally() {
                @Override
                public Bytes query(Bytes query) {
                    counts.merge("queries", 1L, Long::sum);
                    return super.query(query);
                }
            };
        }
    }

    private static final class OneRead extends Correct {
        @Override
        protected StateMachine stateMachine() {
            return new Tally() {
                @Override
                public void restore(InputStream in) throws IOException {
                    byte[] bytes = new byte[1 << 16];
                    int length = in.read(bytes);
                    super.restore(new ByteArrayInputStream(bytes, 0, Math.max(0, length)));
                }
            };
        }
    }

    private static final class AcceptsAnything extends Correct {
        @Override
        protected StateMachine stateMachine() {
            return new Tally() {
                @Override
                public void restore(InputStream in) {
                    try {
                        super.restore(in);
                    } catch (IOException e) {
                        counts.clear();
                    }
                }
            };
        }
    }

    private static final class Throwing extends Correct {
        @Override
        protected StateMachine stateMachine() {
            return new Tally() {
                @Override
                public Bytes apply(Command command) {
                    throw new IllegalStateException("insufficient funds");
                }
            };
        }
    }

    private static final class CountingContract extends Correct {
        private long next;

        @Override
        protected Bytes command(RandomGenerator random) {
            return Bytes.ofUtf8("tag " + next++);
        }
    }
}
