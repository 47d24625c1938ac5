/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import static io.consenso.paxos.Told.N1;
import static io.consenso.paxos.Told.N2;
import static io.consenso.paxos.Told.N3;
import static io.consenso.paxos.Told.accept;
import static io.consenso.paxos.Told.accepted;
import static io.consenso.paxos.Told.entry;
import static io.consenso.paxos.Told.promise;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consenso.PeerId;
import io.consenso.spi.SnapshotMeta;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Each invariant, broken in one way, is reported. */
class PaxosInvariantsTest {
    /** Ballots of n1, n2 and n3, in that order. */
    private static final long B1 = Ballot.of(1, 1, 0);

    private static final long B2 = Ballot.of(2, 2, 0);
    private static final long B3 = Ballot.of(3, 3, 0);

    private final Told told = new Told();

    private void assertFound(String invariant, ThrowingCallable lie) {
        assertThatThrownBy(lie).isInstanceOf(AssertionError.class).hasMessageStartingWith(invariant + ": ");
        assertThat(told.invariants.violations().first()).isPresent();
    }

    private void assertNothingFound() {
        assertThat(told.invariants.violations().first()).isEmpty();
    }

    /** Slot 1 holds "a" under the ballot of n1 on n1 and n2, and n1 knows that it is chosen; n3 has missed it. */
    private void chosen() {
        told.elects(N1, B1, N2);
        told.turn(N1)
                .writes(entry(1, B1, "a"))
                .says(N2, accept(B1, 0, entry(1, B1, "a")))
                .done();
        told.turn(N2).writes(entry(1, B1, "a")).says(N1, accepted(B1, 1, 1)).done();
        told.turn(N1).chosen(1).done();
    }

    @Test
    void anHonestGroupIsLeftAlone() {
        chosen();
        // n3 takes over: n2 reports the vote, which n3 proposes again, and closes a gap to a vote that n1 alone has.
        told.turn(N1).writes(entry(3, B1, "c")).done();
        told.prepares(N3, B3, 1, N1, N2);
        told.turn(N2)
                .promises(B3)
                .says(N3, promise(B3, 0, 1, Long.MAX_VALUE, entry(1, B1, "a")))
                .done();
        told.turn(N3).leads().done();
        told.turn(N3)
                .writes(entry(1, B3, "a"), entry(2, B3, "x"))
                .says(N2, accept(B3, 0, entry(1, B3, "a"), entry(2, B3, "x")))
                .done();
        told.turn(N2)
                .promises(B3)
                .writes(entry(1, B3, "a"), entry(2, B3, "x"))
                .says(N3, accepted(B3, 1, 2))
                .done();
        told.turn(N3).chosen(2).says(N1, new Message.Heartbeat(B3, 2, 1)).done();
        // n1 is no leader any more, asks, and learns.
        told.turn(N1).promises(B3).follows().done();
        told.turn(N3)
                .says(N1, new Message.LearnReply(2, List.of(), List.of(entry(1, B3, "a"), entry(2, B3, "x"))))
                .done();
        told.turn(N1)
                .writes(entry(1, B3, "a"), entry(2, B3, "x"))
                .chosen(2)
                .watermark(2)
                .done();
        // It takes a snapshot, compacts, and restarts.
        told.snapshot(N1, 2, B3);
        told.turn(N1).compacts(2, B3).done();
        told.boots(N1);
        told.turn(N1).chosen(2).done();
        assertNothingFound();
    }

    @Test
    void anElectionByOneWhoIsBehindThatLearnsFirst() {
        chosen();
        told.prepares(N3, B3, 1, N1);
        told.turn(N1)
                .promises(B3)
                .follows()
                .says(N3, promise(B3, 1, 1, Long.MAX_VALUE))
                .done();
        told.turn(N1)
                .says(N3, new Message.LearnReply(1, List.of(), List.of(entry(1, B1, "a"))))
                .done();
        told.turn(N3).writes(entry(1, B1, "a")).chosen(1).leads().done();
        told.turn(N3).writes(entry(2, B3, "b")).done();
        assertNothingFound();
    }

    // One choice, one value, what is chosen.

    @Test
    void twoValuesChosenInOneSlot() {
        // n2 votes for "a" and then for "b" before either is on disk; n1 makes "b" chosen, n3 makes "a" chosen as well.
        told.turn(N2).promises(B1).writes(entry(1, B1, "a")).poll();
        told.turn(N3).promises(B1).writes(entry(1, B1, "a")).poll();
        told.turn(N2).promises(B2).writes(entry(1, B2, "b")).done();
        told.turn(N1).promises(B2).writes(entry(1, B2, "b")).done();
        assertFound("one choice", () -> told.finishes(N3));
    }

