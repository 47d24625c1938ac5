/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.agreement;

import com.google.protobuf.ByteString;
import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.coordination.PeerOrder;
import io.consenso.coordination.agreement.AgreementMessage.Endorsement;
import io.consenso.coordination.agreement.AgreementMessage.OralOrder;
import io.consenso.coordination.agreement.AgreementMessage.Proposals;
import io.consenso.coordination.agreement.AgreementMessage.SignedOrder;
import io.consenso.coordination.agreement.AgreementMessage.Start;
import io.consenso.coordination.agreement.proto.AgreementFrame;
import io.consenso.coordination.agreement.proto.EndorsementOrBuilder;
import io.consenso.coordination.agreement.proto.OralOrderBody;
import io.consenso.coordination.agreement.proto.Proposal;
import io.consenso.coordination.agreement.proto.ProposalsBody;
import io.consenso.coordination.agreement.proto.SignedOrderBody;
import io.consenso.coordination.agreement.proto.StartBody;
import io.consenso.coordination.wire.ProtoCodec;
import io.consenso.engine.EngineFactory;
import io.consenso.spi.MalformedFrameException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The frames of the agreement algorithms, for readers of pictures and traces. */
public final class AgreementFrames {
    static final EngineFactory.Codec<AgreementMessage> CODEC =
            new ProtoCodec<>(AgreementFrames::toProto, AgreementFrame.parser(), AgreementFrames::fromProto);

    private AgreementFrames() {}

    /** A name without spaces and, for most, a few words: "Order p1>p2 attack". "Unreadable" when it is no frame of these. */
    public static String describe(Bytes frame) {
        try {
            return describe(CODEC.decode(frame));
        } catch (MalformedFrameException e) {
            return "Unreadable";
        }
    }

    private static String describe(AgreementMessage message) {
        if (message instanceof Proposals proposals) {
            return "Proposals "
                    + proposals.values().entrySet().stream()
                            .sorted(Map.Entry.comparingByKey(PeerOrder.BY_NAME))
                            .map(entry -> entry.getKey() + "=" + text(entry.getValue()))
                            .collect(Collectors.joining(" "));
        } else if (message instanceof OralOrder oral) {
            return "Order " + path(oral.path()) + " "
                    + oral.order().map(AgreementFrames::text).orElse("nothing");
        } else if (message instanceof SignedOrder signed) {
            return "SignedOrder " + path(signed.signers()) + " " + text(signed.order());
        }
        return "Start";
    }

    private static String path(List<PeerId> path) {
        return path.stream().map(PeerId::value).collect(Collectors.joining(">"));
    }

    /** As text if it is short and readable. */
    static String text(Bytes value) {
        String text = value.toUtf8();
        return text.matches("\\p{Graph}{1,24}") ? text : value.toString();
    }

    private static AgreementFrame toProto(AgreementMessage message) {
        AgreementFrame.Builder frame = AgreementFrame.newBuilder();
        if (message instanceof Start) {
            frame.setStart(StartBody.getDefaultInstance());
        } else if (message instanceof Proposals proposals) {
            frame.setProposals(toProto(proposals));
        } else if (message instanceof OralOrder oral) {
            frame.setOralOrder(toProto(oral));
        } else if (message instanceof SignedOrder signed) {
            frame.setSignedOrder(toProto(signed));
        } else {
            throw new IllegalStateException("no such message: " + message);
        }
        return frame.build();
    }

    private static ProposalsBody toProto(Proposals proposals) {
        ProposalsBody.Builder body = ProposalsBody.newBuilder().setRound(proposals.round());
        proposals.values().entrySet().stream()
                .sorted(Map.Entry.comparingByKey(PeerOrder.BY_NAME))
                .forEach(entry -> body.addProposals(Proposal.newBuilder()
                        .setProposer(entry.getKey().value())
                        .setValue(toProto(entry.getValue()))));
        return body.build();
    }

    private static OralOrderBody toProto(OralOrder oral) {
        OralOrderBody.Builder body = OralOrderBody.newBuilder();
        oral.path().forEach(peer -> body.addPath(peer.value()));
        oral.order().ifPresent(order -> body.setOrder(toProto(order)));
        return body.build();
    }

    private static SignedOrderBody toProto(SignedOrder signed) {
        SignedOrderBody.Builder body = SignedOrderBody.newBuilder().setOrder(toProto(signed.order()));
        signed.endorsements()
                .forEach(endorsement -> body.addEndorsementsBuilder()
                        .setSigner(endorsement.signer().value())
                        .setSignature(toProto(endorsement.signature())));
        return body.build();
    }

    private static AgreementMessage fromProto(AgreementFrame frame) throws MalformedFrameException {
        return switch (frame.getBodyCase()) {
            case START -> new Start();
            case PROPOSALS -> fromProto(frame.getProposals());
            case ORAL_ORDER -> fromProto(frame.getOralOrder());
            case SIGNED_ORDER -> fromProto(frame.getSignedOrder());
            case BODY_NOT_SET -> throw new MalformedFrameException("a frame without a message");
        };
    }

    private static Proposals fromProto(ProposalsBody body) throws MalformedFrameException {
        Map<PeerId, Bytes> values = new LinkedHashMap<>();
        for (Proposal proposal : body.getProposalsList()) {
            if (values.put(PeerId.of(proposal.getProposer()), fromProto(proposal.getValue())) != null) {
                throw new MalformedFrameException("two proposals of " + proposal.getProposer());
            }
        }
        return new Proposals(body.getRound(), values);
    }

    private static OralOrder fromProto(OralOrderBody body) {
        return new OralOrder(
                body.getPathList().stream().map(PeerId::of).toList(),
                body.hasOrder() ? Optional.of(fromProto(body.getOrder())) : Optional.empty());
    }

    private static SignedOrder fromProto(SignedOrderBody body) {
        return new SignedOrder(
                fromProto(body.getOrder()),
                body.getEndorsementsList().stream()
                        .map(AgreementFrames::fromProto)
                        .toList());
    }

    private static Endorsement fromProto(EndorsementOrBuilder endorsement) {
        return new Endorsement(PeerId.of(endorsement.getSigner()), fromProto(endorsement.getSignature()));
    }

    private static ByteString toProto(Bytes bytes) {
        return ByteString.copyFrom(bytes.asByteBuffer());
    }

    private static Bytes fromProto(ByteString bytes) {
        return Bytes.wrap(bytes.toByteArray());
    }
}
