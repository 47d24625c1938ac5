/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import static io.consenso.paxos.Rig.N1;
import static io.consenso.paxos.Rig.N2;
import static io.consenso.paxos.Rig.N3;
import static io.consenso.paxos.Rig.N4;
import static io.consenso.paxos.Rig.T;
import static io.consenso.paxos.Rig.accept;
import static io.consenso.paxos.Rig.accepted;
import static io.consenso.paxos.Rig.ballot;
import static io.consenso.paxos.Rig.entry;
import static io.consenso.paxos.Rig.learnReply;
import static io.consenso.paxos.Rig.noop;
import static io.consenso.paxos.Rig.proposed;
import static io.consenso.paxos.Rig.sent;
import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.PeerId;
import io.consenso.engine.Ready;
import io.consenso.engine.Role;
import io.consenso.spi.Entry;
import io.consenso.testkit.engine.EngineCluster;
import io.consenso.testkit.engine.EngineReplica;
import io.consenso.testkit.engine.Letter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What other implementations got wrong in promises, ballots and the take-over from an earlier leader. */
class PhaseOneScenarioTest {
    /** An acceptor that votes has promised, too: else two lower proposers could win on top of its vote. */
    @Test
    void p01_acceptingIsAlsoPromising() {
        Rig rig = new Rig().start();
        Entry vote = entry(1, ballot(3, 2), "a");
        Ready<Message> voting = rig.receive(N2, accept(ballot(3, 2), 0, vote)).pollAndPersist();
        assertThat(voting.persist().entries()).containsExactly(vote);
        assertThat(voting.persist().hardState().map(HardState::decode)).contains(new HardState(ballot(3, 2), 0, 0));
        Ready<Message> refusing =
                rig.receive(N3, new Message.Prepare(ballot(2, 3), 1)).poll();
        assertThat(sent(refusing))
                .containsExactly(new Ready.Send<>(N3, new Message.Nack(ballot(2, 3), ballot(3, 2), 0)));
        assertThat(rig.start().poll().progress().epoch()).isEqualTo(ballot(3, 2));
    }

    @Test
    void p02_aPromiseForAnEarlierBallotIsNotCounted() {
        Rig rig = new Rig().start();
        rig.prepare();
        long earlier = rig.ballot();
        rig.receive(N3, new Message.Nack(earlier, ballot(5, 3), 0));
        rig.prepare();
        assertThat(rig.ballot()).isEqualTo(ballot(6, 1));
        Message.Promise stale =
                new Message.Promise(earlier, 0, 1, Long.MAX_VALUE, List.of(entry(1, ballot(9, 2), "stale")), List.of());
        assertThat(rig.receive(N2, stale).pollAndPersist().progress().role()).isEqualTo(Role.CANDIDATE);
        Ready<Message> leading = rig.promised(N2, 0).poll();
        assertThat(leading.progress().role()).isEqualTo(Role.LEADER);
        assertThat(proposed(leading, N3)).isEmpty();
    }

    /** What the voters know to be chosen is not among their records in a promise: it is to be learned, not proposed over. */
    @Test
    void p06_aCandidateLearnsWhatAPromiseKnowsToBeChosenBeforeItLeads() {
        Rig rig = new Rig().having(ballot(1, 3)).start();
        rig.prepare();
        assertThat(rig.promised(N2, 2).poll().progress().role()).isEqualTo(Role.CANDIDATE);
        Ready<Message> asking = rig.passTime(T / 32).poll();
        assertThat(asking.progress().role()).isEqualTo(Role.CANDIDATE);
        assertThat(sent(asking, N2, Message.LearnRequest.class))
                .containsExactly(new Message.LearnRequest(1, 2, List.of()));
        rig.receive(N2, learnReply(2, entry(1, ballot(1, 3), "a"), noop(2, ballot(1, 3))));
        Ready<Message> leading = rig.propose("b").poll();
        assertThat(leading.progress().role()).isEqualTo(Role.LEADER);
        assertThat(proposed(leading, N2)).containsExactly(entry(3, rig.ballot(), "b"));
    }

    @Test
    void p06_anAcceptorTellsHowFarItKnowsTheLogAndOmitsWhatIsChosen() {
        long old = ballot(1, 2);
        Rig rig = new Rig()
                .knowing(old, 2, entry(1, old, "a"), entry(2, old, "b"), entry(3, old, "c"))
                .start();
        Ready<Message> ready =
                rig.receive(N3, new Message.Prepare(ballot(2, 3), 1)).poll();
        assertThat(sent(ready, N3, Message.Promise.class))
                .containsExactly(new Message.Promise(
                        ballot(2, 3), 2, 1, Long.MAX_VALUE, List.of(entry(3, old, "c")), List.of()));
    }