    @Test
    void twoValuesUnderOneBallot() {
        told.turn(N2).promises(B1).writes(entry(1, B1, "a")).done();
        assertFound(
                "one value",
                () -> told.turn(N3).promises(B1).writes(entry(1, B1, "b")).poll());
    }

    @Test
    void anotherValueWhenAProposalIsRepeated() {
        told.elects(N1, B1, N2);
        told.turn(N1)
                .writes(entry(1, B1, "a"))
                .says(N2, accept(B1, 0, entry(1, B1, "a")))
                .done();
        assertFound(
                "one value",
                () -> told.turn(N1).says(N2, accept(B1, 0, entry(1, B1, "b"))).poll());
    }

    @Test
    void aPromiseThatTellsOfAnotherValueThanTheVote() {
        told.turn(N2).promises(B1).writes(entry(1, B1, "a")).done();
        told.prepares(N3, B3, 1, N2);
        assertFound(
                "one value",
                () -> told.turn(N2)
                        .promises(B3)
                        .says(N3, promise(B3, 0, 1, Long.MAX_VALUE, entry(1, B1, "b")))
                        .poll());
    }

    @Test
    void aProposalOfAnEntryOfAnotherBallot() {
        told.elects(N1, B1, N2);
        assertFound(
                "one value",
                () -> told.turn(N1).says(N2, accept(B1, 0, entry(1, B2, "a"))).poll());
    }

    @Test
    void anotherValueAboveAChosenOne() {
        chosen();
        assertFound(
                "chosen value",
                () -> told.turn(N3).promises(B2).writes(entry(1, B2, "b")).poll());
    }

    @Test
    void anotherValueChosenBelowAProposal() {
        told.turn(N3).promises(B2).writes(entry(1, B2, "b")).done();
        told.turn(N1).promises(B1).writes(entry(1, B1, "a")).done();
        assertFound(
                "chosen value",
                () -> told.turn(N2).promises(B1).writes(entry(1, B1, "a")).done());
    }

    // Promises and votes.

    @Test
    void aPromiseThatFalls() {
        told.turn(N2).promises(B2).done();
        assertFound("promise", () -> told.turn(N2).promises(B1).poll());
    }

    @Test
    void aPromiseForgottenByARestart() {
        told.turn(N2).promises(B2).done();
        told.disk(N2).apply(Told.state(new HardState(B1, 0, 0)));
        assertFound("promise", () -> told.boots(N2));
    }

    @Test
    void aVoteThatIsNoPromise() {
        assertFound("promise", () -> told.turn(N2).writes(entry(1, B2, "a")).poll());
    }

    @Test
    void aPromiseThatIsShownAndNotWritten() {
        assertFound("promise", () -> told.turn(N2).shows(B2).poll());
    }

    @Test
    void anAnswerBelowWhatIsPromised() {
        told.turn(N2).promises(B1).writes(entry(1, B1, "a")).done();
        told.turn(N2).promises(B2).done();
        assertFound(
                "acceptance", () -> told.turn(N2).says(N1, accepted(B1, 1, 1)).poll());
    }

    @Test
    void aVoteBelowWhatIsPromised() {
        told.turn(N2).promises(B2).done();
        assertFound("acceptance", () -> told.turn(N2).writes(entry(1, B1, "a")).poll());
    }

    @Test
    void aVoteThatFalls() {
        chosen();
        told.turn(N2).promises(B2).writes(entry(1, B2, "a")).done();
        assertFound("votes kept", () -> told.turn(N2).writes(entry(1, B1, "a")).poll());
    }

    @Test
    void aVoteCutOff() {
        told.turn(N2).promises(B1).writes(entry(1, B1, "a")).done();
        assertFound("votes kept", () -> told.turn(N2).truncates(1).poll());
    }

    @Test
    void aVoteGoneAfterARestart() {
        told.turn(N2).promises(B1).writes(entry(1, B1, "a"), entry(2, B1, "b")).done();
        told.disk(N2).apply(Told.truncation(2));
        assertFound("votes kept", () -> told.boots(N2));
    }

    @Test
    void aVoteThatFellByARestart() {
        told.turn(N2).promises(B2).writes(entry(1, B2, "a")).done();
        told.disk(N2).apply(Told.records(entry(1, B1, "a")));
        assertFound("votes kept", () -> told.boots(N2));
    }

