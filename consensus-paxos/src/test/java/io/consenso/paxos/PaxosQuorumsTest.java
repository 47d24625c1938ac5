/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import static io.consenso.paxos.Told.N1;
import static io.consenso.paxos.Told.N2;
import static io.consenso.paxos.Told.N3;
import static io.consenso.paxos.Told.promise;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Each decision without a quorum is reported. */
class PaxosQuorumsTest {
    private static final long B1 = Ballot.of(1, 1, 0);

    private final PaxosQuorums quorums = new PaxosQuorums();
    private final Told told = Told.to(quorums);

    private void assertFound(String invariant, ThrowingCallable lie) {
        assertThatThrownBy(lie).isInstanceOf(AssertionError.class).hasMessageStartingWith(invariant + ": ");
        assertThat(quorums.violations().first()).isPresent();
    }

    private static Message.Heartbeat heartbeat(long round) {
        return new Message.Heartbeat(B1, 0, round);
    }

    private static Message.HeartbeatReply reply(long ballot, long round) {
        return new Message.HeartbeatReply(ballot, round, 0, 0);
    }

    @Test
    void anHonestGroupIsLeftAlone() {
        told.elects(N1, B1, N2);
        quorums.readAsked(N1, 7);
        quorums.received(N1, N3, new Message.ReadIndexRequest(1));
        told.turn(N1).saysNow(N2, heartbeat(1)).done();
        told.turn(N2).saysNow(N1, reply(B1, 1)).done();
        quorums.readAsked(N3, 5);
        told.turn(N1).grants(7, 0).saysNow(N3, new Message.ReadIndexReply(1, 0)).done();
        told.turn(N3).grants(5, 0).done();
        quorums.readAsked(N2, 3);
        told.turn(N2).saysNow(N3, new Message.ReadProbe(9)).done();
        told.turn(N3).saysNow(N2, new Message.ReadProbeReply(9, 0, 2)).done();
        told.turn(N2).grants(3, 2).done();
        assertThat(quorums.violations().first()).isEmpty();
    }

    @Test
    void aLeaderWithoutAQuorum() {
        told.prepares(N1, B1, 1, N2, N3);
        assertFound("election", () -> told.turn(N1).leads().poll());
    }

    @Test
    void aLeaderByHalfAPromise() {
        told.prepares(N1, B1, 1, N2);
        told.turn(N2).promises(B1).says(N1, promise(B1, 0, 1, 5)).done();
        assertFound("election", () -> told.turn(N1).leads().poll());
    }

    @Test
    void aLeaderWithFewerThanItsQuorumsTake() {
        quorums.quorums(voters -> 3, voters -> 1);
        assertFound("election", () -> told.elects(N1, B1, N2));
    }

    @Test
    void aReadByAnAnswerToAnEarlierHeartbeat() {
        told.elects(N1, B1, N2);
        told.turn(N1).saysNow(N2, heartbeat(1)).done();
        quorums.readAsked(N1, 7);
        told.turn(N2).saysNow(N1, reply(B1, 1)).done();
        assertFound("read round", () -> told.turn(N1).grants(7, 0).poll());
    }

    @Test
    void aReadByAnAnswerInAnotherBallot() {
        told.elects(N1, B1, N2);
        quorums.readAsked(N1, 7);
        told.turn(N1).saysNow(N2, heartbeat(1)).done();
        told.turn(N2).saysNow(N1, reply(Ballot.of(2, 1, 0), 1)).done();
        assertFound("read round", () -> told.turn(N1).grants(7, 0).poll());
    }

    @Test
    void aFollowersReadWithoutARound() {
        told.elects(N1, B1, N2);
        quorums.received(N1, N3, new Message.ReadIndexRequest(1));
        assertFound(
                "read round",
                () -> told.turn(N1)
                        .saysNow(N3, new Message.ReadIndexReply(1, 0))
                        .poll());
    }

    @Test
    void aReadThatNobodyWasAskedFor() {
        quorums.readAsked(N2, 3);
        assertFound("read probe", () -> told.turn(N2).grants(3, 0).poll());
    }

    @Test
    void aReadByAProbeThatIsOlder() {
        told.turn(N2).saysNow(N3, new Message.ReadProbe(9)).done();
        quorums.readAsked(N2, 3);
        told.turn(N3).saysNow(N2, new Message.ReadProbeReply(9, 0, 0)).done();
        assertFound("read probe", () -> told.turn(N2).grants(3, 0).poll());
    }

    @Test
    void aReadBelowWhatAVoterHolds() {
        quorums.readAsked(N2, 3);
        told.turn(N2).saysNow(N3, new Message.ReadProbe(9)).done();
        told.turn(N3).saysNow(N2, new Message.ReadProbeReply(9, 0, 2)).done();
        assertFound("read probe", () -> told.turn(N2).grants(3, 1).poll());
    }
}
