/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import static io.consenso.paxos.PaxosClusters.T;
import static io.consenso.paxos.Rig.N2;
import static io.consenso.paxos.Rig.N3;
import static io.consenso.paxos.Rig.N4;
import static io.consenso.paxos.Rig.accept;
import static io.consenso.paxos.Rig.accepted;
import static io.consenso.paxos.Rig.ballot;
import static io.consenso.paxos.Rig.entry;
import static io.consenso.paxos.Rig.proposed;
import static io.consenso.paxos.Rig.sent;
import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.Membership;
import io.consenso.PeerId;
import io.consenso.engine.Ready;
import io.consenso.engine.Role;
import io.consenso.spi.Entry;
import io.consenso.spi.SnapshotMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What other implementations got wrong in counting votes, in repeating proposals, and in what a leader does when it is refused. */
class PhaseTwoScenarioTest {
    /** Of five: its own vote and one more under the present ballot, two under the one before. */
    @Test
    void p03_votesOfDifferentBallotsAreNotAddedUp() {
        Rig rig = Rig.ofFive().lead();
        rig.propose("a").pollAndPersist();
        long before = rig.ballot();
        rig.receive(N4, new Message.Nack(before, ballot(5, 4), 0)).pollAndPersist();
        rig.promised(N2, 0, entry(1, before, "a")).promised(N3, 0).pollAndPersist();
        assertThat(rig.ballot()).isEqualTo(ballot(6, 1));
        rig.receive(N2, accepted(before, 1)).receive(N4, accepted(before, 1));
        rig.receive(N3, accepted(rig.ballot(), 1));
        assertThat(rig.chosen()).isZero();
        rig.receive(N2, accepted(rig.ballot(), 1));
        assertThat(rig.chosen()).isEqualTo(1);
    }

    @Test
    void p04_aRepeatedVoteIsCountedOnce() {
        Rig rig = Rig.ofFive().lead();
        rig.propose("a").pollAndPersist();
        Message.Accepted vote = accepted(rig.ballot(), 1);
        rig.receive(N2, vote).receive(N2, vote).receive(N2, vote);
        assertThat(rig.chosen()).isZero();
        rig.receive(N3, vote);
        assertThat(rig.chosen()).isEqualTo(1);
    }

    @Test
    void p04_aRepeatedPromiseIsCountedOnce() {
        Rig rig = Rig.ofFive().start();
        rig.prepare();
        assertThat(rig.promised(N2, 0)
                        .promised(N2, 0)
                        .promised(N2, 0)
                        .poll()
                        .progress()
                        .role())
                .isEqualTo(Role.CANDIDATE);
        assertThat(rig.promised(N3, 0).poll().progress().role()).isEqualTo(Role.LEADER);
    }

    @Test
    void p04_theVoteOfOneWhoIsNoVoterIsNotCounted() {
        PeerId learner = PeerId.of("x");
        Rig rig = new Rig(new Membership(Rig.FIVE.voters(), new TreeSet<>(List.of(learner)))).lead();
        rig.propose("a").pollAndPersist();
        rig.receive(N2, accepted(rig.ballot(), 1)).receive(learner, accepted(rig.ballot(), 1));
        assertThat(rig.chosen()).isZero();
        rig.receive(N3, accepted(rig.ballot(), 1));
        assertThat(rig.chosen()).isEqualTo(1);
    }

    @Test
    void p10_aProposalThatIsNotAnsweredIsRepeatedAndNeverReplaced() {
        Rig rig = new Rig().lead();
        Entry first = entry(1, rig.ballot(), "a");
        List<Entry> toN3 = new ArrayList<>(proposed(rig.propose("a").pollAndPersist(), N3));
        for (int i = 0; i < 30; i++) {
            rig.passTime(T / 10).receive(N2, new Message.HeartbeatReply(rig.ballot(), 0, 0, 0));
            toN3.addAll(proposed(rig.propose("b" + i).pollAndPersist(), N3));
        }
        assertThat(toN3)
                .filteredOn(entry -> entry.index() == 1)
                .hasSizeBetween(3, 10)
                .containsOnly(first);
        assertThat(toN3)
                .filteredOn(entry -> entry.payload().toUtf8().equals("a"))
                .containsOnly(first);
    }

