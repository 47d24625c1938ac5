/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import static io.consenso.paxos.PaxosClusters.T;
import static io.consenso.paxos.Rig.N2;
import static io.consenso.paxos.Rig.N3;
import static io.consenso.paxos.Rig.accept;
import static io.consenso.paxos.Rig.accepted;
import static io.consenso.paxos.Rig.ballot;
import static io.consenso.paxos.Rig.entry;
import static io.consenso.paxos.Rig.learnReply;
import static io.consenso.paxos.Rig.meta;
import static io.consenso.paxos.Rig.noop;
import static io.consenso.paxos.Rig.proposed;
import static io.consenso.paxos.Rig.sent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consenso.engine.InvariantViolation;
import io.consenso.engine.Progress.Fetch;
import io.consenso.engine.Ready;
import io.consenso.engine.Role;
import io.consenso.spi.LogPosition;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What other implementations got wrong in knowing what is chosen, in catching up, and in snapshots. */
class LearnerScenarioTest {
    private static final long OLD = ballot(1, 2);
    private static final long NEW = ballot(2, 3);

    /** What it holds lost against something else. */
    @Test
    void p05_aWatermarkSaysNothingAboutARecordOfAnotherBallot() {
        Rig rig = new Rig().having(OLD, entry(1, OLD, "lost")).start();
        Ready<Message> ready = rig.receive(N3, new Message.Heartbeat(NEW, 1, 1)).pollAndPersist();
        assertThat(ready.progress().commitIndex()).isZero();
        assertThat(sent(ready, N3, Message.LearnRequest.class))
                .containsExactly(new Message.LearnRequest(1, 1, List.of(new Message.Run(1, 1, OLD))));
        rig.receive(N3, learnReply(1, entry(1, NEW, "won")));
        assertThat(rig.chosen()).isEqualTo(1);
        assertThat(rig.log.all()).containsExactly(entry(1, NEW, "won"));
    }

    @Test
    void p05_aWatermarkVouchesForTheRecordsOfItsOwnBallot() {
        Rig rig = new Rig().start();
        rig.receive(N3, accept(NEW, 0, entry(1, NEW, "a"), entry(2, NEW, "b"), entry(4, NEW, "d")));
        rig.receive(N3, new Message.Chosen(NEW, 4));
        assertThat(rig.chosen()).isEqualTo(2);
    }

    /** The watermark of an earlier leader is over with its ballot. */
    @Test
    void p05_aWatermarkIsOfOneBallotAndNotTheHighestEverHeard() {
        Rig rig = new Rig().start();
        rig.receive(N2, new Message.Heartbeat(OLD, 5, 1));
        rig.receive(N3, accept(NEW, 0, entry(1, NEW, "a")));
        assertThat(rig.chosen()).isZero();
        rig.receive(N3, new Message.Heartbeat(NEW, 1, 1));
        assertThat(rig.chosen()).isEqualTo(1);
    }

    @Test
    void p05_whereBallotsAgreeTheValueNeedNotTravel() {
        Rig knowing = new Rig()
                .knowing(OLD, 3, entry(1, OLD, "a"), entry(2, OLD, "b"), entry(3, NEW, "c"))
                .start();
        Ready<Message> reply = knowing.receive(N3, new Message.LearnRequest(1, 3, List.of(new Message.Run(1, 3, OLD))))
                .poll();
        assertThat(sent(reply, N3, Message.LearnReply.class))
                .containsExactly(
                        new Message.LearnReply(3, List.of(new Message.Run(1, 2, OLD)), List.of(entry(3, NEW, "c"))));
        Rig asking = new Rig()
                .having(OLD, entry(1, OLD, "a"), entry(2, OLD, "b"), entry(3, OLD, "lost"))
                .start();
        asking.receive(N2, sent(reply, N3, Message.LearnReply.class).get(0));
        assertThat(asking.chosen()).isEqualTo(3);
        assertThat(asking.log.all()).containsExactly(entry(1, OLD, "a"), entry(2, OLD, "b"), entry(3, NEW, "c"));
    }