    @Test
    void aRecordBelowTheFloor() {
        chosen();
        told.snapshot(N1, 1, B1);
        told.turn(N1).compacts(1, B1).done();
        assertFound("votes kept", () -> told.turn(N1).writes(entry(1, B1, "a")).poll());
    }

    // Durability.

    @Test
    void aRequestWhoseBallotIsNotDurable() {
        told.turn(N1).promises(B1).says(N2, new Message.Prepare(B1, 1)).poll();
        assertFound("durability", () -> told.invariants.leaves(N1, N2, new Message.Prepare(B1, 1)));
    }

    @Test
    void aPromiseThatIsNotDurable() {
        told.prepares(N1, B1, 1, N2);
        told.turn(N2).promises(B1).says(N1, promise(B1, 0, 1, Long.MAX_VALUE)).poll();
        assertFound("durability", () -> told.invariants.leaves(N2, N1, promise(B1, 0, 1, Long.MAX_VALUE)));
    }

    @Test
    void aVoteThatIsNotDurable() {
        told.turn(N2).promises(B1).done();
        told.turn(N2).writes(entry(1, B1, "a")).says(N1, accepted(B1, 1, 1)).poll();
        assertFound("durability", () -> told.invariants.leaves(N2, N1, accepted(B1, 1, 1)));
    }

    @Test
    void aVoteWhoseRecordIsStillOfAnEarlierBallotOnDisk() {
        told.turn(N2).promises(B1).writes(entry(1, B1, "a")).done();
        told.turn(N2).promises(B2).done();
        assertFound(
                "durability", () -> told.turn(N2).says(N1, accepted(B2, 1, 1)).done());
    }

    /** The disk was stuck: both votes reach it in one write, and then the first answer leaves. */
    @Test
    void anAnswerThatALaterVoteOvertookOnDiskIsNoLie() {
        told.turn(N2)
                .promises(B1)
                .writes(entry(1, B1, "a"))
                .says(N1, accepted(B1, 1, 1))
                .poll();
        told.turn(N2).promises(B2).writes(entry(1, B2, "a")).poll();
        told.finishes(N2);
        told.invariants.leaves(N2, N1, accepted(B1, 1, 1));
        assertNothingFound();
        told.turn(N3).promises(B2).writes(entry(1, B2, "a")).done();
        assertFound("durability", () -> told.invariants.leaves(N3, N1, accepted(B1, 1, 1)));
    }

    @Test
    void aSlotInAnAnswerToAReaderThatIsNotDurable() {
        told.turn(N2).promises(B1).writes(entry(1, B1, "a")).poll();
        assertFound("durability", () -> told.invariants.leaves(N2, N1, new Message.ReadProbeReply(1, 0, 1)));
    }

    @Test
    void aSlotKeptFromAReader() {
        told.turn(N2).promises(B1).writes(entry(1, B1, "a")).done();
        told.turn(N2).done();
        assertFound(
                "durability",
                () -> told.turn(N2)
                        .says(N1, new Message.ReadProbeReply(1, 0, 0))
                        .poll());
    }

    // Ballots.

    @Test
    void aBallotUsedAgainAfterARestart() {
        told.prepares(N1, B1, 1, N2);
        told.boots(N1);
        assertFound(
                "one owner",
                () -> told.turn(N1).says(N2, new Message.Prepare(B1, 1)).done());
    }

    @Test
    void aBallotThatACrashKeptFromTheDiskMayBeUsed() {
        told.turn(N1).promises(B1).says(N2, new Message.Prepare(B1, 1)).poll();
        told.boots(N1);
        told.prepares(N1, B1, 1, N2);
        assertNothingFound();
    }

    @Test
    void aLeadershipResumedAfterARestart() {
        told.elects(N1, B1, N2);
        told.boots(N1);
        assertFound(
                "one owner",
                () -> told.turn(N1).says(N2, new Message.Heartbeat(B1, 0, 1)).done());
    }

    @Test
    void aBallotOfAnotherMember() {
        told.prepares(N1, B1, 1, N2);
        long stolen = Ballot.of(5, 1, 0);
        assertFound(
                "one owner",
                () -> told.turn(N2)
                        .promises(stolen)
                        .says(N3, new Message.Prepare(stolen, 1))
                        .done());
    }

    @Test
    void aBallotOfAnotherLife() {
        assertFound("one owner", () -> told.prepares(N1, Ballot.of(1, 1, 7), 1, N2));
    }

