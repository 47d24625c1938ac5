/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.mutex;

import static io.consenso.coordination.mutex.MutexGroup.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consenso.coordination.detector.HeartbeatDetector;
import io.consenso.testkit.simulation.LinkOptions;
import io.consenso.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RicartAgrawalaMutexTest {
    private static final RicartAgrawalaOptions OPTIONS = RicartAgrawalaOptions.defaults()
            .withHoldMax(Duration.ofMillis(200))
            .withHeartbeatEvery(Duration.ofMillis(50));
    private static final Duration SETTLED = Duration.ofMillis(10);

    private final Simulation simulation = new Simulation(1);

    private static RicartAgrawalaOptions detecting() {
        return OPTIONS.withHeartbeatEvery(Duration.ofMillis(20))
                .withDetector(new HeartbeatDetector(Duration.ofMillis(80)));
    }

    private MutexGroup group(int size) {
        MutexGroup group = new MutexGroup(simulation, size, member -> RicartAgrawalaMutex.join(member, OPTIONS))
                .strict()
                .start();
        group.run(SETTLED);
        return group;
    }

    private MutexGroup detectingGroup(int size) {
        MutexGroup group =
                new MutexGroup(simulation, size, member -> RicartAgrawalaMutex.join(member, detecting())).start();
        group.run(SETTLED);
        return group;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8})
    void anEntryTakesExactlyTwoMessagesForEachOther(int size) {
        MutexGroup group = group(size);
        for (int number = 1; number <= size; number++) {
            long before = group.messages();
            group.leave(number, group.enter(number, "r"));
            assertThat(group.messages() - before).isEqualTo(2L * (size - 1));
        }
    }

    @Test
    void aDeferredRequestIsToldSoAtOnceWithOneMessageMore() {
        MutexGroup group = group(4);
        long before = group.messages();
        Grant held = group.enter(2, "r");
        CompletableFuture<Grant> waiting = group.acquire(3, "r");
        group.run(SETTLED);
        group.leave(2, held);
        group.leave(3, waiting.join());
        assertThat(group.messages() - before).isEqualTo(2 * 2 * 3 + 1);
    }

    @Test
    void allAtOnceTakeTwoMessagesForEachOtherAndOneForEachDeferral() {
        int size = 5;
        MutexGroup group = group(size);
        long before = group.messages();
        List<CompletableFuture<Void>> entries = IntStream.rangeClosed(1, size)
                .mapToObj(number -> group.acquire(number, "r")
                        .thenAccept(grant -> group.releaseAfter(Duration.ofMillis(1), number, grant)))
                .toList();
        group.run(Duration.ofMillis(40));
        assertThat(entries).allMatch(CompletableFuture::isDone);
        // Of each two who ask at once, one defers the other.
        assertThat(group.messages() - before).isEqualTo(2L * size * (size - 1) + size * (size - 1) / 2);
    }

    @Test
    void theLowerTimeEntersFirstAndTheLowerNameAmongEqualTimes() {
        MutexGroup group = group(4);
        Grant held = group.enter(1, "r");
        List<CompletableFuture<Grant>> equal = List.of(group.acquire(4, "r"), group.acquire(3, "r"));
        group.run(SETTLED);
        CompletableFuture<Grant> later = group.acquire(2, "r");
        group.run(SETTLED);
        group.leave(1, held);
        assertThat(equal.get(1)).isCompleted();
        assertThat(equal.get(0)).isNotDone();
        assertThat(equal.get(1).join().token()).isEqualTo(held.token() - held.token() % 4 + 2 * 4 + 2);
        group.leave(3, equal.get(1).join());
        assertThat(equal.get(0)).isCompleted();
        assertThat(later).isNotDone();
        assertThat(equal.get(0).join().token()).isEqualTo(equal.get(1).join().token() + 1);
        group.leave(4, equal.get(0).join());
        assertThat(later).isCompleted();
    }

    @Test
    void resourcesAreIndependent() {
        MutexGroup group = group(3);
        group.enter(1, "r");
        group.enter(2, "other");
        assertThat(group.entries.holders("r")).hasSize(1);
        assertThat(group.entries.holders("other")).hasSize(1);
    }

    @Test
    void requestsOfOneProcessAreGrantedOneAfterTheOther() {
        MutexGroup group = group(3);
        Grant first = group.enter(1, "r");
        CompletableFuture<Grant> second = group.acquire(1, "r");
        CompletableFuture<Grant> impatient = group.acquire(1, "r", Duration.ofMillis(20));
        CompletableFuture<Grant> other = group.acquire(2, "r");
        group.run(Duration.ofMillis(30));
        assertThat(failure(impatient)).hasMessage("this process itself holds r");
        assertThat(second).isNotDone();
        group.leave(1, first);
        assertThat(other).as("asked before").isCompleted();
        group.leave(2, other.join());
        assertThat(second).isCompleted();
    }

    @Test
    void aBusyPeerIsToldFromADeadOne() {
        MutexGroup group = group(3);
        Grant held = group.enter(2, "r");
        CompletableFuture<Grant> busy = group.acquire(3, "r", Duration.ofMillis(180));
        group.run(Duration.ofMillis(190));
        assertThat(failure(busy)).isInstanceOf(MutexException.TimedOut.class).hasMessage("[p2] live and come first");
        group.leave(2, held);
        group.node(1).crash();
        CompletableFuture<Grant> dead = group.acquire(3, "r", Duration.ofMillis(300));
        group.run(Duration.ofMillis(310));
        assertThat(failure(dead))
                .isInstanceOf(MutexException.TimedOut.class)
                .hasMessageStartingWith("nothing heard from p1 for ");
    }

    @Test
    void aHolderThatDiesWhileOthersWaitIsToldFromABusyOne() {
        MutexGroup group = group(3);
        group.enter(2, "r");
        CompletableFuture<Grant> waiting = group.acquire(3, "r", Duration.ofMillis(400));
        group.run(Duration.ofMillis(100));
        group.node(2).crash();
        group.run(Duration.ofMillis(310));
        assertThat(failure(waiting)).hasMessageStartingWith("nothing heard from p2 for ");
    }

    @Test
    void whoGivesUpNoLongerDefers() {
        MutexGroup group = group(3);
        Grant held = group.enter(1, "r");
        CompletableFuture<Grant> impatient = group.acquire(2, "r", Duration.ofMillis(30));
        group.run(SETTLED);
        CompletableFuture<Grant> patient = group.acquire(3, "r");
        group.run(Duration.ofMillis(40));
        assertThat(failure(impatient)).hasMessage("[p1] live and come first");
        group.leave(1, held);
        assertThat(patient).isCompleted();
    }

    @Test
    void aGrantEndsByItselfAndItsHolderIsToldFirst() {
        MutexGroup group = group(3);
        Grant held = group.enter(1, "r");
        List<Boolean> nextWasGranted = new ArrayList<>();
        CompletableFuture<Grant> next = group.acquire(2, "r");
        group.mutex(1).listen(lost -> nextWasGranted.add(next.isDone()));
        group.run(Duration.ofMillis(190));
        assertThat(next).isNotDone();
        assertThat(group.mutex(1).holds(held)).isTrue();
        group.run(Duration.ofMillis(20));
        assertThat(nextWasGranted).containsExactly(false);
        assertThat(group.mutex(1).holds(held)).isFalse();
        assertThat(next).isCompleted();
        group.leave(1, held);
        assertThat(group.mutex(2).holds(next.join())).isTrue();
    }

    @Test
    void withoutADetectorADeadPeerStopsAllUntilItIsBack() {
        MutexGroup group = group(3);
        group.node(3).crash();
        CompletableFuture<Grant> waiting = group.acquire(1, "r");
        group.run(Duration.ofMinutes(1));
        assertThat(waiting).isNotDone();
        group.node(3).restart();
        group.run(SETTLED);
        assertThat(waiting).isCompleted();
    }

    @Test
    void whoRestartsAsksAfterAllWhoWaitedBefore() {
        MutexGroup group = group(3);
        for (int i = 0; i < 5; i++) {
            group.leave(1, group.enter(1, "r"));
        }
        Grant held = group.enter(2, "r");
        CompletableFuture<Grant> before = group.acquire(1, "r");
        group.run(SETTLED);
        group.node(3).crash();
        group.node(3).restart();
        group.run(SETTLED);
        CompletableFuture<Grant> restarted = group.acquire(3, "r");
        group.run(SETTLED);
        group.leave(2, held);
        assertThat(before).isCompleted();
        assertThat(restarted).isNotDone();
        group.leave(1, before.join());
        assertThat(restarted).isCompleted();
    }

    @Test
    void nobodyWaitsForWhoHasLeft() {
        MutexGroup group = group(3);
        group.enter(2, "r");
        CompletableFuture<Grant> next = group.acquire(3, "r");
        CompletableFuture<Grant> waiting = group.acquire(2, "r");
        group.run(SETTLED);
        group.close(2);
        group.run(SETTLED);
        assertThat(failure(waiting)).isInstanceOf(MutexException.Unavailable.class);
        assertThat(next).isCompleted();
        group.leave(3, next.join());
        group.leave(1, group.enter(1, "r"));
        group.node(2).crash();
        group.node(2).restart();
        group.run(SETTLED);
        Grant back = group.enter(2, "r");
        CompletableFuture<Grant> other = group.acquire(1, "r");
        group.run(SETTLED);
        assertThat(other).as("asks it again").isNotDone();
        group.leave(2, back);
        assertThat(other).isCompleted();
    }

    @Test
    void withADetectorADeadPeerIsLeftOut() {
        MutexGroup group = detectingGroup(3).strict();
        Grant held = group.enter(3, "r");
        CompletableFuture<Grant> waiting = group.acquire(1, "r");
        group.run(SETTLED);
        group.node(3).crash();
        group.run(Duration.ofMillis(50));
        assertThat(waiting).isNotDone();
        group.run(Duration.ofMillis(60));
        assertThat(waiting).isCompleted();
        assertThat(waiting.join().token()).isGreaterThan(held.token());
        group.leave(1, waiting.join());
        group.node(3).restart();
        group.run(SETTLED);
        Grant back = group.enter(3, "r");
        CompletableFuture<Grant> other = group.acquire(1, "r");
        group.run(SETTLED);
        assertThat(other).as("asks it again").isNotDone();
        group.leave(3, back);
    }

    @Test
    void optionsAreChecked() {
        assertThatThrownBy(() -> OPTIONS.withHoldMax(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> OPTIONS.withHeartbeatEvery(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void safeLiveAndFairUnderCrashesThatAreMended() {
        new MutexTrial((member, size) -> RicartAgrawalaMutex.join(member, OPTIONS), true, 0, Duration.ofSeconds(8))
                .run();
    }

    @Test
    void safeLiveAndFairWithAPerfectDetector() {
        new MutexTrial((member, size) -> RicartAgrawalaMutex.join(member, detecting()), true, 0, Duration.ofSeconds(8))
                .run();
    }

    // Outside of the assumptions.

    @Test
    void aHolderThatIsSuspectedWhileItLivesSharesWithAnotherWhoseTokenIsLarger() {
        MutexGroup group = detectingGroup(3);
        Grant held = group.enter(2, "r");
        simulation.network().cut(group.peer(2), group.peer(3));
        Grant second = group.enter(3, "r");
        assertThat(group.mutex(2).holds(held)).isTrue();
        assertThat(group.entries.overlaps()).hasSize(1);
        assertThat(second.token()).isGreaterThan(held.token());
    }

    @Test
    void heartbeatsSlowerThanTheDetectorMakeTwoHolders() {
        MutexGroup group = detectingGroup(3);
        Grant held = group.enter(2, "r");
        simulation.network().options(LinkOptions.reliable().withDelay(Duration.ofMillis(150), Duration.ZERO));
        Grant second = group.enter(1, "r");
        assertThat(group.mutex(2).holds(held)).isTrue();
        assertThat(group.entries.overlaps()).hasSize(1);
        assertThat(second.token()).isGreaterThan(held.token());
    }
}
