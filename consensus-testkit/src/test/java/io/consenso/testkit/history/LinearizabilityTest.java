/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.history;

import static io.consenso.testkit.machine.RegisterMachine.add;
import static io.consenso.testkit.machine.RegisterMachine.append;
import static io.consenso.testkit.machine.RegisterMachine.compareAndSet;
import static io.consenso.testkit.machine.RegisterMachine.get;
import static io.consenso.testkit.machine.RegisterMachine.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consenso.Bytes;
import io.consenso.testkit.history.Linearizability.Result;
import io.consenso.testkit.history.Linearizability.Verdict;
import io.consenso.testkit.machine.JournalMachine;
import io.consenso.testkit.machine.RegisterMachine;
import org.junit.jupiter.api.Test;

class LinearizabilityTest {
    private final Script script = new Script();

    private void assertLinearizable() {
        Result result = script.check();
        assertThat(result.verdict()).as(result.report()).isEqualTo(Verdict.LINEARIZABLE);
    }

    private void assertNotLinearizable() {
        Result result = script.check();
        assertThat(result.verdict()).as(result.report()).isEqualTo(Verdict.NOT_LINEARIZABLE);
        assertThatThrownBy(result::requireLinearizable).hasMessageContaining("not linearizable");
    }

    @Test
    void anEmptyHistoryIsLinearizable() {
        assertLinearizable();
        script.check().requireLinearizable();
    }

    @Test
    void aReadBesideAWriteMaySeeEither() {
        script.did(put("x", "1"), "done").begin("w", put("x", "2"));
        script.did(get("x"), "1").did(get("x"), "2").ok("w", "done");
        assertLinearizable();
    }

    // Herlihy and Wing 1990, figure 1: overlapping operations take effect in either order.
    @Test
    void overlappingWritesMayHappenInEitherOrder() {
        script.begin("a", put("x", "1"))
                .begin("b", put("x", "2"))
                .ok("a", "done")
                .ok("b", "done");
        script.did(get("x"), "1");
        assertLinearizable();
    }

    @Test
    void aStaleReadIsCaught() {
        script.did(put("x", "1"), "done").did(put("x", "2"), "done").did(get("x"), "1");
        assertNotLinearizable();
    }

    @Test
    void aLostUpdateIsCaught() {
        script.begin("a", add("x", 1)).begin("b", add("x", 1)).ok("a", "1").ok("b", "1");
        assertNotLinearizable();
    }

    @Test
    void aDoubleApplicationIsCaught() {
        script.did(append("x", "t1"), "t1").did(get("x"), "t1,t1");
        assertNotLinearizable();
    }

    @Test
    void aReadOfAFailedWriteIsCaught() {
        script.begin("w", put("x", "1")).failed("w").did(get("x"), "1");
        assertNotLinearizable();
    }

    @Test
    void aFailedWriteThatNobodySawIsFine() {
        script.begin("w", put("x", "1")).failed("w").did(get("x"), "");
        assertLinearizable();
    }

    @Test
    void aValueThatWasSeenIsNotUnseen() {
        script.begin("w", put("x", "1")).did(get("x"), "1").did(get("x"), "");
        script.ok("w", "done");
        assertNotLinearizable();
    }

    @Test
    void aPhantomValueIsCaught() {
        script.did(put("x", "1"), "done").did(get("x"), "7");
        assertNotLinearizable();
    }

    @Test
    void anUnknownWriteMayHaveHappenedOrNot() {
        script.begin("w", put("x", "1")).unknown("w").did(get("x"), "").did(get("x"), "1");
        assertLinearizable();
    }

    @Test
    void anUnknownWriteMayHappenLongAfterTheClientGaveUp() {
        script.begin("w", put("x", "1")).unknown("w");
        script.did(put("x", "2"), "done").did(get("x"), "2").did(get("x"), "1");
        assertLinearizable();
    }

    @Test
    void anUnknownWriteHappensOnceAtTheMost() {
        script.begin("w", put("x", "1")).unknown("w").did(get("x"), "1");
        script.did(put("x", "2"), "done").did(get("x"), "1");
        assertNotLinearizable();
    }

    @Test
    void anUnknownWriteDoesNotHappenBeforeItIsInvoked() {
        script.did(get("x"), "1").begin("w", put("x", "1")).unknown("w");
        assertNotLinearizable();
    }

    @Test
    void twoEqualUnknownWritesMayBothHappen() {
        script.begin("a", add("x", 1)).unknown("a").did(get("x"), "1");
        script.begin("b", add("x", 1)).unknown("b").did(get("x"), "2");
        assertLinearizable();
    }

    @Test
    void aPendingWriteIsLikeAnUnknownOne() {
        script.begin("w", put("x", "1")).did(get("x"), "1");
        assertLinearizable();
        script.did(get("x"), "");
        assertNotLinearizable();
    }