    @Test
    void p07_withoutEvidenceTheNextSlotIsBehindWhatIsChosen() {
        long old = ballot(1, 2);
        Rig rig = new Rig()
                .knowing(old, 3, entry(1, old, "a"), entry(2, old, "b"), entry(3, old, "c"))
                .start();
        rig.prepare();
        rig.promised(N2, 3);
        assertThat(proposed(rig.propose("d").poll(), N2)).containsExactly(entry(4, rig.ballot(), "d"));
    }

    @Test
    void p07_withoutEvidenceTheNextSlotIsBehindTheSnapshot() {
        Rig rig = new Rig();
        rig.snapshot = Optional.of(Rig.meta(9, ballot(1, 2)));
        rig.start().prepare();
        rig.promised(N2, 0);
        assertThat(proposed(rig.propose("a").poll(), N2)).containsExactly(entry(10, rig.ballot(), "a"));
    }

    @Test
    void p07_withoutEvidenceTheNextSlotIsBehindWhatAnotherKnows() {
        Rig rig = new Rig().having(ballot(1, 3)).start();
        rig.prepare();
        rig.promised(N2, 1).promised(N3, 2);
        rig.receive(N3, learnReply(2, entry(1, ballot(1, 3), "a"), entry(2, ballot(1, 3), "b")));
        assertThat(proposed(rig.propose("c").poll(), N2)).containsExactly(entry(3, rig.ballot(), "c"));
    }

    @Test
    void p08_aNewLeaderClosesTheGapsBetweenVotesWithNoOps() {
        Rig rig = new Rig().start();
        rig.prepare();
        rig.promised(N2, 0, entry(3, ballot(1, 3), "c"));
        long own = rig.ballot();
        Ready<Message> taking = rig.propose("d").pollAndPersist();
        assertThat(proposed(taking, N2))
                .containsExactly(noop(1, own), noop(2, own), entry(3, own, "c"), entry(4, own, "d"));
        rig.receive(N2, accepted(own, 1, 2, 3, 4));
        assertThat(rig.chosen()).isEqualTo(4);
    }

    /** Nobody told of the vote when it was asked; whoever sees that slot waits for it to be settled. */
    @Test
    void p08_aLeaderClosesAGapThatAHeartbeatReplyTellsOf() {
        Rig rig = new Rig().lead();
        rig.pollAndPersist();
        long own = rig.ballot();
        Ready<Message> ready =
                rig.receive(N3, new Message.HeartbeatReply(own, 0, 0, 2)).pollAndPersist();
        assertThat(proposed(ready, N2)).containsExactly(noop(1, own), noop(2, own));
    }

    /** Drawn before the crash, and perhaps promised by somebody. */
    @Test
    void p10_aBallotIsNotUsedAgainAfterARestart() {
        Rig rig = new Rig().start();
        rig.prepare();
        long before = rig.ballot();
        rig.start().prepare();
        assertThat(Ballot.round(rig.ballot())).isGreaterThan(Ballot.round(before));
        assertThat(Ballot.member(rig.ballot())).isEqualTo(1);
    }

    @Test
    void p10_aBallotAsksForItsOwnPromisesOnlyAndTheSameOnesWhenAskedAgain() {
        Rig rig = new Rig().start();
        Ready<Message> first = rig.prepare();
        Ready<Message> again = rig.passTime(T / 4).poll();
        assertThat(sent(again, N3, Message.Prepare.class))
                .isNotEmpty()
                .isEqualTo(sent(first, N3, Message.Prepare.class));
    }

    @Test
    void p14_aPromiseInPiecesCountsWhenTheyJoinUpInWhateverOrderTheyCome() {
        Rig rig = new Rig().start();
        rig.prepare();
        long own = rig.ballot();
        Message.Promise head = new Message.Promise(own, 0, 1, 2, List.of(entry(2, ballot(1, 2), "b")), List.of());
        Message.Promise tail =
                new Message.Promise(own, 0, 3, Long.MAX_VALUE, List.of(entry(3, ballot(1, 2), "c")), List.of());
        assertThat(rig.receive(N2, tail).poll().progress().role()).isEqualTo(Role.CANDIDATE);
        assertThat(rig.receive(N2, tail).poll().progress().role()).isEqualTo(Role.CANDIDATE);
        Ready<Message> leading = rig.receive(N2, head).poll();
        assertThat(leading.progress().role()).isEqualTo(Role.LEADER);
        assertThat(proposed(leading, N3)).startsWith(noop(1, own), entry(2, own, "b"), entry(3, own, "c"));
    }