    /** Meanwhile it has voted again in that slot. */
    @Test
    void p05_wordThatARecordWasChosenIsOfTheBallotItHadThen() {
        Rig rig = new Rig().having(OLD, entry(1, OLD, "a")).start();
        rig.receive(N3, accept(NEW, 0, entry(1, NEW, "a")));
        rig.receive(N2, new Message.LearnReply(1, List.of(new Message.Run(1, 1, OLD)), List.of()));
        assertThat(rig.chosen()).isZero();
        rig.receive(N2, learnReply(1, entry(1, OLD, "a")));
        assertThat(rig.chosen()).isEqualTo(1);
        assertThat(rig.log.epochAt(1)).hasValue(NEW);
    }

    @Test
    void p08_aHoleIsAskedForWhenItIsLostAndNotMerelyLate() {
        Rig rig = new Rig().start();
        rig.receive(N3, accept(NEW, 0, entry(2, NEW, "b")));
        Ready<Message> early = rig.receive(N3, new Message.Heartbeat(NEW, 2, 1)).pollAndPersist();
        assertThat(sent(early, N3, Message.LearnRequest.class)).isEmpty();
        assertThat(early.wakeAtNanos()).isEqualTo(rig.now + T / 32);
        Ready<Message> late = rig.passTime(T / 32).poll();
        assertThat(sent(late, N3, Message.LearnRequest.class))
                .containsExactly(new Message.LearnRequest(1, 2, List.of(new Message.Run(2, 2, NEW))));
    }

    /** The first is filled just before its time is up, and the next opens. */
    @Test
    void p08_everyHoleHasAPatienceOfItsOwn() {
        Rig rig = new Rig().start();
        rig.receive(N3, accept(NEW, 0, entry(2, NEW, "b")));
        rig.receive(N3, new Message.Heartbeat(NEW, 2, 1)).pollAndPersist();
        rig.passTime(T / 40).receive(N3, accept(NEW, 4, entry(1, NEW, "a"), entry(4, NEW, "d")));
        assertThat(rig.chosen()).isEqualTo(2);
        Ready<Message> whenTheFirstWasDue = rig.passTime(T / 32 - T / 40).poll();
        assertThat(sent(whenTheFirstWasDue, N3, Message.LearnRequest.class)).isEmpty();
        Ready<Message> whenTheSecondIs = rig.passTime(T / 40).poll();
        assertThat(sent(whenTheSecondIs, N3, Message.LearnRequest.class))
                .extracting(Message.LearnRequest::first)
                .containsExactly(3L);
    }

    /** The record is the evidence that a later candidate needs, and must find under the ballot under which it was voted for. */
    @Test
    void p12_learningNeverLowersAVote() {
        long high = ballot(5, 3);
        Rig rig = new Rig().having(high, entry(2, high, "b")).start();
        rig.receive(N2, learnReply(2, entry(2, OLD, "b"))).pollAndPersist();
        assertThat(rig.log.epochAt(2)).hasValue(high);
        Ready<Message> ready =
                rig.receive(N2, new Message.Prepare(ballot(6, 2), 1)).poll();
        assertThat(sent(ready, N2, Message.Promise.class))
                .containsExactly(new Message.Promise(
                        ballot(6, 2), 0, 1, Long.MAX_VALUE, List.of(entry(2, high, "b")), List.of()));
        rig.receive(N2, learnReply(1, entry(1, OLD, "a")));
        assertThat(rig.chosen()).isEqualTo(2);
    }

    @Test
    void p12_aLearnedValueThatContradictsALaterVoteStopsTheReplica() {
        long high = ballot(5, 3);
        Rig rig = new Rig().having(high, entry(1, high, "b")).start();
        assertThatThrownBy(() -> rig.receive(N2, learnReply(1, entry(1, OLD, "a"))))
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("another value was chosen");
    }

    /** Whoever holds a record has promised its ballot, also when the record was learned. */
    @Test
    void p12_aLearnedRecordIsAPromiseToo() {
        Rig rig = new Rig().start();
        rig.receive(N2, learnReply(1, entry(1, NEW, "a"))).pollAndPersist();
        assertThat(rig.hardState().promised()).isEqualTo(NEW);
        Ready<Message> ready =
                rig.receive(N2, accept(OLD, 1, entry(2, OLD, "b"))).poll();
        assertThat(sent(ready, N2, Message.Nack.class)).containsExactly(new Message.Nack(OLD, NEW, 1));
    }