    // Proposals.

    @Test
    void aLeaderWithoutAQuorumOfPromises() {
        told.prepares(N1, B1, 1, N2, N3);
        assertFound("proposal", () -> told.turn(N1).leads().poll());
    }

    @Test
    void aLeaderByThePromisesOfAnEarlierBallot() {
        long later = Ballot.of(4, 1, 0);
        told.prepares(N1, B1, 1, N2);
        told.prepares(N1, later, 1, N3);
        told.turn(N2).promises(B1).says(N1, promise(B1, 0, 1, Long.MAX_VALUE)).done();
        assertFound("proposal", () -> told.turn(N1).leads().poll());
    }

    /** A piece is missing between the two. */
    @Test
    void aLeaderByAPromiseWithAGap() {
        told.prepares(N1, B1, 1, N2);
        told.invariants.received(N1, N2, promise(B1, 0, 1, 3));
        told.invariants.received(N1, N2, promise(B1, 0, 5, Long.MAX_VALUE));
        assertFound("proposal", () -> told.turn(N1).leads().poll());
    }

    @Test
    void aLeaderByAPromiseInTwoPieces() {
        told.prepares(N1, B1, 1, N2);
        told.invariants.received(N1, N2, promise(B1, 0, 5, Long.MAX_VALUE));
        told.invariants.received(N1, N2, promise(B1, 0, 1, 4));
        told.turn(N1).leads().done();
        assertNothingFound();
    }

    @Test
    void aLeaderByOnePromiseOfTwoThatItTakes() {
        told.invariants.quorums(voters -> 3, voters -> 1);
        told.prepares(N1, B1, 1, N2, N3);
        told.invariants.received(N1, N2, promise(B1, 0, 1, Long.MAX_VALUE));
        told.invariants.received(N1, N2, promise(B1, 0, 1, Long.MAX_VALUE));
        assertFound("proposal", () -> told.turn(N1).leads().poll());
    }

    @Test
    void aLeaderThatLacksWhatAVoterKnows() {
        chosen();
        told.prepares(N3, B3, 1, N1);
        told.turn(N1)
                .promises(B3)
                .follows()
                .says(N3, promise(B3, 1, 1, Long.MAX_VALUE))
                .done();
        assertFound("proposal", () -> told.turn(N3).leads().poll());
    }

    @Test
    void aLeaderWhoseOwnPromiseIsNotDurable() {
        told.invariants.quorums(voters -> 1, voters -> 3);
        assertFound("durability", () -> told.turn(N1).promises(B1).leads().poll());
    }

    @Test
    void aProposalUnderABallotThatNobodyPromised() {
        told.elects(N1, B1, N2);
        long raised = Ballot.of(2, 1, 0);
        assertFound(
                "proposal",
                () -> told.turn(N1)
                        .promises(raised)
                        .writes(entry(1, raised, "a"))
                        .says(N2, accept(raised, 0, entry(1, raised, "a")))
                        .poll());
    }

    @Test
    void aProposalThatIgnoresAVote() {
        told.turn(N2).promises(B1).writes(entry(1, B1, "a")).done();
        told.prepares(N3, B3, 1, N2);
        told.turn(N2)
                .promises(B3)
                .says(N3, promise(B3, 0, 1, Long.MAX_VALUE, entry(1, B1, "a")))
                .done();
        told.turn(N3).leads().done();
        assertFound("proposal", () -> told.turn(N3).writes(entry(1, B3, "b")).poll());
    }

    @Test
    void aProposalOfTheLowerOfTwoVotes() {
        told.turn(N1).promises(B1).writes(entry(1, B1, "a")).done();
        told.turn(N2).promises(B2).writes(entry(1, B2, "b")).done();
        told.prepares(N3, B3, 1, N1, N2);
        told.turn(N1)
                .promises(B3)
                .says(N3, promise(B3, 0, 1, Long.MAX_VALUE, entry(1, B1, "a")))
                .done();
        told.turn(N2)
                .promises(B3)
                .says(N3, promise(B3, 0, 1, Long.MAX_VALUE, entry(1, B2, "b")))
                .done();
        told.turn(N3).leads().done();
        assertFound("proposal", () -> told.turn(N3).writes(entry(1, B3, "a")).poll());
    }

    @Test
    void aProposalThatIgnoresTheLeadersOwnVote() {
        told.turn(N3).promises(B1).writes(entry(1, B1, "a")).done();
        told.elects(N3, B3, N2);
        assertFound("proposal", () -> told.turn(N3).writes(entry(1, B3, "b")).poll());
    }