    /** It had a quorum, so who refused was away and comes back with a ballot that ran ahead: nobody else leads. */
    @Test
    void p22_aLeaderThatIsRefusedAgainAtOnceGivesWayAndDoesNotDuel() {
        Rig rig = new Rig().lead();
        rig.pollAndPersist();
        rig.receive(N3, new Message.Nack(rig.ballot(), ballot(5, 3), 0)).pollAndPersist();
        assertThat(rig.promised(N2, 0).pollAndPersist().progress().role()).isEqualTo(Role.LEADER);
        assertThat(rig.ballot()).isEqualTo(ballot(6, 1));
        rig.receive(N3, new Message.Nack(rig.ballot(), ballot(7, 3), 0));
        Ready<Message> ready = rig.poll();
        assertThat(ready.progress().role()).isEqualTo(Role.FOLLOWER);
        assertThat(sent(ready)).isEmpty();
        assertThat(rig.ballot()).isEqualTo(ballot(6, 1));
    }

    /** Each lost duel doubles the time until the next try, up to eight times the first. */
    @Test
    void p22_aCandidateThatIsRefusedAgainAndAgainWaitsLongerEachTime() {
        Rig rig = new Rig().start();
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            rig.prepare();
            rig.receive(N3, new Message.Nack(rig.ballot(), ballot(Ballot.round(rig.ballot()) + 1, 3), 0));
            Ready<Message> ready = rig.poll();
            assertThat(ready.progress().role()).isEqualTo(Role.FOLLOWER);
            waits.add(ready.wakeAtNanos() - rig.now);
        }
        for (int i = 0; i < waits.size(); i++) {
            assertThat(waits.get(i)).isBetween((T / 8) << Math.min(i, 3), (T / 4 + 1) << Math.min(i, 3));
        }
    }

    /** The votes of one turn under two ballots: each leader hears of its own alone, and only the higher is worth a word. */
    @Test
    void p25_aVoteGoesToWhoProposedItAndNotToWhoeverLeadsNow() {
        Rig rig = new Rig().start();
        rig.receive(N2, accept(ballot(1, 2), 0, entry(1, ballot(1, 2), "a")));
        rig.receive(N3, accept(ballot(2, 3), 0, entry(2, ballot(2, 3), "b")));
        assertThat(sent(rig.poll())).containsExactly(new Ready.Send<>(N3, accepted(ballot(2, 3), 2)));
    }

    @Test
    void p25_aRefusalGoesToWhoAskedAndNamesWhatItRefuses() {
        Rig rig = new Rig().start();
        rig.receive(N3, accept(ballot(2, 3), 0)).pollAndPersist();
        rig.receive(N2, accept(ballot(1, 2), 0, entry(1, ballot(1, 2), "a")));
        assertThat(sent(rig.poll()))
                .containsExactly(new Ready.Send<>(N2, new Message.Nack(ballot(1, 2), ballot(2, 3), 0)));
    }

    /** It is late: that ballot of the leader is over, and the present one stands. */
    @Test
    void p25_aRefusalOfAnEarlierBallotDeposesNobody() {
        Rig rig = new Rig().start();
        rig.prepare();
        long earlier = rig.ballot();
        rig.receive(N3, new Message.Nack(earlier, ballot(3, 3), 0));
        rig.prepare();
        rig.promised(N2, 0).pollAndPersist();
        assertThat(rig.receive(N3, new Message.Nack(earlier, ballot(3, 3), 0))
                        .poll()
                        .progress()
                        .role())
                .isEqualTo(Role.LEADER);
    }

    @Test
    void p25_whoDoesNotOwnABallotIsNotObeyed() {
        Rig rig = new Rig().start();
        rig.receive(N2, accept(ballot(2, 3), 0, entry(1, ballot(2, 3), "a")))
                .receive(N2, new Message.Prepare(ballot(2, 3), 1))
                .receive(N2, new Message.Heartbeat(ballot(2, 3), 1, 1));
        Ready<Message> ready = rig.poll();
        assertThat(ready.persist().isEmpty()).isTrue();
        assertThat(sent(ready)).isEmpty();
        assertThat(ready.progress().epoch()).isZero();
    }

    @Test
    void p32_namesOfMembersNeedNotBeDense() {
        PeerId six = PeerId.of("6");
        PeerId seven = PeerId.of("7");
        PeerId hundred = PeerId.of("100");
        Rig rig = new Rig(Membership.of(List.of(six, seven, hundred)));
        assertThat(rig.self()).isEqualTo(hundred);
        rig.start().prepare();
        assertThat(rig.ballot()).isEqualTo(ballot(1, 1));
        rig.promised(six, 0).propose("a").pollAndPersist();
        rig.receive(six, accepted(rig.ballot(), 1));
        assertThat(rig.chosen()).isEqualTo(1);
        // The ballots of 100, 6 and 7 are those of the members 1, 2 and 3: 6 does not own what is 7's.
        assertThat(rig.receive(six, new Message.Prepare(ballot(2, 3), 2))
                        .poll()
                        .progress()
                        .role())
                .isEqualTo(Role.LEADER);
        assertThat(rig.receive(seven, new Message.Prepare(ballot(2, 3), 2))
                        .pollAndPersist()
                        .progress()
                        .role())
                .isEqualTo(Role.FOLLOWER);
    }

    @Test
    void p32_roundsGoOnBeyondTheRangeOfAnInt() {
        long round = 1L << 31;
        Rig rig = new Rig().having(ballot(round, 3)).start();
        rig.prepare();
        assertThat(rig.ballot()).isEqualTo(ballot(round + 1, 1)).isGreaterThan(ballot(round, 3));
        rig.promised(N2, 0).propose("a").pollAndPersist();
        assertThat(rig.receive(N2, accepted(rig.ballot(), 1)).chosen()).isEqualTo(1);
        rig.receive(N3, new Message.Prepare(ballot(round + 2, 3), 2));
        assertThat(rig.pollAndPersist().progress().epoch()).isEqualTo(ballot(round + 2, 3));
    }

    @Test
    void p32_slotsGoOnBeyondTheRangeOfAnInt() {
        long slot = 1L << 33;
        Rig rig = new Rig();
        rig.snapshot = Optional.of(new SnapshotMeta(slot, ballot(1, 2), Rig.THREE));
        rig.lead();
        assertThat(proposed(rig.propose("a").pollAndPersist(), N2)).containsExactly(entry(slot + 1, rig.ballot(), "a"));
        rig.receive(N2, accepted(rig.ballot(), slot + 1));
        assertThat(rig.chosen()).isEqualTo(slot + 1);
    }

    /** Not acknowledging is always safe: a vote so far ahead could only be of a leader that breaks its own bound. */
    @Test
    void slotsFarBeyondAlphaAreNotVotedFor() {
        Rig rig = new Rig();
        rig.options = rig.options.withSlotsMax(2);
        rig.start();
        long of = ballot(1, 2);
        Ready<Message> ready = rig.receive(N2, accept(of, 0, entry(4, of, "d"), entry(5, of, "e")))
                .poll();
        assertThat(ready.persist().entries()).containsExactly(entry(4, of, "d"));
        assertThat(sent(ready, N2, Message.Accepted.class)).containsExactly(accepted(of, 4));
    }

    @Test
    void aLeaderProposesNoFurtherThanAlphaBeyondWhatIsChosen() {
        Rig rig = new Rig();
        rig.options = rig.options.withSlotsMax(2);
        rig.lead();
        Ready<Message> ready = rig.propose("a", "b", "c").pollAndPersist();
        assertThat(proposed(ready, N2)).extracting(Entry::index).containsExactly(1L, 2L);
        assertThat(ready.progress().refused()).containsExactly(3L);
        // The second alone does not move what is chosen without a hole.
        rig.receive(N2, accepted(rig.ballot(), 2)).pollAndPersist();
        assertThat(rig.propose("d").poll().progress().refused()).containsExactly(4L);
        rig.receive(N2, accepted(rig.ballot(), 1)).pollAndPersist();
        assertThat(proposed(rig.propose("e").poll(), N2)).containsExactly(entry(3, rig.ballot(), "e"));
    }

    /** Its disk is slow: others choose without it, and who asks it then gets what was chosen. */
    @Test
    void aLeaderNeedNotVoteItself() {
        Rig rig = new Rig().lead();
        rig.propose("a").poll();
        Message.Accepted vote = accepted(rig.ballot(), 1);
        assertThat(rig.receive(N2, vote).poll().progress().commitIndex()).isZero();
        assertThat(rig.receive(N3, vote).poll().progress().commitIndex()).isEqualTo(1);
        assertThat(sent(
                        rig.receive(N2, new Message.LearnRequest(1, 1, List.of()))
                                .poll(),
                        N2,
                        Message.LearnReply.class))
                .containsExactly(Rig.learnReply(1, entry(1, rig.ballot(), "a")));
    }
}