    @Test
    void p13_anInstalledSnapshotLeavesThePromiseAndTheVotesAboveIt() {
        long promised = ballot(4, 2);
        Rig rig = new Rig()
                .having(promised, entry(1, OLD, "a"), entry(3, OLD, "c"), entry(4, NEW, "d"), entry(6, OLD, "f"))
                .start();
        rig.engine().snapshotInstalled(meta(3, NEW));
        assertThat(rig.chosen()).isEqualTo(3);
        assertThat(rig.log.floor()).isEqualTo(new LogPosition(3, NEW));
        assertThat(rig.log.all()).containsExactly(entry(4, NEW, "d"), entry(6, OLD, "f"));
        assertThat(rig.hardState().promised()).isEqualTo(promised);
        Ready<Message> ready =
                rig.receive(N3, new Message.Prepare(ballot(5, 3), 1)).poll();
        assertThat(sent(ready, N3, Message.Promise.class))
                .containsExactly(new Message.Promise(
                        ballot(5, 3),
                        3,
                        1,
                        Long.MAX_VALUE,
                        List.of(entry(4, NEW, "d"), entry(6, OLD, "f")),
                        List.of()));
    }

    @Test
    void p13_aSnapshotOfAHigherBallotIsAPromise() {
        Rig rig = new Rig().having(OLD).start();
        rig.engine().snapshotInstalled(meta(3, ballot(7, 3)));
        assertThat(rig.pollAndPersist().progress().epoch()).isEqualTo(ballot(7, 3));
        assertThat(rig.hardState().promised()).isEqualTo(ballot(7, 3));
    }

    @Test
    void p13_whatASnapshotCoversIsNotWrittenAgain() {
        Rig rig = new Rig().start();
        rig.receive(N2, accept(OLD, 0, entry(2, OLD, "b"))).pollAndPersist();
        rig.engine().snapshotInstalled(meta(3, OLD));
        rig.pollAndPersist();
        rig.receive(N2, accept(OLD, 0, entry(1, OLD, "a"), entry(3, OLD, "c"), entry(4, OLD, "d")));
        assertThat(rig.pollAndPersist().persist().entries()).containsExactly(entry(4, OLD, "d"));
        assertThat(rig.log.all()).containsExactly(entry(4, OLD, "d"));
    }

    /** What it proposed there may have lost, and its watermark would vouch for it. */
    @Test
    void p13_aLeaderThatInstallsASnapshotStepsDownBeforeItSaysAnything() {
        Rig rig = new Rig().lead();
        rig.propose("a", "b").pollAndPersist();
        rig.engine().snapshotInstalled(meta(2, OLD));
        rig.receive(N2, accepted(rig.ballot(), 1, 2));
        Ready<Message> ready = rig.poll();
        assertThat(ready.progress().role()).isEqualTo(Role.FOLLOWER);
        assertThat(ready.progress().commitIndex()).isEqualTo(2);
        assertThat(sent(ready)).isEmpty();
    }

    @Test
    void p13_aSnapshotOlderThanWhatIsKnownChangesNothing() {
        Rig rig = new Rig()
                .knowing(OLD, 3, entry(1, OLD, "a"), entry(2, OLD, "b"), entry(3, OLD, "c"))
                .start();
        rig.engine().snapshotInstalled(meta(2, OLD));
        assertThat(rig.chosen()).isEqualTo(3);
        assertThat(rig.log.all()).hasSize(3);
    }

    /**
     * Slot 1 holds its proposal, at its ballot, with others too. It learns that something else was chosen there: a watermark of its ballot beyond slot
     * 1 would make those others take the proposal for chosen.
     */
    @Test
    void p15_aLeaderWhoseProposalLostIsDeposedBeforeItSaysAnything() {
        Rig rig = new Rig().lead();
        rig.propose("lost").pollAndPersist();
        long own = rig.ballot();
        long higher = ballot(2, 3);
        rig.receive(N3, learnReply(2, entry(1, higher, "won"), noop(2, higher)));
        Ready<Message> ready = rig.propose("late").pollAndPersist();
        assertThat(ready.progress().role()).isEqualTo(Role.FOLLOWER);
        assertThat(ready.progress().commitIndex()).isEqualTo(2);
        assertThat(ready.progress().refused()).hasSize(1);
        assertThat(sent(ready)).isEmpty();
        assertThat(rig.log.all()).containsExactly(entry(1, higher, "won"), noop(2, higher));
        rig.receive(N2, accepted(own, 1));
        assertThat(sent(rig.passTime(T / 5).poll())).isEmpty();
    }

