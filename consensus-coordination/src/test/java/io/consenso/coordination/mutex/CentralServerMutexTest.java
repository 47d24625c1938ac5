/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.mutex;

import static io.consenso.coordination.mutex.MutexGroup.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consenso.PeerId;
import io.consenso.coordination.Member;
import io.consenso.coordination.Send;
import io.consenso.testkit.simulation.FrameFilter;
import io.consenso.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class CentralServerMutexTest {
    private static final PeerId SERVER = PeerId.of("p1");
    private static final CentralServerOptions OPTIONS = CentralServerOptions.of(SERVER)
            .withHoldMax(Duration.ofMillis(200))
            .withMessageDelayMax(Duration.ofMillis(10))
            .withHeartbeatEvery(Duration.ofMillis(50));
    private static final Duration LONGER_THAN_A_HOLD = Duration.ofMillis(300);
    private static final long FOUR_MESSAGES_MILLIS = 5;

    private final Simulation simulation = new Simulation(1);

    private MutexGroup group(Function<Member, BoundedMutex> join) {
        return new MutexGroup(simulation, 4, join);
    }

    private MutexGroup group() {
        MutexGroup group = group(member -> CentralServerMutex.join(member, OPTIONS))
                .strict()
                .start();
        group.run(Duration.ofMillis(60));
        return group;
    }

    /** Each asks clearly after the one before. */
    private static List<CompletableFuture<Grant>> askInTurn(MutexGroup group, int... numbers) {
        List<CompletableFuture<Grant>> grants = new ArrayList<>();
        for (int number : numbers) {
            grants.add(group.acquire(number, "r"));
            group.run(Duration.ofMillis(FOUR_MESSAGES_MILLIS));
        }
        return grants;
    }

    @Test
    void anEntryTakesThreeMessages() {
        MutexGroup group = group();
        long before = group.messages();
        group.leave(2, group.enter(2, "r"));
        assertThat(group.messages() - before).isEqualTo(3);
        group.leave(3, group.enter(3, "other"));
        assertThat(group.messages() - before).isEqualTo(6);
    }

    @Test
    void anEntryOfTheServerItselfTakesNoMessage() {
        MutexGroup group = group();
        long before = group.messages();
        group.leave(1, group.enter(1, "r"));
        assertThat(group.messages() - before).isZero();
    }

    @Test
    void aQueuedRequestIsToldSoAtOnceWithOneMessageMore() {
        MutexGroup group = group();
        long before = group.messages();
        Grant first = group.enter(2, "r");
        CompletableFuture<Grant> second = group.acquire(3, "r");
        group.run(Duration.ofMillis(FOUR_MESSAGES_MILLIS));
        assertThat(group.messages() - before)
                .as("request, grant, request, queued")
                .isEqualTo(4);
        group.leave(2, first);
        group.leave(3, group.group.await(second, LONGER_THAN_A_HOLD));
        assertThat(group.messages() - before).isEqualTo(2 * 3 + 1);
    }

    @Test
    void aWaitingRequestHearsHeartbeats() {
        MutexGroup group = group();
        Grant held = group.enter(2, "r");
        CompletableFuture<Grant> waiting = group.acquire(3, "r");
        group.run(Duration.ofMillis(FOUR_MESSAGES_MILLIS));
        long before = group.mutex(1).messagesSent();
        group.run(Duration.ofMillis(150));
        assertThat(group.mutex(1).messagesSent() - before).isEqualTo(3);
        group.leave(2, held);
        assertThat(waiting).isCompleted();
    }

    @Test
    void grantsComeInTheOrderOfRequests() {
        MutexGroup group = group();
        Grant held = group.enter(1, "r");
        List<CompletableFuture<Grant>> waiting = askInTurn(group, 4, 2, 3, 2, 1);
        group.leave(1, held);
        int[] order = {4, 2, 3, 2, 1};
        for (int i = 0; i < order.length; i++) {
            assertThat(waiting.get(i)).isCompleted();
            assertThat(waiting.stream().filter(CompletableFuture::isDone)).hasSize(i + 1);
            group.leave(order[i], waiting.get(i).join());
        }
    }

    @Test
    void resourcesAreIndependent() {
        MutexGroup group = group();
        group.enter(2, "r");
        Grant other = group.enter(3, "other");
        assertThat(group.entries.holders("r")).hasSize(1);
        assertThat(group.entries.holders("other"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.grant()).isEqualTo(other));
    }

    @Test
    void whoGivesUpLeavesTheQueue() {
        MutexGroup group = group();
        Grant held = group.enter(2, "r");
        CompletableFuture<Grant> impatient = group.acquire(3, "r", Duration.ofMillis(20));
        group.run(Duration.ofMillis(FOUR_MESSAGES_MILLIS));
        CompletableFuture<Grant> patient = group.acquire(4, "r");
        group.run(Duration.ofMillis(40));
        assertThat(failure(impatient))
                .isInstanceOf(MutexException.TimedOut.class)
                .hasMessage("the server p1 lives, 1 are served first");
        group.leave(2, held);
        assertThat(patient).isCompleted();
    }

    @Test
    void aDeadServerIsToldFromASlowOne() {
        MutexGroup group = group();
        group.enter(2, "r");
        CompletableFuture<Grant> busy = group.acquire(3, "r", Duration.ofMillis(150));
        group.run(Duration.ofMillis(170));
        assertThat(failure(busy)).hasMessageContaining("lives");
        group.node(1).crash();
        CompletableFuture<Grant> dead = group.acquire(3, "r", Duration.ofMillis(400));
        group.run(Duration.ofMillis(420));
        assertThat(failure(dead))
                .isInstanceOf(MutexException.TimedOut.class)
                .hasMessageStartingWith("nothing heard from the server p1 for 4");
    }

    @Test
    void aDeadHoldersGrantExpires() {
        MutexGroup group = group();
        group.enter(2, "r");
        CompletableFuture<Grant> next = group.acquire(3, "r");
        group.run(Duration.ofMillis(20));
        group.node(2).crash();
        group.run(Duration.ofMillis(150));
        assertThat(next).isNotDone();
        group.run(Duration.ofMillis(60));
        assertThat(next).isCompleted();
    }

    @Test
    void aHolderIsToldTheEndBeforeAnyoneElseIsGranted() {
        MutexGroup group = group();
        Grant held = group.enter(2, "r");
        List<Grant> lost = new ArrayList<>();
        group.mutex(2).listen(lost::add);
        CompletableFuture<Grant> next = group.acquire(3, "r");
        // It notices by itself: nothing it says, or is told, arrives any more.
        group.simulation.network().isolate(group.peer(2));
        group.run(Duration.ofMillis(190));
        assertThat(group.mutex(2).holds(held)).isTrue();
        assertThat(simulation.runUntil(() -> !lost.isEmpty(), Duration.ofMillis(20)))
                .isTrue();
        assertThat(lost).containsExactly(held);
        assertThat(group.mutex(2).holds(held)).isFalse();
        assertThat(next).isNotDone();
        group.run(Duration.ofMillis(25));
        assertThat(next).isCompleted();
    }

    @Test
    void anExpiredGrantIsNotReleasedAgain() {
        MutexGroup group = group();
        Grant expired = group.enter(2, "r");
        group.run(LONGER_THAN_A_HOLD);
        Grant next = group.enter(3, "r");
        group.leave(2, expired);
        assertThat(group.mutex(3).holds(next)).isTrue();
        CompletableFuture<Grant> third = group.acquire(4, "r");
        group.run(Duration.ofMillis(FOUR_MESSAGES_MILLIS));
        assertThat(third).isNotDone();
    }

    @Test
    void aRestartedServerLearnsWhoHoldsBeforeItGrants() {
        MutexGroup group = group();
        Grant held = group.enter(2, "r");
        CompletableFuture<Grant> next = group.acquire(3, "r");
        CompletableFuture<Grant> free = group.acquire(4, "other");
        group.run(Duration.ofMillis(FOUR_MESSAGES_MILLIS));
        group.leave(4, free.join());
        group.node(1).crash();
        group.run(Duration.ofMillis(10));
        group.node(1).restart();
        group.run(Duration.ofMillis(10));
        assertThat(next).isNotDone();
        Grant again = group.enter(4, "other");
        assertThat(again.token())
                .as("of the next epoch")
                .isGreaterThan(free.join().token() + (1L << 32) - 100);
        group.leave(2, held);
        assertThat(next).as("asked again by itself").isCompleted();
        assertThat(next.join().token()).isGreaterThan(held.token());
    }

    @Test
    void aServerThatCannotAskAllGrantsOnceEveryOldGrantHasEnded() {
        MutexGroup group = group();
        group.enter(2, "r");
        simulation.network().isolate(group.peer(2));
        group.node(1).crash();
        group.node(1).restart();
        CompletableFuture<Grant> next = group.acquire(3, "r");
        group.run(Duration.ofMillis(210));
        assertThat(next).isNotDone();
        group.run(Duration.ofMillis(20));
        assertThat(next).isCompleted();
    }

    @Test
    void whoWaitsForARecoveringServerIsToldSo() {
        MutexGroup group = group();
        simulation.network().isolate(group.peer(2));
        group.node(1).crash();
        group.node(1).restart();
        CompletableFuture<Grant> waiting = group.acquire(3, "r", Duration.ofMillis(100));
        group.run(Duration.ofMillis(120));
        assertThat(failure(waiting)).hasMessage("the server p1 lives and still learns who holds what");
    }

    @Test
    void aGrantOfAServerOfBeforeIsRefused() {
        PeerId self = PeerId.of("p2");
        List<Grant> grants = new ArrayList<>();
        CentralServerProcess process = new CentralServerProcess(
                new Member(
                        "mutex",
                        self,
                        List.of(SERVER, self),
                        simulation.node(self).transport(),
                        simulation.node(self).host()),
                OPTIONS,
                0,
                new MutexObserver() {
                    @Override
                    public void granted(Request request, Grant grant, long untilNanos) {
                        grants.add(grant);
                    }

                    @Override
                    public void failed(Request request, MutexException why) {}

                    @Override
                    public void lost(Grant grant) {}
                });
        process.start(0);
        process.acquire(0, new Request(7, "r", 1_000));
        long old = FencingToken.of(3, 9);
        process.receive(1, SERVER, new CentralMessage.Queued(7, 1, false, old));
        long next = FencingToken.of(4, 0);
        assertThat(process.receive(2, SERVER, new CentralMessage.Recover(5)))
                .extracting(Send::message)
                .containsExactly(
                        new CentralMessage.Report(5, next, List.of()), new CentralMessage.Request(7, "r", next));
        assertThat(process.receive(3, SERVER, new CentralMessage.Granted(7, "r", FencingToken.of(3, 10))))
                .extracting(Send::message)
                .containsExactly(new CentralMessage.Request(7, "r", next));
        assertThat(grants).isEmpty();
        process.receive(4, SERVER, new CentralMessage.Granted(7, "r", next + 1));
        assertThat(grants).containsExactly(new Grant("r", self, next + 1));
    }

    @Test
    void aLostRequestIsRepeatedAndALostGrantToo() {
        MutexGroup group = group();
        simulation.network().cutOneWay(group.peer(2), SERVER);
        CompletableFuture<Grant> lostRequest = group.acquire(2, "r");
        group.run(Duration.ofMillis(10));
        simulation.network().heal();
        group.run(Duration.ofMillis(170));
        assertThat(lostRequest).isCompleted();
        simulation.network().cutOneWay(SERVER, group.peer(3));
        CompletableFuture<Grant> lostGrant = group.acquire(3, "other");
        group.run(Duration.ofMillis(10));
        simulation.network().heal();
        group.run(Duration.ofMillis(170));
        assertThat(lostGrant).isCompleted();
    }

    @Test
    void closingGivesBackWhatIsHeldAndFailsWhatWaits() {
        MutexGroup group = group();
        group.enter(2, "r");
        CompletableFuture<Grant> next = group.acquire(3, "r");
        Grant other = group.enter(4, "other");
        CompletableFuture<Grant> waiting = group.acquire(2, "other");
        group.run(Duration.ofMillis(FOUR_MESSAGES_MILLIS));
        group.close(2);
        assertThat(group.entries.holders("r")).isEmpty();
        group.run(Duration.ofMillis(FOUR_MESSAGES_MILLIS));
        assertThat(next).isCompleted();
        assertThat(failure(waiting)).isInstanceOf(MutexException.Unavailable.class);
        CompletableFuture<Grant> after = group.acquire(2, "r");
        group.run(Duration.ofMillis(FOUR_MESSAGES_MILLIS));
        assertThat(failure(after)).isInstanceOf(MutexException.Unavailable.class);
        group.leave(4, other);
    }

    @Test
    void aServerThatIsNotAMemberIsRefused() {
        assertThatThrownBy(() -> group(
                                member -> CentralServerMutex.join(member, CentralServerOptions.of(PeerId.of("nobody"))))
                        .start())
                .hasRootCauseInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> OPTIONS.withHoldMax(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void safeLiveAndFairUnderCrashesOfServerAndMembers() {
        new MutexTrial((member, size) -> CentralServerMutex.join(member, OPTIONS), true, 0, Duration.ofSeconds(6))
                .run();
    }

    // Outside of the assumptions.

    @Test
    void withoutItsServerTheGroupStandsStill() {
        MutexGroup group = group();
        group.node(1).crash();
        List<CompletableFuture<Grant>> waiting = askInTurn(group, 2, 3, 4);
        group.run(Duration.ofMinutes(4));
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
    }

    @Test
    void aServerThatForgetsGrantsTwice() {
        CentralServerOptions forgetful = OPTIONS.withHoldMax(Duration.ofMillis(1));
        MutexGroup group = group(
                        member -> CentralServerMutex.join(member, member.self().equals(SERVER) ? forgetful : OPTIONS))
                .start();
        group.run(Duration.ofMillis(60));
        Grant first = group.enter(2, "r");
        simulation
                .network()
                .filter((from, to, name, frame) ->
                        CentralServerMutex.describe(frame).equals("Recover")
                                ? FrameFilter.Verdict.DROP
                                : FrameFilter.Verdict.DELIVER);
        group.node(1).crash();
        group.node(1).restart();
        Grant second = group.enter(3, "r");
        assertThat(group.entries.overlaps()).hasSize(1);
        assertThat(group.mutex(2).holds(first)).isTrue();
        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void aHolderThatStandsStillMeetsAnotherOneAndIsToldByItsToken() {
        MutexGroup group =
                group(member -> CentralServerMutex.join(member, OPTIONS)).start();
        group.run(Duration.ofMillis(60));
        Grant first = group.enter(2, "r");
        group.node(2).pause(Duration.ofSeconds(1));
        Grant second = group.enter(3, "r");
        assertThat(group.entries.overlaps()).hasSize(1);
        assertThat(second.token()).isGreaterThan(first.token());
        assertThat(group.mutex(2).holds(first)).as("by its clock").isFalse();
    }
}
