/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import static io.consenso.raft.Rig.N1;
import static io.consenso.raft.Rig.N2;
import static io.consenso.raft.Rig.N3;
import static io.consenso.raft.Rig.T;
import static io.consenso.raft.Rig.assertNothingDue;
import static io.consenso.raft.Rig.at;
import static io.consenso.raft.Rig.noop;
import static io.consenso.raft.Rig.to;
import static io.consenso.raft.Rig.writes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consenso.Membership;
import io.consenso.engine.InvariantViolation;
import io.consenso.engine.Ready;
import io.consenso.engine.Role;
import io.consenso.testkit.engine.EngineCluster;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Dissertation 3.4, 3.6.1, 6.2 and 9.6: one input, then exactly what is due. */
class ElectionTest {
    @Test
    void aFreshReplicaWaitsBetweenOneTimeoutAndTwo() {
        Ready<Message> ready = new Rig().start().poll();
        assertNothingDue(ready);
        assertThat(ready.wakeAtNanos()).isBetween(1 + T, 1 + 2 * T - 1);
        assertThat(ready.progress().role()).isEqualTo(Role.FOLLOWER);
    }

    @Test
    void aTimeoutAsksForPreVotesAndChangesNothingThatLasts() {
        Ready<Message> ready = new Rig().having(3, 1, 3).start().passTime(2 * T).poll();
        assertThat(ready.persist().isEmpty()).isTrue();
        assertThat(ready.sendNow())
                .containsExactly(
                        to(N2, new Message.RequestPreVote(3, at(2, 3))),
                        to(N3, new Message.RequestPreVote(3, at(2, 3))));
        assertThat(ready.progress().role()).isEqualTo(Role.CANDIDATE);
        assertThat(ready.progress().epoch()).isEqualTo(3);
    }

    @Test
    void aMajorityOfPreVotesOpensATermThatIsDurableBeforeTheRequestsLeave() {
        Rig rig = new Rig().having(3).start().passTime(2 * T);
        rig.poll();
        Ready<Message> ready =
                rig.receive(N2, new Message.PreVoteReply(3, true)).poll();
        assertThat(ready.persist().hardState().map(HardState::decode)).contains(new HardState(4, Optional.of(N1)));
        assertThat(ready.sendNow()).isEmpty();
        assertThat(ready.sendAfterPersist())
                .containsExactly(
                        to(N2, new Message.RequestVote(4, at(0, 0))), to(N3, new Message.RequestVote(4, at(0, 0))));
    }

    @Test
    void refusedPreVotesLeadNowhere() {
        Rig rig = new Rig().start().passTime(2 * T);
        rig.poll();
        rig.receive(N2, new Message.PreVoteReply(0, false)).receive(N3, new Message.PreVoteReply(0, false));
        assertNothingDue(rig.poll());
    }

    @Test
    void aNewLeaderWritesItsNoopAndSendsItAtOnce() {
        Ready<Message> ready = new Rig().having(1, 1).lead().poll();
        assertThat(ready.progress().role()).isEqualTo(Role.LEADER);
        assertThat(ready.progress().leader()).contains(N1);
        assertThat(ready.persist()).isEqualTo(writes(noop(2, 2)));
        Message append = new Message.Append(2, at(1, 1), 0, List.of(noop(2, 2)));
        assertThat(ready.sendNow()).containsExactly(to(N2, append), to(N3, append));
    }

    @Test
    void aVoteIsGivenOnceInATerm() {
        Rig rig = new Rig().start();
        Ready<Message> first =
                rig.receive(N2, new Message.RequestVote(1, at(0, 0))).pollAndPersist();
        assertThat(first.sendAfterPersist()).containsExactly(to(N2, new Message.VoteReply(1, true)));
        Ready<Message> second =
                rig.receive(N3, new Message.RequestVote(1, at(0, 0))).poll();
        assertThat(second.sendNow()).containsExactly(to(N3, new Message.VoteReply(1, false)));
        Ready<Message> again =
                rig.receive(N2, new Message.RequestVote(1, at(0, 0))).poll();
        assertThat(again.sendNow()).containsExactly(to(N2, new Message.VoteReply(1, true)));
    }

    /** Section 3.6.1: the later last term wins, then the longer log. */
    @Test
    void aWorseLogGetsNoVote() {
        Rig rig = new Rig().having(2, 1, 2).start();
        Ready<Message> ready = rig.receive(N2, new Message.RequestVote(3, at(7, 1)))
                .receive(N2, new Message.RequestVote(3, at(1, 2)))
                .receive(N3, new Message.RequestVote(3, at(2, 2)))
                .poll();
        assertThat(ready.sendAfterPersist())
                .containsExactly(
                        to(N2, new Message.VoteReply(3, false)),
                        to(N2, new Message.VoteReply(3, false)),
                        to(N3, new Message.VoteReply(3, true)));
    }