    /** What it learns was chosen under an earlier ballot, thus is what it proposed as well. */
    @Test
    void p15_aLeaderThatLearnsItsOwnProposalGoesOn() {
        Rig rig = new Rig().start();
        rig.having(ballot(3, 3));
        rig.start().prepare();
        rig.promised(N2, 0, entry(1, OLD, "a")).pollAndPersist();
        rig.receive(N3, learnReply(1, entry(1, OLD, "a")));
        Ready<Message> ready = rig.propose("b").pollAndPersist();
        assertThat(ready.progress().role()).isEqualTo(Role.LEADER);
        assertThat(ready.progress().commitIndex()).isEqualTo(1);
        assertThat(proposed(ready, N2)).containsExactly(entry(2, rig.ballot(), "b"));
    }

    @Test
    void p27_theLogIsCompactedAsFarAsAllowedAndNeverBeyondTheSnapshot() {
        Rig rig = new Rig()
                .knowing(OLD, 3, entry(1, OLD, "a"), entry(2, OLD, "b"), entry(3, NEW, "c"), entry(4, NEW, "d"))
                .start();
        rig.engine().snapshotTaken(meta(2, OLD), 1);
        assertThat(rig.poll().persist().compactTo()).contains(new LogPosition(1, OLD));
        rig.engine().snapshotTaken(meta(3, NEW), 9);
        assertThat(rig.poll().persist().compactTo()).contains(new LogPosition(3, NEW));
        rig.engine().snapshotTaken(meta(3, NEW), 1);
        assertThat(rig.poll().persist().isEmpty()).isTrue();
        assertThat(rig.log.all()).containsExactly(entry(4, NEW, "d"));
        assertThatThrownBy(() -> rig.engine().snapshotTaken(meta(4, NEW), 4)).isInstanceOf(InvariantViolation.class);
    }

    @Test
    void p27_whoAsksForWhatIsCompactedIsOfferedTheSnapshot() {
        Rig rig = new Rig()
                .knowing(OLD, 2, entry(1, OLD, "a"), entry(2, OLD, "b"))
                .start();
        rig.engine().snapshotTaken(meta(2, OLD), 1);
        rig.pollAndPersist();
        assertThat(sent(rig.receive(N3, new Message.LearnRequest(1, 2, List.of()))
                        .poll()))
                .containsExactly(new Ready.Send<>(N3, new Message.SnapshotOffer(2, meta(2, OLD))));
        assertThat(sent(rig.receive(N3, new Message.LearnRequest(2, 2, List.of()))
                        .poll()))
                .containsExactly(new Ready.Send<>(N3, learnReply(2, entry(2, OLD, "b"))));
    }

    /** The crash came between the two: below the snapshot there may be votes that lost, and above it votes that count. */
    @Test
    void p28_aSnapshotAheadOfTheLogAtStartReplacesWhatIsBelowItOnly() {
        Rig rig = new Rig().knowing(NEW, 1, entry(1, OLD, "a"), entry(2, OLD, "lost"), entry(6, NEW, "f"));
        rig.snapshot = Optional.of(meta(4, NEW));
        assertThat(rig.start().chosen()).isEqualTo(4);
        assertThat(rig.log.floor()).isEqualTo(new LogPosition(4, NEW));
        assertThat(rig.log.all()).containsExactly(entry(6, NEW, "f"));
    }

    @Test
    void p28_aSnapshotBehindTheLogAtStartReplacesNothing() {
        Rig rig = new Rig().knowing(OLD, 3, entry(1, OLD, "a"), entry(2, OLD, "b"), entry(3, OLD, "c"));
        rig.snapshot = Optional.of(meta(2, OLD));
        assertThat(rig.start().chosen()).isEqualTo(3);
        assertThat(rig.log.all()).hasSize(3);
    }

    /** A watermark that a crash left ahead of the records vouches for those without a gap alone. */
    @Test
    void p28_aStoredWatermarkCountsAsFarAsRecordsReachWithoutAHole() {
        Rig rig = new Rig().knowing(OLD, 5, entry(1, OLD, "a"), entry(2, OLD, "b"), entry(4, OLD, "d"));
        assertThat(rig.start().chosen()).isEqualTo(2);
    }

