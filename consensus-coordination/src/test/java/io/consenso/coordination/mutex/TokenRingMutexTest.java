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
import io.consenso.testkit.simulation.LinkOptions;
import io.consenso.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenRingMutexTest {
    private static final TokenRingOptions OPTIONS = TokenRingOptions.defaults()
            .withHoldMax(Duration.ofMillis(200))
            .withMessageDelayMax(Duration.ofMillis(10))
            .withRestEvery(Duration.ofMillis(5));
    private static final Duration ROUND_OF_FOUR = Duration.ofMillis(4 * (200 + 5 + 10 + 30));
    private static final Duration SETTLED = Duration.ofMillis(60);

    private final Simulation simulation = new Simulation(1);

    private MutexGroup group(int size) {
        MutexGroup group = new MutexGroup(simulation, size, member -> TokenRingMutex.join(member, OPTIONS)).start();
        group.run(SETTLED);
        return group;
    }

    private static long epoch(Grant grant) {
        return FencingToken.epoch(grant.token());
    }

    /** The epochs of all tokens that are passed on during that time. */
    private Set<String> tokensPassed(Duration duration) {
        Set<String> tokens = new TreeSet<>();
        simulation.network().filter((from, to, group, frame) -> {
            String text = TokenRingMutex.describe(frame);
            if (text.startsWith("Token")) {
                tokens.add(text.substring(0, text.indexOf(" sequence")));
            }
            return FrameFilter.Verdict.DELIVER;
        });
        simulation.run(duration);
        simulation.network().unfilter();
        return tokens;
    }

    @Test
    void theTokenGoesFromEachToTheNextAndFromTheLastToTheFirst() {
        MutexGroup group = group(4);
        List<String> steps = new ArrayList<>();
        simulation.network().filter((from, to, name, frame) -> {
            if (TokenRingMutex.describe(frame).startsWith("Token")) {
                steps.add(from + " " + to);
            }
            return FrameFilter.Verdict.DELIVER;
        });
        group.run(Duration.ofMillis(60));
        assertThat(steps).hasSizeGreaterThan(8);
        assertThat(steps).containsOnly("p1 p2", "p2 p3", "p3 p4", "p4 p1");
        for (int i = 1; i < steps.size(); i++) {
            assertThat(steps.get(i)).startsWith(steps.get(i - 1).substring(3));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 8})
    void whenAllWantToEnterAnEntryTakesTwoMessages(int size) {
        MutexGroup group = group(size).strict();
        for (int number = 1; number <= size; number++) {
            enterAgainAndAgain(group, number);
        }
        long[] start = whenItIsTheTurnOfTheFirst(group);
        group.run(Duration.ofMillis(100));
        long[] end = whenItIsTheTurnOfTheFirst(group);
        assertThat(end[0] - start[0]).isGreaterThan(10L * size);
        assertThat(end[1] - start[1]).isEqualTo(2 * (end[0] - start[0]));
    }

    private static void enterAgainAndAgain(MutexGroup group, int number) {
        CompletableFuture<Void> unused = group.acquire(number, "r").thenAccept(grant -> {
            group.releaseAfter(Duration.ofMillis(1), number, grant);
            group.simulation.after(Duration.ofMillis(1), () -> enterAgainAndAgain(group, number));
        });
    }

    /** Entries and messages at the next entry of p1. */
    private static long[] whenItIsTheTurnOfTheFirst(MutexGroup group) {
        int before = group.entries.all().size();
        assertThat(group.simulation.runUntil(
                        () -> group.entries.all().size() > before
                                && group.entries.holders("r").stream()
                                        .anyMatch(entry -> entry.node().peer().equals(group.peer(1))
                                                && group.simulation.now() > entry.grantedNanos() + 500_000),
                        MutexGroup.LONG))
                .isTrue();
        return new long[] {group.entries.all().size(), group.messages()};
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8})
    void whenOneWantsToEnterAnEntryTakesTwoMessagesForEachMember(int size) {
        MutexGroup group = group(size).strict();
        Grant grant = group.enter(1, "r");
        group.run(SETTLED);
        for (int i = 0; i < 5; i++) {
            long before = group.messages();
            CompletableFuture<Grant> next = group.acquire(1, "r");
            group.leave(1, grant);
            grant = group.group.await(next, MutexGroup.LONG);
            group.run(Duration.ofMillis(2));
            assertThat(group.messages() - before).isEqualTo(size == 1 ? 0 : 2L * size);
        }
    }

    @Test
    void theTokenIsKeptWhileUsed() {
        MutexGroup group = group(4).strict();
        Grant held = group.enter(2, "r");
        assertThat(tokensPassed(Duration.ofMillis(150))).isEmpty();
        group.leave(2, held);
        assertThat(tokensPassed(Duration.ofMillis(30))).hasSize(1);
    }

    @Test
    void grantsComeInTheOrderOfTheRingWhateverTheOrderOfRequests() {
        MutexGroup group = group(4).strict();
        Grant held = group.enter(2, "r");
        List<CompletableFuture<Grant>> waiting = new ArrayList<>();
        for (int number : new int[] {1, 2, 4, 3}) {
            waiting.add(group.acquire(number, "r"));
            group.run(Duration.ofMillis(5));
        }
        group.leave(2, held);
        int[] ring = {3, 4, 1, 2};
        int[] index = {3, 2, 0, 1};
        for (int i = 0; i < ring.length; i++) {
            Grant grant = group.group.await(waiting.get(index[i]), Duration.ofMillis(30));
            assertThat(waiting.stream().filter(CompletableFuture::isDone)).hasSize(i + 1);
            group.leave(ring[i], grant);
        }
    }

    @Test
    void whoHasTheTokenIsGrantedEachResourceItWaitsForOnce() {
        MutexGroup group = group(3).strict();
        Grant held = group.enter(1, "r");
        List<CompletableFuture<Grant>> waiting =
                List.of(group.acquire(2, "a"), group.acquire(2, "b"), group.acquire(2, "a"));
        group.run(Duration.ofMillis(5));
        group.leave(1, held);
        assertThat(waiting.get(0)).isCompleted();
        assertThat(waiting.get(1)).isCompleted();
        group.leave(2, waiting.get(0).join());
        assertThat(waiting.get(2)).as("the next time").isNotDone();
        group.leave(2, waiting.get(1).join());
        group.group.await(waiting.get(2), Duration.ofMillis(50));
    }

    @Test
    void aGrantEndsByItselfAndItsHolderIsToldFirst() {
        MutexGroup group = group(3).strict();
        Grant held = group.enter(1, "r");
        List<Boolean> nextWasGranted = new ArrayList<>();
        CompletableFuture<Grant> next = group.acquire(2, "r");
        group.mutex(1).listen(lost -> nextWasGranted.add(next.isDone()));
        group.run(Duration.ofMillis(180));
        assertThat(group.mutex(1).holds(held)).isTrue();
        group.run(Duration.ofMillis(30));
        assertThat(nextWasGranted).containsExactly(false);
        assertThat(group.mutex(1).holds(held)).isFalse();
        assertThat(next).isCompleted();
        group.leave(1, held);
        assertThat(group.mutex(2).holds(next.join())).isTrue();
    }

    @Test
    void aDeadNeighbourIsSkipped() {
        MutexGroup group = group(4).strict();
        Grant held = group.enter(2, "r");
        group.node(3).crash();
        CompletableFuture<Grant> next = group.acquire(4, "r");
        group.leave(2, held);
        group.group.await(next, Duration.ofMillis(2 * 30 + 20));
        group.leave(4, next.join());
        List<String> receivers = new ArrayList<>();
        simulation.network().filter((from, to, name, frame) -> {
            receivers.add(TokenRingMutex.describe(frame).replaceAll(" .*", "") + " " + to);
            return FrameFilter.Verdict.DELIVER;
        });
        group.run(Duration.ofMillis(100));
        assertThat(receivers).contains("Token p4", "Token p2").doesNotContain("Token p3", "Election p4");
    }

    @Test
    void aLostTokenIsNoticedAfterARoundAndMadeAnewByAnElection() {
        MutexGroup group = group(4).strict();
        Grant held = group.enter(2, "r");
        CompletableFuture<Grant> next = group.acquire(3, "r");
        group.run(Duration.ofMillis(20));
        group.node(2).crash();
        group.run(ROUND_OF_FOUR.minusMillis(60));
        assertThat(next).isNotDone();
        group.group.await(next, Duration.ofMillis(300));
        assertThat(epoch(next.join())).isGreaterThan(epoch(held));
        group.leave(3, next.join());
        assertThat(tokensPassed(Duration.ofMillis(100))).hasSize(1);
    }

    @Test
    void anElectionWhileTheTokenIsUsedMakesNoSecondOne() {
        // Its members wait for less than a holder may take: they start elections for nothing, again and again.
        TokenRingOptions impatient = OPTIONS.withHoldMax(Duration.ofMillis(1));
        MutexGroup group = new MutexGroup(
                        simulation,
                        4,
                        member -> TokenRingMutex.join(
                                member, member.self().equals(PeerId.of("p2")) ? OPTIONS : impatient))
                .strict()
                .start();
        group.run(SETTLED);
        Grant held = group.enter(2, "r");
        CompletableFuture<Grant> next = group.acquire(4, "r");
        group.run(Duration.ofMillis(190));
        assertThat(next).isNotDone();
        group.leave(2, held);
        group.group.await(next, Duration.ofMillis(50));
        assertThat(epoch(next.join())).as("moved above the elections").isGreaterThan(epoch(held));
        group.leave(4, next.join());
        assertThat(tokensPassed(Duration.ofMillis(100))).hasSize(1);
    }

    private TokenRingProcess processOfThree(List<Grant> grants) {
        PeerId self = PeerId.of("p2");
        List<PeerId> peers = List.of(PeerId.of("p1"), self, PeerId.of("p3"));
        Member member = new Member(
                "mutex",
                self,
                peers,
                simulation.node(self).transport(),
                simulation.node(self).host());
        TokenRingProcess process = new TokenRingProcess(member, OPTIONS, 7, new MutexObserver() {
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
        process.receive(1, peers.get(0), new RingMessage.Welcome(7, 100, 0));
        process.receive(2, peers.get(2), new RingMessage.Welcome(7, 300, 4));
        return process;
    }

    @Test
    void anOldTokenThatTurnsUpAgainIsDiscarded() {
        List<Grant> grants = new ArrayList<>();
        TokenRingProcess process = processOfThree(grants);
        PeerId p1 = PeerId.of("p1");
        process.acquire(3, new Request(1, "r", 1_000_000));
        process.receive(4, p1, new RingMessage.Election(50, 12));
        assertThat(process.receive(5, p1, new RingMessage.Token(51, 7, 9, 3, 0)))
                .extracting(Send::message)
                .containsExactly(new RingMessage.Receipt(51));
        assertThat(grants).isEmpty();
        process.receive(6, p1, new RingMessage.Token(52, 7, 12, 1, 0));
        assertThat(grants).containsExactly(new Grant("r", PeerId.of("p2"), FencingToken.of(12, 1)));
        process.release(7, grants.get(0));
        process.acquire(8, new Request(2, "r", 1_000_000));
        assertThat(process.receive(9, p1, new RingMessage.Token(52, 7, 12, 1, 0)))
                .as("the same once more")
                .extracting(Send::message)
                .containsExactly(new RingMessage.Receipt(52));
        assertThat(grants).hasSize(1);
    }

    @Test
    void aTokenForAnEarlierLifeIsNotTaken() {
        List<Grant> grants = new ArrayList<>();
        TokenRingProcess process = processOfThree(grants);
        process.acquire(3, new Request(1, "r", 1_000_000));
        assertThat(process.receive(4, PeerId.of("p1"), new RingMessage.Token(51, 6, 9, 3, 0)))
                .extracting(Send::message)
                .containsExactly(new RingMessage.Join(7));
        assertThat(grants).isEmpty();
    }

    @Test
    void ofSeveralElectionsTheHighestComesThrough() {
        TokenRingProcess process = processOfThree(new ArrayList<>());
        PeerId p1 = PeerId.of("p1");
        assertThat(process.receive(4, p1, new RingMessage.Election(50, 12)))
                .extracting(send -> RingCodec.describe(send.message()))
                .containsExactly("Receipt", "Election epoch=12");
        assertThat(process.receive(5, p1, new RingMessage.Election(51, 11)))
                .extracting(Send::message)
                .containsExactly(new RingMessage.Receipt(51));
        assertThat(process.receive(6, p1, new RingMessage.Election(52, 14))).hasSize(2);
    }

    @Test
    void aMemberThatStartsLaterJoinsTheRing() {
        MutexGroup group = new MutexGroup(simulation, 4, member -> TokenRingMutex.join(member, OPTIONS)).strict();
        IntStream.rangeClosed(1, 3).forEach(number -> group.node(number).start());
        group.run(Duration.ofMillis(100));
        group.leave(2, group.enter(2, "r"));
        group.node(4).start();
        group.run(SETTLED);
        Grant held = group.group.await(group.acquire(4, "r"), SETTLED);
        CompletableFuture<Grant> next = group.acquire(1, "r");
        group.run(Duration.ofMillis(50));
        assertThat(next).isNotDone();
        group.leave(4, held);
        group.group.await(next, SETTLED);
    }

    @Test
    void aMemberThatLeavesPassesTheTokenOn() {
        MutexGroup group = group(4).strict();
        Grant held = group.enter(2, "r");
        CompletableFuture<Grant> next = group.acquire(3, "r");
        CompletableFuture<Grant> waiting = group.acquire(2, "other");
        group.run(Duration.ofMillis(5));
        group.close(2);
        group.run(Duration.ofMillis(5));
        assertThat(failure(waiting)).isInstanceOf(MutexException.Unavailable.class);
        assertThat(next).isCompleted();
        assertThat(epoch(next.join())).as("the same token").isEqualTo(epoch(held));
        group.leave(3, next.join());
        long elections = tokensPassed(Duration.ofMillis(100)).size();
        assertThat(elections).isEqualTo(1);
        group.leave(1, group.group.await(group.acquire(1, "r"), SETTLED));
    }

    @Test
    void aDeadlineSaysWhetherTheTokenGoesRound() {
        MutexGroup group = group(4);
        group.enter(2, "r");
        CompletableFuture<Grant> own = group.acquire(2, "r", Duration.ofMillis(50));
        CompletableFuture<Grant> busy = group.acquire(3, "r", Duration.ofMillis(50));
        group.run(SETTLED);
        assertThat(failure(own)).hasMessage("this process itself holds r");
        assertThat(failure(busy))
                .isInstanceOf(MutexException.TimedOut.class)
                .hasMessageStartingWith("the token goes round and was here ");
        group.simulation
                .network()
                .filter((from, to, name, frame) ->
                        TokenRingMutex.describe(frame).startsWith("Election")
                                ? FrameFilter.Verdict.DROP
                                : FrameFilter.Verdict.DELIVER);
        group.simulation.network().isolate(group.peer(2));
        group.node(2).crash();
        CompletableFuture<Grant> lost = group.acquire(3, "r", ROUND_OF_FOUR);
        group.run(ROUND_OF_FOUR.plusMillis(10));
        assertThat(failure(lost)).hasMessageStartingWith("no token seen for ");
    }

    @Test
    void optionsAreChecked() {
        assertThatThrownBy(() -> OPTIONS.withHoldMax(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> OPTIONS.withRestEvery(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void safeLiveAndFairUnderCrashes() {
        new MutexTrial((member, size) -> TokenRingMutex.join(member, OPTIONS), true, 1, Duration.ofSeconds(8)).run();
    }

    @Test
    void safeAndLiveAlsoWhenMembersStartElectionsForNothing() {
        TokenRingOptions impatient = OPTIONS.withHoldMax(Duration.ofMillis(1));
        new MutexTrial(
                        (member, size) -> TokenRingMutex.join(
                                member, member.self().equals(PeerId.of("p1")) ? impatient : OPTIONS),
                        true,
                        1,
                        Duration.ofSeconds(8))
                .run();
    }

    // Outside of the assumptions.

    @Test
    void aTokenThatTakesLongerThanTheBoundIsMadeASecondTimeAndFenced() {
        MutexGroup group = group(4);
        Grant held = group.enter(1, "r");
        CompletableFuture<Grant> slow = group.acquire(2, "r");
        CompletableFuture<Grant> next = group.acquire(3, "r");
        group.run(Duration.ofMillis(5));
        simulation
                .network()
                .options(
                        group.peer(1),
                        group.peer(2),
                        LinkOptions.reliable().withDelay(Duration.ofMillis(150), Duration.ZERO));
        group.group.await(group.release(1, held), SETTLED);
        group.run(Duration.ofMillis(160));
        assertThat(group.entries.overlaps()).hasSize(1);
        assertThat(group.entries.holders("r")).hasSize(2);
        assertThat(epoch(slow.join())).as("of the old token").isEqualTo(epoch(held));
        assertThat(next.join().token())
                .as("refuses the old one")
                .isGreaterThan(slow.join().token());
        simulation.network().sameForAll();
        group.leave(2, slow.join());
        group.leave(3, next.join());
        group.run(Duration.ofMillis(200));
        assertThat(tokensPassed(Duration.ofMillis(100)))
                .as("the old one was discarded")
                .hasSize(1);
    }

    @Test
    void aPartitionMakesTwoTokensOfWhichOneIsLeftAfterwards() {
        MutexGroup group = group(4);
        Grant held = group.enter(1, "r");
        simulation.network().partition(List.of(group.peer(1), group.peer(2)));
        CompletableFuture<Grant> other = group.acquire(3, "r");
        group.leave(1, held);
        group.group.await(other, ROUND_OF_FOUR.plusMillis(300));
        group.group.await(group.acquire(2, "r"), SETTLED);
        assertThat(group.entries.overlaps()).isNotEmpty();
        assertThat(tokensPassed(Duration.ofMillis(600))).hasSize(2);
        simulation.network().heal();
        group.run(Duration.ofMillis(400));
        assertThat(tokensPassed(Duration.ofMillis(200))).hasSize(1);
        group.group.await(group.acquire(4, "r"), SETTLED);
    }
}