    /** The promise came after the leadership. */
    @Test
    void aProposalInASlotThatALatePromiseKnowsToBeChosen() {
        told.prepares(N3, B3, 1, N1, N2);
        told.turn(N2).promises(B3).says(N3, promise(B3, 0, 1, Long.MAX_VALUE)).done();
        told.turn(N3).leads().done();
        told.invariants.received(N3, N1, promise(B3, 1, 1, Long.MAX_VALUE));
        told.turn(N3).done();
        assertFound("proposal", () -> told.turn(N3).writes(entry(1, B3, "b")).poll());
    }

    // Evidence.

    @Test
    void aPromiseThatOmitsAVote() {
        told.turn(N2).promises(B1).writes(entry(1, B1, "a"), entry(3, B1, "c")).done();
        told.prepares(N3, B3, 1, N2);
        assertFound(
                "evidence",
                () -> told.turn(N2)
                        .promises(B3)
                        .says(N3, promise(B3, 0, 1, Long.MAX_VALUE, entry(1, B1, "a")))
                        .poll());
    }

    @Test
    void aPromiseOfAVoteThatIsNotThere() {
        told.prepares(N3, B3, 1, N2);
        assertFound(
                "evidence",
                () -> told.turn(N2)
                        .promises(B3)
                        .says(N3, promise(B3, 0, 1, Long.MAX_VALUE, entry(1, B1, "a")))
                        .poll());
    }

    @Test
    void aPromiseThatTellsThatMoreIsChosenThanIsKnown() {
        told.prepares(N3, B3, 1, N2);
        assertFound(
                "evidence",
                () -> told.turn(N2)
                        .promises(B3)
                        .says(N3, promise(B3, 1, 1, Long.MAX_VALUE))
                        .poll());
    }

    @Test
    void aPromiseWhosePiecesDoNotJoinUp() {
        told.prepares(N3, B3, 1, N2);
        assertFound(
                "evidence",
                () -> told.turn(N2)
                        .promises(B3)
                        .says(N3, promise(B3, 0, 1, 4))
                        .says(N3, promise(B3, 0, 6, Long.MAX_VALUE))
                        .poll());
    }

    // Learning.

    @Test
    void aValueTakenForChosenOnAMinority() {
        told.elects(N1, B1, N2);
        told.turn(N1).writes(entry(1, B1, "a")).done();
        assertFound("learning", () -> told.turn(N1).chosen(1).poll());
    }

    /** On a majority, but under two ballots. */
    @Test
    void aValueTakenForChosenByVotesOfTwoBallots() {
        told.turn(N2).promises(B1).writes(entry(1, B1, "a")).done();
        told.turn(N3).promises(B2).writes(entry(1, B2, "a")).done();
        assertFound("learning", () -> told.turn(N3).chosen(1).poll());
    }

    @Test
    void anotherValueTakenForChosen() {
        told.turn(N3)
                .promises(Ballot.of(1, 3, 0))
                .writes(entry(1, Ballot.of(1, 3, 0), "b"))
                .done();
        told.turn(N1).promises(B2).writes(entry(1, B2, "a")).done();
        told.turn(N2).promises(B2).writes(entry(1, B2, "a")).done();
        told.turn(N2).chosen(1).done();
        assertFound("learning", () -> told.turn(N3).chosen(1).poll());
    }

    @Test
    void aHoleTakenForChosen() {
        chosen();
        assertFound("learning", () -> told.turn(N3).chosen(1).poll());
    }

    @Test
    void anotherValueToldAsChosen() {
        told.turn(N2).promises(B1).writes(entry(1, B1, "a")).done();
        Message.LearnReply reply = new Message.LearnReply(1, List.of(), List.of(entry(1, B1, "a")));
        assertFound("learning", () -> told.turn(N2).says(N3, reply).poll());
    }

    @Test
    void anotherValueToldAsHeldAlready() {
        told.turn(N2).promises(B1).writes(entry(1, B1, "a")).done();
        Message.LearnReply reply = new Message.LearnReply(1, List.of(new Message.Run(1, 1, B1)), List.of());
        assertFound("learning", () -> told.turn(N2).says(N3, reply).poll());
    }

