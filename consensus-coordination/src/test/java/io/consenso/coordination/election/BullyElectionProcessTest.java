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
import io.consenso.coordination.election.BullyMessage.Answer;
import io.consenso.coordination.election.BullyMessage.Coordinator;
import io.consenso.coordination.election.BullyMessage.Heartbeat;
import io.consenso.coordination.election.BullyMessage.Resigned;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One process, one message or time-out, what it sends: each rule of the algorithm. T is 250, T' 500, a leader is dead after 170. */
class BullyElectionProcessTest {
    private static final List<PeerId> PEERS = IntStream.rangeClosed(1, 5)
            .mapToObj(number -> PeerId.of("p" + number))
            .toList();
    private static final PeerId P1 = PEERS.get(0);
    private static final PeerId P2 = PEERS.get(1);
    private static final PeerId P3 = PEERS.get(2);
    private static final PeerId P4 = PEERS.get(3);
    private static final PeerId P5 = PEERS.get(4);
    private static final long T = 250;
    private static final BullyElectionOptions OPTIONS =
            new BullyElectionOptions(Duration.ofNanos(100), Duration.ofNanos(50), Duration.ofNanos(20));

    // p5's first three epochs, and p3's.
    private static final long FIVE_1 = 4;
    private static final long FIVE_2 = 9;
    private static final long FIVE_3 = 14;
    private static final long THREE_1 = 2;
    private static final long THREE_2 = 7;

    private final BullyElectionProcess p3 = new BullyElectionProcess(P3, PEERS, OPTIONS);
    private final BullyElectionProcess p5 = new BullyElectionProcess(P5, PEERS, OPTIONS);

    private static List<Send<BullyMessage>> toEach(BullyMessage message, PeerId... receivers) {
        return Send.toEach(List.of(receivers), message);
    }

    private static BullyMessage election(long epoch) {
        return new BullyMessage.Election(epoch);
    }

    private void p3Follows5() {
        p3.start(0);
        p3.receive(1, P5, new Answer(0));
        p3.receive(2, P5, new Coordinator(FIVE_1));
        assertThat(p3.leadership()).contains(new Leadership(P5, FIVE_1));
    }

    @Test
    void whoBeginsAsksAllThatAreLarger() {
        assertThat(p3.start(0)).isEqualTo(toEach(election(0), P4, P5));
        assertThat(p3.leadership()).isEmpty();
        assertThat(p3.wakeAtNanos()).isEqualTo(T);
    }

    @Test
    void theLargestAnnouncesItselfAtOnceAndLeadsTLater() {
        assertThat(p5.start(0)).isEqualTo(toEach(new Coordinator(FIVE_1), P1, P2, P3, P4));
        assertThat(p5.tick(T - 1)).isEqualTo(toEach(new Heartbeat(FIVE_1), P1, P2, P3, P4));
        assertThat(p5.leadership()).isEmpty();
        p5.tick(T);
        assertThat(p5.leadership()).contains(new Leadership(P5, FIVE_1));
    }

    @Test
    void withoutAnAnswerWithinTItAnnouncesItself() {
        p3.start(0);
        assertThat(p3.tick(T - 1)).isEmpty();
        assertThat(p3.tick(T)).isEqualTo(toEach(new Coordinator(THREE_1), P1, P2));
    }

    @Test
    void withAnAnswerButNoCoordinatorWithinAnotherTimeItStartsAgain() {
        p3.start(0);
        assertThat(p3.receive(100, P4, new Answer(0))).isEmpty();
        assertThat(p3.tick(100 + 2 * T - 1)).isEmpty();
        assertThat(p3.tick(100 + 2 * T)).isEqualTo(toEach(election(0), P4, P5));
    }

    @Test
    void aSmallerOneIsAnsweredAndAnElectionBegunUnlessOneIsUnderWay() {
        p3Follows5();
        assertThat(p3.receive(3, P1, election(FIVE_1)))
                .containsExactly(
                        new Send<>(P1, new Answer(FIVE_1)),
                        new Send<>(P4, election(FIVE_1)),
                        new Send<>(P5, election(FIVE_1)));
        assertThat(p3.isElecting()).isTrue();
        assertThat(p3.receive(4, P2, election(FIVE_1))).isEqualTo(toEach(new Answer(FIVE_1), P2));
    }

    @Test
    void aLeaderThatIsAskedAnswersAndSaysAgainThatItLeads() {
        p5.start(0);
        p5.tick(T);
        assertThat(p5.receive(T + 1, P1, election(0)))
                .containsExactly(new Send<>(P1, new Answer(FIVE_1)), new Send<>(P1, new Coordinator(FIVE_1)));
        assertThat(p5.leadership()).contains(new Leadership(P5, FIVE_1));
    }

    @Test
    void whoIsToldOfALargerLeaderGivesUpItsOwn() {
        p3.start(0);
        p3.tick(T);
        p3.tick(2 * T);
        assertThat(p3.leadership()).contains(new Leadership(P3, THREE_1));
        assertThat(p3.receive(2 * T + 1, P5, new Coordinator(FIVE_1))).isEmpty();
        assertThat(p3.leadership()).contains(new Leadership(P5, FIVE_1));
    }