    /** It is written with the records that it covers, so it never covers a vote that something learned has replaced. */
    @Test
    void p28_theStoredWatermarkCoversOnlyWhatIsOnDiskWithIt() {
        Rig rig = new Rig().having(OLD, entry(1, OLD, "lost")).start();
        Ready<Message> ready = rig.receive(N3, new Message.Heartbeat(NEW, 2, 1)).poll();
        assertThat(rig.hardState().watermark()).isZero();
        assertThat(ready.persist().entries()).isEmpty();
        ready = rig.receive(N3, learnReply(2, entry(1, NEW, "won"), entry(2, NEW, "b")))
                .poll();
        assertThat(ready.persist().entries()).containsExactly(entry(1, NEW, "won"), entry(2, NEW, "b"));
        assertThat(ready.persist().hardState().map(HardState::decode))
                .hasValueSatisfying(state -> assertThat(state.watermark()).isLessThanOrEqualTo(2));
        assertThat(rig.start().chosen()).isEqualTo(2);
        assertThat(rig.log.all()).containsExactly(entry(1, NEW, "won"), entry(2, NEW, "b"));
    }

    @Test
    void p35_catchingUpTurnsToAnotherWhenWhoWasAskedDies() {
        Rig rig = new Rig().start();
        rig.receive(N2, new Message.ReadProbeReply(1, 3, 3)).receive(N3, new Message.ReadProbeReply(1, 3, 3));
        rig.poll();
        Ready<Message> first = rig.passTime(T / 32).poll();
        assertThat(sent(first, N2, Message.LearnRequest.class)).hasSize(1);
        rig.engine().disconnected(N2);
        Ready<Message> next = rig.poll();
        assertThat(sent(next, N3, Message.LearnRequest.class)).hasSize(1);
        assertThat(sent(next, N2, Message.LearnRequest.class)).isEmpty();
    }

    @Test
    void p35_catchingUpTurnsToAnotherWhenWhoWasAskedSaysNothing() {
        Rig rig = new Rig().start();
        rig.receive(N2, new Message.ReadProbeReply(1, 3, 3)).receive(N3, new Message.ReadProbeReply(1, 3, 3));
        rig.poll();
        assertThat(sent(rig.passTime(T / 32).poll(), N2, Message.LearnRequest.class))
                .hasSize(1);
        assertThat(sent(rig.passTime(T / 4).poll())).isEmpty();
        assertThat(sent(rig.passTime(T / 4).poll(), N3, Message.LearnRequest.class))
                .hasSize(1);
    }

    @Test
    void p35_aSnapshotIsWantedFromAnotherWhenItsSourceLosesItsStorage() {
        Rig rig = new Rig().start();
        rig.receive(N2, new Message.ReadProbeReply(1, 3, 3)).receive(N3, new Message.ReadProbeReply(1, 3, 3));
        rig.poll();
        rig.passTime(T / 32).poll();
        rig.receive(N2, new Message.SnapshotOffer(3, meta(3, OLD))).poll();
        rig.engine().forgotten(N2);
        assertThat(rig.poll().progress().fetch()).isEmpty();
        Ready<Message> next = rig.passTime(T).poll();
        assertThat(sent(next, N3, Message.LearnRequest.class))
                .containsExactly(new Message.LearnRequest(1, 3, List.of()));
        assertThat(sent(next, N2, Message.LearnRequest.class)).isEmpty();
    }

    /** A wanted snapshot goes with its source; the next one asked may have it, or the log. */
    @Test
    void p35_aSnapshotIsWantedFromAnotherWhenItsSourceDies() {
        Rig rig = new Rig().start();
        rig.receive(N2, new Message.ReadProbeReply(1, 3, 3)).receive(N3, new Message.ReadProbeReply(1, 3, 3));
        rig.poll();
        assertThat(sent(rig.passTime(T / 32).poll(), N2, Message.LearnRequest.class))
                .hasSize(1);
        rig.receive(N2, new Message.SnapshotOffer(3, meta(3, OLD)));
        assertThat(rig.poll().progress().fetch()).contains(new Fetch(N2, meta(3, OLD)));
        rig.engine().disconnected(N2);
        assertThat(rig.poll().progress().fetch()).isEmpty();
        Ready<Message> next = rig.passTime(T).poll();
        assertThat(sent(next, N3, Message.LearnRequest.class)).hasSize(1);
        rig.receive(N3, new Message.SnapshotOffer(3, meta(3, OLD)));
        assertThat(rig.poll().progress().fetch()).contains(new Fetch(N3, meta(3, OLD)));
    }
}