    /** A repeated request is answered in pieces cut elsewhere: one of the first answer and one of the second leave slot 3 out. */
    @Test
    void p14_piecesOfTwoAnswersThatLeaveASlotOutAreNoPromise() {
        Rig rig = new Rig().start();
        rig.prepare();
        long own = rig.ballot();
        rig.receive(N2, new Message.Promise(own, 0, 1, 2, List.of(), List.of()));
        rig.receive(N2, new Message.Promise(own, 0, 4, Long.MAX_VALUE, List.of(), List.of()));
        assertThat(rig.poll().progress().role()).isEqualTo(Role.CANDIDATE);
        rig.receive(N2, new Message.Promise(own, 0, 1, 3, List.of(entry(3, ballot(1, 2), "c")), List.of()));
        Ready<Message> leading = rig.poll();
        assertThat(leading.progress().role()).isEqualTo(Role.LEADER);
        assertThat(proposed(leading, N3)).startsWith(noop(1, own), noop(2, own), entry(3, own, "c"));
    }

    @Test
    void p14_anAcceptorCutsItsPromiseIntoPiecesThatJoinUp() {
        long old = ballot(1, 2);
        Rig rig = new Rig().having(old, entry(2, old, "b"), entry(3, old, "c"), entry(7, old, "g"));
        rig.options = rig.options.withEntriesBytesMax(1);
        Ready<Message> ready =
                rig.start().receive(N3, new Message.Prepare(ballot(2, 3), 1)).poll();
        List<Message.Promise> pieces = sent(ready, N3, Message.Promise.class);
        assertThat(pieces).hasSize(3);
        Promises promises = new Promises(ballot(2, 3), 1);
        assertThat(promises.add(N1, pieces.get(2))).isFalse();
        assertThat(promises.add(N1, pieces.get(0))).isFalse();
        assertThat(promises.add(N1, pieces.get(1))).isTrue();
        assertThat(promises.evidence().values())
                .containsExactly(entry(2, old, "b"), entry(3, old, "c"), entry(7, old, "g"));
    }

    /** It comes from one who was not needed, when commands are already being proposed. */
    @Test
    void p16_aLatePromiseRaisesTheFloorOfALeader() {
        Rig rig = new Rig().lead();
        rig.pollAndPersist();
        rig.promised(N3, 4);
        assertThat(proposed(rig.propose("a").poll(), N2)).containsExactly(entry(5, rig.ballot(), "a"));
        assertThat(sent(rig.passTime(T / 32).poll(), N3, Message.LearnRequest.class))
                .containsExactly(new Message.LearnRequest(1, 4, List.of()));
    }

    /** Its slots are beyond alpha when the promise comes: they are not proposed in any more once they are within. */
    @Test
    void p16_aLatePromiseSparesTheSlotsThatAreStillToBeTakenOver() {
        Rig rig = new Rig();
        rig.options = rig.options.withSlotsMax(2);
        rig.having(ballot(1, 2)).start().prepare();
        long old = ballot(1, 2);
        rig.promised(
                N2,
                0,
                entry(1, old, "a"),
                entry(2, old, "b"),
                entry(3, old, "c"),
                entry(4, old, "d"),
                entry(5, old, "e"),
                entry(6, old, "f"));
        long own = rig.ballot();
        assertThat(proposed(rig.pollAndPersist(), N2)).containsExactly(entry(1, own, "a"), entry(2, own, "b"));
        rig.promised(N3, 5);
        rig.receive(N2, accepted(own, 1, 2));
        assertThat(proposed(rig.pollAndPersist(), N2)).isEmpty();
        rig.receive(N3, learnReply(5, entry(3, old, "c"), entry(4, old, "d"), entry(5, old, "e")));
        assertThat(proposed(rig.pollAndPersist(), N2)).containsExactly(entry(6, own, "f"));
    }

