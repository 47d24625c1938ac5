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
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.TestAbortedException;

/** State machines with one fault each, and the cases of the contract that must find it. */
class StateMachineContractTest {
    private static final String INSTANCES = "theSameCommandsGiveTheSameRepliesInAnyInstance";
    private static final String PROCESSES = "theSameCommandsGiveTheSameRepliesInAnyProcess";

    @Test
    void aCorrectStateMachinePasses() throws Exception {
        assertThat(failures(new Correct())).isEmpty();
    }

    @Test
    void aReplyInTheOrderOfAnImmutableSetIsFound() throws Exception {
        assertThat(failures(new SetOrder())).containsKey(PROCESSES).doesNotContainKey(INSTANCES);
        assertThat(failures(new SetOrder()).get(PROCESSES)).contains("first at ", "replay with -Dconsenso.seed=1");
    }

    @Test
    void aReplyInTheOrderOfIdentityHashCodesIsFound() throws Exception {
        assertThat(failures(new IdentityOrder())).containsKeys(INSTANCES, PROCESSES);
    }

    @Test
    void aReplyThatDependsOnTheDefaultLocaleIsFound() throws Exception {
        assertThat(failures(new DefaultLocale())).containsOnlyKeys(PROCESSES);
        assertThat(failures(new DefaultLocale()).get(PROCESSES)).contains("another locale");
    }

    @Test
    void aClockInTheReplyIsFound() throws Exception {
        assertThat(failures(new Clock())).containsKeys(INSTANCES, PROCESSES);
    }

    @Test
    void aClockInTheStateIsFound() throws Exception {
        assertThat(failures(new ClockInState())).containsKey(PROCESSES);
    }

    @Test
    void aRandomNumberIsFound() throws Exception {
        assertThat(failures(new Dice())).containsKeys(INSTANCES, PROCESSES);
    }

    @Test
    void stateOutsideTheInstanceIsFound() throws Exception {
        assertThat(failures(new StaticState())).containsKey(INSTANCES);
    }

    @Test
    void aSnapshotThatSharesTheLiveStateIsFound() throws Exception {
        assertThat(failures(new SharedSnapshot()))
                .containsOnlyKeys("laterCommandsDoNotReachASnapshot", "aSnapshotIsWrittenWhileCommandsAreApplied");
    }

    @Test
    void aRestoreThatForgetsToClearIsFound() throws Exception {
        assertThat(failures(new NoClear())).containsOnlyKeys("anEmptyStateIsAStateToo", "restoreReplacesTheWholeState");
    }

    @Test
    void aFieldMissingInTheSnapshotIsFound() throws Exception {
        assertThat(failures(new LostField())).containsKeys("aSnapshotAndTheRestEqualsAll");
    }

    @Test
    void aQueryThatWritesIsFound() throws Exception {
        assertThat(failures(new WritingQuery())).containsKey("queriesChangeNothing");
    }

    @Test
    void aRestoreThatTakesOneReadForAllIsFound() throws Exception {
        assertThat(failures(new OneRead())).containsKey("restoreReadsFromAStreamThatGivesFewBytesAtATime");
    }

    @Test
    void aRestoreThatAcceptsAnythingIsFound() throws Exception {
        assertThat(failures(new AcceptsAnything())).containsOnlyKeys("restoreRefusesASnapshotThatWasCutShort");
    }

    @Test
    void anExceptionOutOfApplyIsFound() throws Exception {
        assertThat(failures(new Throwing()).get(INSTANCES)).contains("a refusal must be a reply");
    }

    @Test
    void commandsThatDependOnMoreThanTheGeneratorAreNamed() throws Exception {
        assertThat(failures(new CountingContract()).get(PROCESSES)).contains("depend on the generator alone");
    }

    /** The failed cases by name, each with its first message. */
    private static Map<String, String> failures(StateMachineContract contract) throws Exception {
        Map<String, String> failures = new TreeMap<>();
        for (Method method : StateMachineContract.class.getDeclaredMethods()) {
            if (method.isAnnotationPresent(TestFactory.class)) {
                method.setAccessible(true);
                run(contract, method, failures);
            }
        }
        return failures;
    }

    @SuppressWarnings("unchecked") // a test factory of the contract gives dynamic tests
    private static void run(StateMachineContract contract, Method method, Map<String, String> failures)
            throws Exception {
        try {
            for (DynamicTest test : ((Stream<DynamicTest>) method.invoke(contract)).toList()) {
                test.getExecutable().execute();
            }
        } catch (java.lang.reflect.InvocationTargetException e) {
            assertThat(e.getCause()).isInstanceOf(TestAbortedException.class);
        } catch (Throwable e) {
            failures.put(method.getName(), String.valueOf(e.getMessage()));
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
                    super.restore(new java.io.ByteArrayInputStream(bytes, 0, Math.max(0, length)));
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