    // A write that changes nothing where it could stand first may be the one that is needed later.
    @Test
    void aWriteOfTheValueThatIsThereMayBeNeededLater() {
        script.did(put("x", "1"), "done");
        script.begin("same", put("x", "1")).begin("other", put("x", "2"));
        script.did(get("x"), "2").ok("same", "done").ok("other", "done").did(get("x"), "1");
        assertLinearizable();
    }

    @Test
    void compareAndSetSucceedsForOneOfTwo() {
        script.begin("a", compareAndSet("x", "", "1")).begin("b", compareAndSet("x", "", "2"));
        script.ok("a", "false").ok("b", "true").did(get("x"), "2");
        assertLinearizable();
    }

    @Test
    void compareAndSetDoesNotSucceedForBoth() {
        script.begin("a", compareAndSet("x", "", "1")).begin("b", compareAndSet("x", "", "2"));
        script.ok("a", "true").ok("b", "true");
        assertNotLinearizable();
    }

    @Test
    void objectsAreCheckedOneByOne() {
        script.did(put("x", "1"), "done").did(put("y", "1"), "done").did(get("x"), "1");
        script.did(get("y"), "2");
        Result result = script.check();
        assertThat(result.verdict()).isEqualTo(Verdict.NOT_LINEARIZABLE);
        assertThat(result.key()).isEqualTo("y");
        assertThat(result.report()).doesNotContain(" x ");
    }

    @Test
    void anOperationOnTheWholeStateJoinsAllObjects() {
        History history = new History(() -> 0);
        history.ok(history.command(1, "x", Bytes.ofUtf8("a")), Bytes.ofLong(1));
        history.ok(history.command(1, "y", Bytes.ofUtf8("b")), Bytes.ofLong(2));
        history.ok(history.query(1, "", Bytes.EMPTY), Bytes.ofLong(2));
        assertThat(Linearizability.check(history, Model.of(JournalMachine::new)).verdict())
                .isEqualTo(Verdict.LINEARIZABLE);
    }

    // Herlihy and Wing 1990, section 1: figures 1(a) and 1(c), a queue.
    @Test
    void aQueueGivesFirstWhatWasConcurrentlyPutFirst() {
        script.beginOnQueue("a", "enq x")
                .beginOnQueue("b", "enq y")
                .ok("b", "done")
                .ok("a", "done");
        script.beginOnQueue("c", "deq").beginOnQueue("d", "deq").ok("d", "x").ok("c", "y");
        assertThat(Linearizability.check(script.history(), new Script.Queue()).verdict())
                .isEqualTo(Verdict.LINEARIZABLE);
    }

    @Test
    void aQueueDoesNotOvertake() {
        script.beginOnQueue("a", "enq x")
                .ok("a", "done")
                .beginOnQueue("b", "enq y")
                .ok("b", "done");
        script.beginOnQueue("c", "deq").ok("c", "y");
        assertThat(Linearizability.check(script.history(), new Script.Queue()).verdict())
                .isEqualTo(Verdict.NOT_LINEARIZABLE);
    }

    @Test
    void aQueueDoesNotGiveOneElementTwice() {
        script.beginOnQueue("a", "enq x").ok("a", "done");
        script.beginOnQueue("c", "deq").beginOnQueue("d", "deq").ok("c", "x").ok("d", "x");
        assertThat(Linearizability.check(script.history(), new Script.Queue()).verdict())
                .isEqualTo(Verdict.NOT_LINEARIZABLE);
    }

    @Test
    void aReplyThatCannotBePredictedIsJudgedByTheUser() {
        script.did(put("x", "1"), "at 12:00").did(get("x"), "1");
        assertNotLinearizable();
        Model<?> model = Model.of(
                RegisterMachine::new,
                (operation, reply) -> operation.reply().toUtf8().startsWith("at ")
                        || operation.reply().equals(reply));
        assertThat(Linearizability.check(script.history(), model).verdict()).isEqualTo(Verdict.LINEARIZABLE);
    }

    @Test
    void aSearchThatReachesItsBoundSaysSo() {
        for (int i = 0; i < 12; i++) {
            script.begin("w" + i, put("x", "v" + i));
        }
        for (int i = 0; i < 12; i++) {
            script.ok("w" + i, "done");
        }
        script.did(get("x"), "nobody wrote this");
        Result result = Linearizability.check(script.history(), Model.of(RegisterMachine::new), 500);
        assertThat(result.verdict()).isEqualTo(Verdict.GAVE_UP);
        assertThat(result.isLinearizable()).isFalse();
        assertThatThrownBy(result::requireLinearizable).hasMessageContaining("gave up");
        assertNotLinearizable();
    }

    @Test
    void aLongHistoryTakesAboutOneConfigurationPerOperation() {
        for (long seed = 1; seed <= 5; seed++) {
            History history = RandomHistory.of(seed, 16, 20, 5_000, 0.02);
            Result result = Linearizability.check(history, Model.of(RegisterMachine::new), 20_000);
            assertThat(result.verdict()).as(result.report()).isEqualTo(Verdict.LINEARIZABLE);
            assertThat(result.configurations()).as("seed %s", seed).isLessThan(10_000);
        }
    }
}
