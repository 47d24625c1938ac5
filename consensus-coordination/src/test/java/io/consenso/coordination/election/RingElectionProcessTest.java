/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.election;

import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.coordination.Send;
import io.consenso.coordination.election.RingMessage.Elected;
import io.consenso.coordination.election.RingMessage.Heartbeat;
import io.consenso.coordination.election.RingMessage.Standing;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One process, one message, what it sends: each rule of the algorithm. */
class RingElectionProcessTest {
    private static final List<PeerId> RING = IntStream.rangeClosed(1, 5)
            .mapToObj(number -> PeerId.of("p" + number))
            .toList();
    private static final PeerId P1 = RING.get(0);
    private static final PeerId P2 = RING.get(1);
    private static final PeerId P3 = RING.get(2);
    private static final PeerId P4 = RING.get(3);
    private static final PeerId P5 = RING.get(4);
    private static final RingElectionOptions OPTIONS =
            RingElectionOptions.of(Duration.ofNanos(10), Duration.ofNanos(1_000), Duration.ofNanos(5_000));

    private final RingElectionProcess p3 = new RingElectionProcess(P3, RING, OPTIONS);

    /** It follows p5, whose round is 1, so it takes part in the next election. */
    @BeforeEach
    void follow() {
        p3.start(0);
        assertThat(p3.receive(1, P5, new Heartbeat(1, Standing.LEADS))).isEmpty();
        assertThat(p3.leadership().orElseThrow().leader()).isEqualTo(P5);
    }

    private static RingMessage election(long round, PeerId candidate) {
        return new RingMessage.Election(round, candidate);
    }

    private static List<Send<RingMessage>> toNext(RingMessage message) {
        return List.of(new Send<>(P4, message));
    }

    @Test
    void whoBeginsBecomesAParticipantAndSendsItsOwnIdToTheNext() {
        assertThat(p3.begin(2)).isEqualTo(toNext(election(2, P3)));
        assertThat(p3.isParticipant()).isTrue();
        assertThat(p3.leadership()).isEmpty();
    }

    @Test
    void aLargerIdIsPassedOn() {
        assertThat(p3.receive(2, P2, election(2, P5))).isEqualTo(toNext(election(2, P5)));
        assertThat(p3.isParticipant()).isTrue();
    }

    @Test
    void aSmallerIdIsReplacedByWhoDoesNotTakePartYet() {
        assertThat(p3.receive(2, P2, election(2, P1))).isEqualTo(toNext(election(2, P3)));
        assertThat(p3.isParticipant()).isTrue();
    }

    @Test
    void aSmallerIdIsSwallowedByAParticipant() {
        p3.begin(2);
        assertThat(p3.receive(3, P2, election(2, P1))).isEmpty();
    }

    @Test
    void itsOwnIdBackElectsAndTheElectedMessageGoesRound() {
        p3.begin(2);
        assertThat(p3.receive(3, P2, election(2, P3))).isEqualTo(toNext(new Elected(2, P3)));
        assertThat(p3.isParticipant()).isFalse();
        assertThat(p3.leadership()).contains(new Leadership(P3, 2 * 5 + 2));
        assertThat(p3.receive(4, P2, new Elected(2, P3))).isEmpty();
    }

    @Test
    void theElectedMessageIsPassedOnOnceAndEndsTheParticipation() {
        p3.begin(2);
        assertThat(p3.receive(3, P2, new Elected(2, P4))).isEqualTo(toNext(new Elected(2, P4)));
        assertThat(p3.isParticipant()).isFalse();
        assertThat(p3.leadership().orElseThrow().leader()).isEqualTo(P4);
        assertThat(p3.receive(4, P2, new Elected(2, P4))).isEmpty();
    }

    @Test
    void aHeartBeatThatOvertakesTheElectedMessageDoesNotStopIt() {
        p3.begin(2);
        p3.receive(3, P4, new Heartbeat(2, Standing.LEADS));
        assertThat(p3.leadership().orElseThrow().leader()).isEqualTo(P4);
        assertThat(p3.receive(4, P2, new Elected(2, P4))).isEqualTo(toNext(new Elected(2, P4)));
    }

    @Test
    void anIdThatComesRoundPastItsDeadOwnerIsPassedOnOnce() {
        p3.receive(2, P2, election(2, P5));
        assertThat(p3.receive(3, P2, election(2, P5))).isEmpty();
    }

    @Test
    void messagesOfAnEarlierRoundAreDropped() {
        p3.begin(2);
        assertThat(p3.receive(3, P2, election(1, P5))).isEmpty();
        assertThat(p3.receive(3, P2, new Elected(1, P5))).isEmpty();
        assertThat(p3.receive(3, P2, new Heartbeat(1, Standing.LEADS))).isEmpty();
        assertThat(p3.leadership()).isEmpty();
    }