    /** Section 6.2: a server that hears a leader does not even look at the candidate's term. */
    @Test
    void aFollowerThatHearsItsLeaderIgnoresCandidates() {
        Rig rig = new Rig().having(1).start().receive(N2, new Message.Heartbeat(1, 0, 0));
        rig.poll();
        assertNothingDue(rig.receive(N3, new Message.RequestVote(2, at(9, 1))).poll());
        Ready<Message> preVote =
                rig.receive(N3, new Message.RequestPreVote(1, at(9, 1))).poll();
        assertThat(preVote.sendNow()).containsExactly(to(N3, new Message.PreVoteReply(1, false)));
    }

    @Test
    void aFollowerThatHasNotHeardItsLeaderForATimeoutListensToCandidates() {
        Rig rig = new Rig().having(1).start().receive(N2, new Message.Heartbeat(1, 0, 0));
        rig.poll();
        rig.passTime(T);
        Ready<Message> ready =
                rig.receive(N3, new Message.RequestPreVote(1, at(0, 0))).poll();
        assertThat(ready.sendNow()).containsExactly(to(N3, new Message.PreVoteReply(1, true)));
    }

    @Test
    void aLeaderWithoutAMajorityForATimeoutStepsDown() {
        Rig rig = new Rig().leadCommitted();
        for (int i = 0; i < 9; i++) {
            assertThat(rig.passTime(T / 10).poll().progress().role()).isEqualTo(Role.LEADER);
        }
        Ready<Message> ready = rig.passTime(T / 10).poll();
        assertThat(ready.progress().role()).isEqualTo(Role.FOLLOWER);
        assertThat(ready.progress().leader()).isEmpty();
    }

    @Test
    void anyAnswerOfTheTermKeepsTheLeader() {
        Rig rig = new Rig().leadCommitted();
        for (int i = 0; i < 50; i++) {
            rig.passTime(T / 10).receive(N3, new Message.HeartbeatReply(1, 0));
            assertThat(rig.poll().progress().role()).isEqualTo(Role.LEADER);
        }
    }

    @Test
    void aLeaderThatWasPausedStepsDown() {
        Rig rig = new Rig().leadCommitted();
        assertThat(rig.passTime(T + 1).poll().progress().role()).isEqualTo(Role.FOLLOWER);
    }

    @Test
    void aHigherTermEndsALeadership() {
        Rig rig = new Rig().leadCommitted();
        Ready<Message> ready = rig.receive(N2, new Message.TermNotice(5)).poll();
        assertThat(ready.progress().role()).isEqualTo(Role.FOLLOWER);
        assertThat(ready.progress().epoch()).isEqualTo(5);
    }

    @Test
    void twoLeadersInOneTermAreImpossible() {
        Rig leader = new Rig().leadCommitted();
        assertThatThrownBy(() -> leader.receive(N2, new Message.Heartbeat(1, 0, 0)))
                .isInstanceOf(InvariantViolation.class);
        Rig follower = new Rig().having(1).start().receive(N2, new Message.Heartbeat(1, 0, 0));
        assertThatThrownBy(() -> follower.receive(N3, new Message.Heartbeat(1, 0, 0)))
                .isInstanceOf(InvariantViolation.class);
    }

    @Test
    void anAloneVoterElectsItselfOnceItsVoteIsDurable() {
        Rig rig = new Rig(Membership.of(List.of(N1))).start().passTime(0);
        Ready<Message> standing = rig.poll();
        assertThat(standing.progress().role()).isEqualTo(Role.CANDIDATE);
        rig.engine().persisted(standing.batch());
        Ready<Message> leading = rig.poll();
        assertThat(leading.progress().role()).isEqualTo(Role.LEADER);
        assertThat(leading.progress().commitIndex()).isZero();
        rig.engine().persisted(leading.batch());
        assertThat(rig.poll().progress().commitIndex()).isEqualTo(1);
    }

    @Test
    void aHintBringsTheElectionForwardButDoesNotOverruleOthers() {
        EngineCluster<Message> cluster = RaftClusters.ledByFirst(3);
        long term = cluster.n(1).epoch();
        cluster.n(2).input(engine -> engine.disconnected(N1));
        cluster.run(3 * T);
        assertThat(cluster.n(1).isLeader()).isTrue();
        assertThat(cluster.n(1).epoch()).isEqualTo(term);
    }

    @Test
    void followersThatAllSeeTheConnectionCloseElectQuickly() {
        EngineCluster<Message> cluster = RaftClusters.ledByFirst(3);
        cluster.n(1).crash(0);
        long before = cluster.now();
        cluster.n(2).input(engine -> engine.disconnected(N1));
        cluster.n(3).input(engine -> engine.disconnected(N1));
        cluster.runUntil(() -> !cluster.leaders().isEmpty());
        assertThat(cluster.now() - before).isLessThan(T / 2);
    }

    @Test
    void strangersAreNotListenedTo() {
        Rig rig = new Rig().start();
        rig.receive(io.consenso.PeerId.of("stranger"), new Message.RequestVote(9, at(9, 9)));
        assertNothingDue(rig.poll());
    }
}
