/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.coordination.agreement.AgreementMessage.Endorsement;
import io.consenso.coordination.agreement.AgreementMessage.OralOrder;
import io.consenso.coordination.agreement.AgreementMessage.Proposals;
import io.consenso.coordination.agreement.AgreementMessage.SignedOrder;
import io.consenso.coordination.agreement.AgreementMessage.Start;
import io.consenso.coordination.agreement.proto.AgreementFrame;
import io.consenso.coordination.agreement.proto.OralOrderBody;
import io.consenso.coordination.agreement.proto.Proposal;
import io.consenso.coordination.agreement.proto.ProposalsBody;
import io.consenso.spi.MalformedFrameException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AgreementFramesTest {
    private static final PeerId P1 = PeerId.of("p1");
    private static final PeerId P2 = PeerId.of("p2");
    private static final Bytes ATTACK = Bytes.ofUtf8("attack");
    private static final List<AgreementMessage> MESSAGES = List.of(
            new Start(),
            new Proposals(2, Map.of(P1, ATTACK, P2, Bytes.EMPTY)),
            new OralOrder(List.of(P1, P2), Optional.of(ATTACK)),
            new OralOrder(List.of(P1), Optional.of(Bytes.EMPTY)),
            new OralOrder(List.of(P1), Optional.empty()),
            new SignedOrder(
                    ATTACK, List.of(new Endorsement(P1, Bytes.ofLong(1)), new Endorsement(P2, Bytes.ofLong(2)))));

    private static Bytes encoded(AgreementMessage message) {
        return AgreementFrames.CODEC.encode(message).toBytes();
    }

    @Test
    void everyMessageComesBackAsItWas() throws MalformedFrameException {
        for (AgreementMessage message : MESSAGES) {
            assertThat(AgreementFrames.CODEC.decode(encoded(message))).isEqualTo(message);
        }
    }

    @Test
    void framesAreDescribedForReaders() {
        assertThat(MESSAGES.stream().map(message -> AgreementFrames.describe(encoded(message))))
                .containsExactly(
                        "Start",
                        "Proposals p1=attack p2=0:",
                        "Order p1>p2 attack",
                        "Order p1 0:",
                        "Order p1 nothing",
                        "SignedOrder p1>p2 attack");
        assertThat(AgreementFrames.describe(Bytes.ofUtf8("?"))).isEqualTo("Unreadable");
    }

    @Test
    void whatMakesNoSenseIsMalformed() {
        List<AgreementFrame> senseless = List.of(
                AgreementFrame.getDefaultInstance(),
                AgreementFrame.newBuilder()
                        .setOralOrder(OralOrderBody.newBuilder().addPath("no name"))
                        .build(),
                AgreementFrame.newBuilder()
                        .setProposals(ProposalsBody.newBuilder()
                                .addProposals(Proposal.newBuilder().setProposer("p1"))
                                .addProposals(Proposal.newBuilder().setProposer("p1")))
                        .build());
        for (AgreementFrame frame : senseless) {
            assertThatThrownBy(() -> AgreementFrames.CODEC.decode(Bytes.of(frame.toByteArray())))
                    .isInstanceOf(MalformedFrameException.class);
        }
    }

    /** Damaged frames are another message or malformed; nothing else is thrown, and no process ends by one. */
    @Test
    void aDamagedFrameEndsNobody() {
        SplittableRandom random = new SplittableRandom(1);
        int read = 0;
        int malformed = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged =
                    encoded(MESSAGES.get(random.nextInt(MESSAGES.size()))).toArray();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            try {
                AgreementMessage message = AgreementFrames.CODEC.decode(Bytes.of(damaged));
                read++;
                hearAll(message);
            } catch (MalformedFrameException e) {
                malformed++;
            }
        }
        assertThat(read).isPositive();
        assertThat(malformed).isPositive();
    }

    private static void hearAll(AgreementMessage message) {
        List<PeerId> peers = LockStep.peers(4);
        PeerId self = peers.get(3);
        List<RoundAlgorithm<?>> algorithms = List.of(
                new Flooding(self, peers, 2, Aggregation.minimum()),
                new OralOrders(self, peers, P1, 1, ATTACK),
                new OralVector(self, peers, 1, ATTACK),
                new SignedOrders("agreement", self, peers, P1, 1, ATTACK, new ToySignatures(self)));
        for (RoundAlgorithm<?> algorithm : algorithms) {
            if (message.round() >= 1 && message.round() <= algorithm.rounds()) {
                algorithm.end(message.round(), List.of(new RoundAlgorithm.Received(P2, message)));
                assertThat(algorithm.outcome()).isNotNull();
            }
        }
    }
}