    @Test
    void aLeaderThatHearsOfALaterRoundLeadsNoMore() {
        p3.begin(2);
        p3.receive(3, P2, election(2, P3));
        p3.receive(4, P1, new Heartbeat(3, Standing.TAKES_PART));
        assertThat(p3.leadership()).isEmpty();
    }

    @Test
    void whoHasJustBegunPassesSmallerIdsOnAndIsNotElectedByItsFormerLife() {
        RingElectionProcess returned = new RingElectionProcess(P3, RING, OPTIONS);
        returned.start(0);
        assertThat(returned.receive(1, P2, election(2, P3))).isEmpty();
        assertThat(returned.receive(1, P2, new Elected(2, P3))).isEmpty();
        assertThat(returned.receive(1, P2, election(2, P1))).isEqualTo(toNext(election(2, P1)));
        assertThat(returned.leadership()).isEmpty();
    }

    @Test
    void whoHasJustBegunListensForALeaderBeforeItBegins() {
        RingElectionProcess returned = new RingElectionProcess(P3, RING, OPTIONS);
        assertThat(returned.start(0))
                .containsExactlyInAnyOrderElementsOf(
                        Send.toEach(List.of(P1, P2, P4, P5), new Heartbeat(0, Standing.ABSTAINS)));
        RING.forEach(peer -> returned.receive(999, peer, new Heartbeat(0, Standing.TAKES_PART)));
        assertThat(returned.tick(999)).isNotEmpty().allMatch(send -> send.message() instanceof Heartbeat);
        assertThat(returned.tick(1_000)).containsAll(toNext(election(1, P3)));
    }

    @Test
    void aDeadNeighbourIsSkippedAndADeadLeaderReplaced() {
        for (PeerId alive : List.of(P1, P2)) {
            p3.receive(1_000, alive, new Heartbeat(1, Standing.TAKES_PART));
        }
        assertThat(p3.wakeAtNanos()).isLessThanOrEqualTo(1_001);
        assertThat(p3.tick(1_001)).contains(new Send<>(P1, election(2, P3)));
    }

    @Test
    void anElectionThatDoesNotEndIsFollowedByAnother() {
        p3.begin(2);
        assertThat(p3.tick(5_001)).noneMatch(send -> send.message() instanceof RingMessage.Election);
        p3.receive(5_001, P4, new Heartbeat(1, Standing.TAKES_PART));
        assertThat(p3.tick(5_002)).contains(new Send<>(P4, election(3, P3)));
    }

    @Test
    void whoeverIsNotOnTheRingIsNotElected() {
        PeerId stranger = PeerId.of("stranger");
        assertThat(p3.receive(2, P2, election(2, stranger))).isEmpty();
        assertThat(p3.receive(2, P2, new Elected(2, stranger))).isEmpty();
        assertThat(p3.leadership().orElseThrow().leader()).isEqualTo(P5);
    }

    @Test
    void messagesSurviveTheWire() throws Exception {
        List<RingMessage> messages = List.of(
                election(1, P1),
                new Elected(2, P2),
                new Heartbeat(0, Standing.TAKES_PART),
                new Heartbeat(3, Standing.ABSTAINS),
                new Heartbeat(4, Standing.LEADS));
        for (RingMessage message : messages) {
            assertThat(RingCodec.CODEC.decode(RingCodec.CODEC.encode(message).toBytes()))
                    .isEqualTo(message);
        }
        assertThat(RingElection.describe(RingCodec.CODEC.encode(election(1, P1)).toBytes()))
                .isEqualTo("Election round=1 p1");
        assertThat(RingElection.describe(RingCodec.CODEC.encode(messages.get(3)).toBytes()))
                .isEqualTo("Heartbeat round=3 ABSTAINS");
    }

    @Test
    void bytesThatAreNoMessageAreRefused() {
        for (Bytes frame : List.of(
                Bytes.EMPTY,
                Bytes.ofUtf8("?"),
                // A round below 0; an empty name; a standing that does not exist.
                Bytes.of(new byte[] {8, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1, 18, 1, 'p'}),
                Bytes.of(new byte[] {8, 1, 18, 0}),
                Bytes.of(new byte[] {8, 1, 32, 9}))) {
            assertThat(ElectionGroup.isMalformed(RingCodec.CODEC, frame))
                    .as("%s", frame)
                    .isTrue();
            assertThat(RingElection.describe(frame)).isEqualTo("Malformed");
        }
    }
}