    /** It has a snapshot of what others chose, and still leads; who holds its own proposal would take that for chosen. */
    @Test
    void aDeposedLeadersWatermark() {
        told.elects(N1, B1, N2);
        told.turn(N1)
                .writes(entry(1, B1, "a"))
                .says(N3, accept(B1, 0, entry(1, B1, "a")))
                .done();
        told.turn(N2).promises(B2).writes(entry(1, B2, "b")).done();
        told.turn(N3).promises(B2).writes(entry(1, B2, "b")).done();
        told.turn(N3).chosen(1).done();
        told.snapshot(N1, 1, B2);
        assertFound(
                "learning",
                () -> told.turn(N1)
                        .compacts(1, B2)
                        .chosen(1)
                        .says(N3, new Message.Heartbeat(B1, 1, 1))
                        .poll());
    }

    @Test
    void aWatermarkBeyondWhatTheLeaderKnows() {
        told.elects(N1, B1, N2);
        assertFound(
                "learning",
                () -> told.turn(N1).says(N2, new Message.Chosen(B1, 1)).poll());
    }

    @Test
    void aSnapshotOfWhatIsNotChosen() {
        chosen();
        assertFound("learning", () -> told.invariants.snapshotTaken(N1, new SnapshotMeta(2, B1, Told.THREE), 2));
    }

    // Order.

    @Test
    void whatIsChosenFalls() {
        chosen();
        assertFound("order", () -> told.turn(N1).chosen(0).poll());
    }

    @Test
    void compactionBeyondTheSnapshot() {
        chosen();
        assertFound("order", () -> told.turn(N1).compacts(1, B1).poll());
    }

    /** A snapshot tells what is chosen, and the log behind it still holds what lost: a restart would replay that. */
    @Test
    void aWatermarkOverARecordThatLost() {
        long early = Ballot.of(1, 3, 0);
        told.turn(N3)
                .promises(early)
                .writes(entry(1, early, "b"), entry(2, early, "c"))
                .done();
        told.turn(N1).promises(B2).writes(entry(1, B2, "a")).done();
        told.turn(N2).promises(B2).writes(entry(1, B2, "a")).done();
        told.turn(N2).chosen(1).done();
        assertFound("order", () -> told.turn(N3).promises(B2).watermark(1).poll());
    }

    @Test
    void aWatermarkBeyondWhatIsChosen() {
        assertFound("order", () -> told.turn(N3).watermark(1).poll());
    }

    @Test
    void aWatermarkThatFalls() {
        chosen();
        told.turn(N1).watermark(1).done();
        assertFound("order", () -> told.turn(N1).watermark(0).poll());
    }

    // Quorums and lost disks.

    @Test
    void quorumsMayBeOfOtherSizes() {
        told.invariants.quorums(voters -> 3, voters -> 1);
        told.elects(N1, B1, N2, N3);
        told.turn(N1).writes(entry(1, B1, "a")).done();
        told.turn(N1).chosen(1).done();
        assertNothingFound();
    }

    @Test
    void twoOfFourChooseUnlessSaidOtherwise() {
        Told four = Told.ofFour();
        four.turn(N1).promises(B1).writes(entry(1, B1, "a")).done();
        four.turn(N2).promises(B1).writes(entry(1, B1, "a")).done();
        four.turn(N1).chosen(1).done();
        assertThat(four.invariants.violations().first()).isEmpty();
        four.prepares(N3, B3, 1, N2);
        four.invariants.received(N3, PeerId.of("n4"), promise(B3, 0, 1, Long.MAX_VALUE));
        assertThatThrownBy(() -> four.turn(N3).leads().poll()).hasMessageStartingWith("proposal: ");
    }

    @Test
    void whoLostItsDiskMayPromiseLess() {
        told.turn(N2).promises(B2).writes(entry(1, B2, "a")).done();
        told.losesDisk(N2);
        told.boots(N2);
        told.turn(N2).promises(B1).done();
        assertNothingFound();
    }

    /** The vote that was lost does not count together with one that came later. */
    @Test
    void votesOnALostDiskChooseNothing() {
        told.turn(N2).promises(B1).writes(entry(1, B1, "a")).done();
        told.losesDisk(N2);
        told.boots(N2);
        told.turn(N1).promises(B1).writes(entry(1, B1, "a")).done();
        told.turn(N3).promises(B2).writes(entry(1, B2, "b")).done();
        assertNothingFound();
    }

    @Test
    void whatIsKnownToBeChosenOutlivesADisk() {
        chosen();
        told.losesDisk(N2);
        told.boots(N2);
        assertFound(
                "chosen value",
                () -> told.turn(N3).promises(B2).writes(entry(1, B2, "b")).poll());
    }
}
