/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import io.consenso.PeerId;
import io.consenso.paxos.proto.AcceptHeader;
import io.consenso.paxos.proto.AcceptedBody;
import io.consenso.paxos.proto.ChosenBody;
import io.consenso.paxos.proto.Header;
import io.consenso.paxos.proto.HeartbeatBody;
import io.consenso.paxos.proto.HeartbeatReplyBody;
import io.consenso.paxos.proto.LearnReplyHeader;
import io.consenso.paxos.proto.LearnRequestBody;
import io.consenso.paxos.proto.NackBody;
import io.consenso.paxos.proto.PollBody;
import io.consenso.paxos.proto.PollReplyBody;
import io.consenso.paxos.proto.PrepareBody;
import io.consenso.paxos.proto.PromiseHeader;
import io.consenso.paxos.proto.ReadIndexBody;
import io.consenso.paxos.proto.ReadIndexReplyBody;
import io.consenso.paxos.proto.ReadProbeBody;
import io.consenso.paxos.proto.ReadProbeReplyBody;
import io.consenso.paxos.proto.SnapshotOfferBody;

/** From a message to its header on the wire; {@link HeaderReader} is the way back. */
final class HeaderWriter {
    private HeaderWriter() {}

    static Header header(Message message) {
        Header.Builder header = Header.newBuilder();
        if (message instanceof Message.Balloted balloted) {
            header.setBallot(balloted.ballot());
            writePhase2(header, balloted);
        } else {
            writeCatchUp(header, message);
        }
        return header.build();
    }

    private static void writePhase2(Header.Builder header, Message.Balloted message) {
        if (message instanceof Message.Accept m) {
            header.setAccept(AcceptHeader.newBuilder()
                    .setWatermark(m.watermark())
                    .setEntries(EntryLists.ofOneBallot(m.ballot(), m.entries())));
        } else if (message instanceof Message.Accepted m) {
            header.setAccepted(AcceptedBody.newBuilder().setChosen(m.chosen()).setSlots(SlotLists.slots(m.slots())));
        } else if (message instanceof Message.Heartbeat m) {
            header.setHeartbeat(
                    HeartbeatBody.newBuilder().setWatermark(m.watermark()).setRound(m.round()));
        } else if (message instanceof Message.HeartbeatReply m) {
            header.setHeartbeatReply(HeartbeatReplyBody.newBuilder()
                    .setRound(m.round())
                    .setChosen(m.chosen())
                    .setLast(m.last()));
        } else if (message instanceof Message.Chosen m) {
            header.setChosen(ChosenBody.newBuilder().setWatermark(m.watermark()));
        } else {
            writeElection(header, message);
        }
    }

    private static void writeElection(Header.Builder header, Message.Balloted message) {
        if (message instanceof Message.Poll m) {
            header.setPoll(PollBody.newBuilder().setAttempt(m.attempt()));
        } else if (message instanceof Message.PollReply m) {
            header.setPollReply(PollReplyBody.newBuilder()
                    .setAttempt(m.attempt())
                    .setGranted(m.granted())
                    .setChosen(m.chosen()));
        } else if (message instanceof Message.Prepare m) {
            header.setPrepare(PrepareBody.newBuilder().setFrom(m.from()));
        } else if (message instanceof Message.Promise m) {
            header.setPromise(PromiseHeader.newBuilder()
                    .setChosen(m.chosen())
                    .setFirst(m.first())
                    .setLast(m.last())
                    .setRecords(EntryLists.ofAnyBallots(m.records()))
                    .setFaulty(SlotLists.slots(m.faulty())));
        } else if (message instanceof Message.Nack m) {
            header.setNack(NackBody.newBuilder().setPromised(m.promised()).setChosen(m.chosen()));
        } else {
            throw new IllegalStateException("no header for " + message);
        }
    }

    private static void writeCatchUp(Header.Builder header, Message message) {
        if (message instanceof Message.LearnRequest m) {
            header.setLearnRequest(LearnRequestBody.newBuilder()
                    .setFirst(m.first())
                    .setLast(m.last())
                    .setHave(SlotLists.runs(m.have())));
        } else if (message instanceof Message.LearnReply m) {
            header.setLearnReply(LearnReplyHeader.newBuilder()
                    .setChosen(m.chosen())
                    .setSame(SlotLists.runs(m.same()))
                    .setEntries(EntryLists.ofAnyBallots(m.entries())));
        } else if (message instanceof Message.SnapshotOffer m) {
            header.setSnapshotOffer(offer(m));
        } else {
            writeRead(header, message);
        }
    }

    private static void writeRead(Header.Builder header, Message message) {
        if (message instanceof Message.ReadIndexRequest m) {
            header.setReadIndexRequest(ReadIndexBody.newBuilder().setRequest(m.request()));
        } else if (message instanceof Message.ReadIndexReply m) {
            header.setReadIndexReply(
                    ReadIndexReplyBody.newBuilder().setRequest(m.request()).setIndex(m.index()));
        } else if (message instanceof Message.ReadIndexRefused m) {
            header.setReadIndexRefused(ReadIndexBody.newBuilder().setRequest(m.request()));
        } else if (message instanceof Message.ReadProbe m) {
            header.setReadProbe(ReadProbeBody.newBuilder().setProbe(m.probe()));
        } else if (message instanceof Message.ReadProbeReply m) {
            header.setReadProbeReply(ReadProbeReplyBody.newBuilder()
                    .setProbe(m.probe())
                    .setChosen(m.chosen())
                    .setLast(m.last()));
        } else {
            throw new IllegalStateException("no header for " + message);
        }
    }

    private static SnapshotOfferBody offer(Message.SnapshotOffer message) {
        SnapshotOfferBody.Builder offer = SnapshotOfferBody.newBuilder()
                .setChosen(message.chosen())
                .setIndex(message.meta().index())
                .setBallot(message.meta().epoch());
        for (PeerId voter : message.meta().membership().voters()) {
            offer.addVoter(voter.value());
        }
        for (PeerId learner : message.meta().membership().learners()) {
            offer.addLearner(learner.value());
        }
        return offer.build();
    }
}