    /** The vote and the request come in one turn: the answer tells of the vote, and both wait for one write. */
    @Test
    void p31_aPromiseTellsOfVotesUpToTheMomentItIsGiven() {
        Rig rig = new Rig().start();
        Ready<Message> granting =
                rig.passTime(T).receive(N3, new Message.Poll(Ballot.ZERO, 1)).poll();
        assertThat(sent(granting, N3, Message.PollReply.class))
                .containsExactly(new Message.PollReply(Ballot.ZERO, 1, true, 0));
        Entry vote = entry(1, ballot(1, 2), "a");
        rig.receive(N2, accept(ballot(1, 2), 0, vote)).receive(N3, new Message.Prepare(ballot(2, 3), 1));
        Ready<Message> ready = rig.poll();
        assertThat(ready.persist().entries()).containsExactly(vote);
        assertThat(rig.hardState().promised()).isEqualTo(ballot(2, 3));
        assertThat(ready.sendAfterPersist())
                .containsExactly(new Ready.Send<>(
                        N3, new Message.Promise(ballot(2, 3), 0, 1, Long.MAX_VALUE, List.of(vote), List.of())));
        Ready<Message> late = rig.receive(N2, accept(ballot(1, 2), 0, entry(2, ballot(1, 2), "b")))
                .poll();
        assertThat(late.persist().isEmpty()).isTrue();
    }

    @Test
    void p34_promisesAreMergedBySlotWhereverTheirRecordsBegin() {
        Rig rig = Rig.ofFive().start();
        rig.prepare();
        rig.promised(N2, 0, entry(2, ballot(2, 3), "b"), entry(5, ballot(2, 3), "new"));
        rig.promised(N3, 0, entry(1, ballot(1, 4), "a"), entry(4, ballot(1, 4), "d"), entry(5, ballot(1, 4), "old"));
        long own = rig.ballot();
        assertThat(proposed(rig.poll(), N4))
                .containsExactly(
                        entry(1, own, "a"), entry(2, own, "b"), noop(3, own), entry(4, own, "d"), entry(5, own, "new"));
    }

    @Test
    void p34_itsOwnVotesAreEvidenceLikeThoseOfOthers() {
        Rig rig = new Rig().having(ballot(3, 2), entry(1, ballot(3, 2), "own")).start();
        rig.prepare();
        rig.promised(N2, 0, entry(1, ballot(1, 3), "other"));
        assertThat(proposed(rig.poll(), N2)).startsWith(entry(1, rig.ballot(), "own"));
    }

    /** Whoever promised a higher ballot refuses: the leader asks all for promises before it says anything under a new one. */
    @Test
    void p36_aLeaderProposesUnderAHigherBallotOnlyAfterANewPhaseOne() {
        Rig rig = new Rig().lead();
        rig.propose("a").pollAndPersist();
        rig.receive(N3, new Message.Nack(rig.ballot(), ballot(5, 3), 0));
        Ready<Message> raising = rig.pollAndPersist();
        assertThat(raising.progress().role()).isEqualTo(Role.CANDIDATE);
        assertThat(raising.sendNow()).isEmpty();
        assertThat(raising.sendAfterPersist())
                .extracting(Ready.Send::message)
                .containsOnly(new Message.Prepare(ballot(6, 1), 1));
        assertThat(rig.propose("b").poll().progress().refused()).hasSize(1);
        // n3 has voted for something else under the higher ballot.
        rig.promised(N2, 0, entry(1, ballot(5, 3), "theirs"));
        assertThat(proposed(rig.poll(), N2)).startsWith(entry(1, ballot(6, 1), "theirs"));
    }

    /** n2 has the vote that made it chosen, n3 has nothing, and n1, who proposed it, is gone. */
    @Test
    void p26_aVoteHoldsTheValueAndNotOnlyItsName() {
        EngineCluster<Message> cluster = PaxosClusters.ledByFirst(3);
        cluster.n(1).propose("a");
        cluster.deliver(cluster.n(1), cluster.n(2), Message.Accept.class);
        cluster.deliver(cluster.n(2), cluster.n(1), Message.Accepted.class);
        assertThat(cluster.n(1).appliedPayloads()).containsExactly("a");
        cluster.drop(letter -> true);
        cluster.n(1).crash(0);
        cluster.n(2).crash(0);
        cluster.n(2).start();
        cluster.elect(cluster.n(3));
        cluster.run(T);
        assertThat(cluster.n(3).appliedPayloads()).containsExactly("a");
        assertThat(cluster.n(2).appliedPayloads()).containsExactly("a");
    }