    @Test
    void anAnnouncementInAnEarlierEpochIsObjectedToAndMadeAgainInALaterOne() {
        p3.start(0);
        p3.receive(1, P1, election(THREE_2));
        assertThat(p3.receive(2, P5, new Coordinator(FIVE_1))).isEqualTo(toEach(new Answer(THREE_2), P5));
        p5.start(0);
        assertThat(p5.receive(3, P3, new Answer(THREE_2))).isEqualTo(toEach(new Coordinator(FIVE_2), P1, P2, P3, P4));
        p5.tick(T);
        assertThat(p5.leadership()).isEmpty();
        p5.tick(T + 3);
        assertThat(p5.leadership()).contains(new Leadership(P5, FIVE_2));
    }

    @Test
    void aLeaderThatIsSilentIsReplaced() {
        p3Follows5();
        p3.receive(100, P5, new Heartbeat(FIVE_1));
        assertThat(p3.wakeAtNanos()).isEqualTo(270);
        assertThat(p3.tick(269)).isEmpty();
        assertThat(p3.tick(270)).isEqualTo(toEach(election(FIVE_1), P4, P5));
    }

    @Test
    void aLeaderThatResignsIsReplacedAtOnce() {
        p3Follows5();
        assertThat(p3.receive(3, P4, new Resigned(FIVE_1))).isEmpty();
        assertThat(p3.receive(3, P5, new Resigned(FIVE_1))).isEqualTo(toEach(election(FIVE_1), P4, P5));
    }

    @Test
    void whoHasResignedDoesNotAnswerAndFollowsASmallerOneUntilThatIsGone() {
        p5.start(0);
        p5.tick(T);
        assertThat(p5.stepDown(T)).isEqualTo(toEach(new Resigned(FIVE_1), P1, P2, P3, P4));
        assertThat(p5.stepDown(T)).isEmpty();
        assertThat(p5.receive(T + 1, P3, election(FIVE_1))).isEmpty();
        p5.receive(T + 2, P3, new Heartbeat(THREE_2));
        assertThat(p5.leadership()).contains(new Leadership(P3, THREE_2));
        assertThat(p5.receive(T + 3, P1, election(THREE_2))).isEmpty();
        assertThat(p5.receive(T + 4, P3, new Resigned(THREE_2)))
                .isEqualTo(toEach(new Coordinator(FIVE_2), P1, P2, P3, P4));
    }

    @Test
    void whoHasResignedAndHearsOfNobodyAnnouncesItselfAgain() {
        p5.start(0);
        p5.tick(T);
        p5.stepDown(T);
        // T, T' and the time after which a leader is dead.
        assertThat(p5.tick(T + 3 * T + 169)).isEmpty();
        assertThat(p5.tick(T + 3 * T + 170)).isEqualTo(toEach(new Coordinator(FIVE_2), P1, P2, P3, P4));
    }

    @Test
    void aSmallerOneThatLeadsLaterIsTakenOverFrom() {
        p5.start(0);
        p5.tick(T);
        assertThat(p5.receive(T + 1, P3, new Heartbeat(THREE_1))).isEmpty();
        assertThat(p5.leadership()).isPresent();
        assertThat(p5.receive(T + 2, P3, new Heartbeat(12))).isEqualTo(toEach(new Coordinator(FIVE_3), P1, P2, P3, P4));
    }

    @Test
    void nobodyLeadsInTheEpochOfAnother() {
        p3.start(0);
        assertThat(p3.receive(1, P5, new Coordinator(FIVE_1 + 1))).isEmpty();
        assertThat(p3.leadership()).isEmpty();
    }

    @Test
    void epochsAreSharedOutAmongTheMembers() {
        assertThat(Epochs.after(0, PEERS, P3)).isEqualTo(2);
        assertThat(Epochs.after(2, PEERS, P3)).isEqualTo(7);
        assertThat(Epochs.after(3, PEERS, P3)).isEqualTo(7);
        assertThat(Epochs.of(3, PEERS, P5)).isEqualTo(19);
        for (long epoch = 0; epoch < 20; epoch++) {
            long number = epoch;
            assertThat(PEERS.stream().filter(peer -> Epochs.belongsTo(number, PEERS, peer)))
                    .hasSize(1);
        }
    }

    @Test
    void messagesSurviveTheWire() throws Exception {
        for (BullyMessage message :
                List.of(election(0), new Answer(1), new Coordinator(2), new Heartbeat(3), new Resigned(4))) {
            Bytes frame = BullyCodec.CODEC.encode(message).toBytes();
            assertThat(BullyCodec.CODEC.decode(frame)).isEqualTo(message);
            assertThat(BullyElection.describe(frame))
                    .isEqualTo(message.getClass().getSimpleName() + " epoch=" + message.epoch());
        }
    }

    @Test
    void bytesThatAreNoMessageAreRefused() {
        for (Bytes frame : List.of(
                Bytes.EMPTY,
                Bytes.ofUtf8("?"),
                // A kind that does not exist; an epoch below 0.
                Bytes.of(new byte[] {8, 9, 16, 1}),
                Bytes.of(new byte[] {8, 1, 16, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1}))) {
            assertThat(ElectionGroup.isMalformed(BullyCodec.CODEC, frame))
                    .as("%s", frame)
                    .isTrue();
            assertThat(BullyElection.describe(frame)).isEqualTo("Malformed");
        }
    }
}