    @Test
    void p11_aLeaderThatRestartsDoesNotResume() {
        Rig rig = new Rig().lead();
        rig.propose("a").pollAndPersist();
        long before = rig.ballot();
        rig.start();
        rig.receive(N2, accepted(before, 1));
        Ready<Message> ready = rig.passTime(T / 2).poll();
        assertThat(ready.progress().role()).isEqualTo(Role.FOLLOWER);
        assertThat(ready.progress().commitIndex()).isZero();
        assertThat(sent(ready)).isEmpty();
        // It leads again under a higher ballot only, and proposes what it holds, not something new in its place.
        rig.prepare();
        rig.promised(N2, 0);
        Ready<Message> leading = rig.propose("b").pollAndPersist();
        assertThat(rig.ballot()).isGreaterThan(before);
        assertThat(proposed(leading, N3)).startsWith(entry(1, rig.ballot(), "a"));
        rig.receive(N3, accepted(before, 1));
        assertThat(rig.chosen()).isZero();
    }

    /** Neither ballot, nor promise, nor vote leaves before it is durable; its own vote counts when it is. */
    @Test
    void p09_nothingThatAnybodyMayRelyOnLeavesBeforeItIsDurable() {
        EngineCluster<Message> cluster = PaxosClusters.started(3);
        cluster.disksInstant(false);
        EngineReplica<Message> n1 = cluster.n(1);
        EngineReplica<Message> n2 = cluster.n(2);
        n1.timeOut();
        cluster.deliver(n1, n2, Message.Poll.class);
        cluster.deliver(n2, n1, Message.PollReply.class);
        assertThat(cluster.find(n1, n2, Message.Prepare.class)).isEmpty();
        n1.finishWrite();
        cluster.deliver(n1, n2, Message.Prepare.class);
        assertThat(cluster.find(n2, n1, Message.Promise.class)).isEmpty();
        n2.finishWrite();
        cluster.deliver(n2, n1, Message.Promise.class);
        assertThat(n1.isLeader()).isTrue();
        n1.propose("a");
        cluster.deliver(n1, n2, Message.Accept.class);
        assertThat(cluster.find(n2, n1, Message.Accepted.class)).isEmpty();
        n2.finishWrites();
        cluster.deliver(n2, n1, Message.Accepted.class);
        assertThat(n1.commit()).isZero();
        n1.finishWrites();
        assertThat(n1.commit()).isPositive();
    }

    /** It promised before the crash, and the write was lost: nobody has heard of it. */
    @Test
    void p09_aPromiseThatTheDiskLostWasNeverGiven() {
        EngineCluster<Message> cluster = PaxosClusters.started(3);
        EngineReplica<Message> n2 = cluster.n(2);
        n2.diskInstant(false);
        n2.input(engine -> engine.receive(Rig.N1, new Message.Prepare(ballot(1, 1), 1)));
        assertThat(cluster.network()).isEmpty();
        n2.crash(0);
        n2.start();
        assertThat(n2.epoch()).isEqualTo(Ballot.ZERO);
    }

    @Test
    void p09_aPromiseAndAVoteAreKeptThroughACrash() {
        long low = ballot(1, 2);
        Rig rig = new Rig().start();
        rig.receive(N2, accept(low, 0, entry(1, low, "a"))).pollAndPersist();
        rig.receive(N3, new Message.Prepare(ballot(4, 3), 1)).pollAndPersist();
        rig.start();
        assertThat(sent(rig.receive(N2, accept(low, 0, entry(2, low, "b"))).poll(), N2, Message.Nack.class))
                .containsExactly(new Message.Nack(low, ballot(4, 3), 0));
        assertThat(sent(rig.receive(N2, new Message.Prepare(ballot(5, 2), 1)).poll(), N2, Message.Promise.class))
                .singleElement()
                .satisfies(promise -> assertThat(promise.records()).containsExactly(entry(1, low, "a")));
    }

    /** The runtime halts after a failed write; until then, and when asked again, the engine takes nothing for granted. */
    @Test
    void p30_aPromiseThatIsNeverReportedDurableIsNeverGiven() {
        EngineCluster<Message> cluster = PaxosClusters.started(3);
        EngineReplica<Message> n2 = cluster.n(2);
        n2.diskInstant(false);
        Message.Prepare prepare = new Message.Prepare(ballot(1, 1), 1);
        n2.input(engine -> engine.receive(Rig.N1, prepare));
        n2.input(engine -> engine.receive(Rig.N1, prepare));
        n2.input(engine -> engine.receive(Rig.N1, new Message.Heartbeat(ballot(1, 1), 0, 1)));
        assertThat(cluster.network()).isEmpty();
        n2.finishWrites();
        assertThat(cluster.network()).extracting(Letter::to).contains(PeerId.of("n1"));
    }
}
