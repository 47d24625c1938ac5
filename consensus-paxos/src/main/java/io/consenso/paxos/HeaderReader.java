/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import io.consenso.Bytes;
import io.consenso.Membership;
import io.consenso.PeerId;
import io.consenso.paxos.proto.AcceptHeader;
import io.consenso.paxos.proto.AcceptedBody;
import io.consenso.paxos.proto.Header;
import io.consenso.paxos.proto.HeartbeatBody;
import io.consenso.paxos.proto.HeartbeatReplyBody;
import io.consenso.paxos.proto.LearnReplyHeader;
import io.consenso.paxos.proto.LearnRequestBody;
import io.consenso.paxos.proto.NackBody;
import io.consenso.paxos.proto.PollReplyBody;
import io.consenso.paxos.proto.PromiseHeader;
import io.consenso.paxos.proto.ReadIndexReplyBody;
import io.consenso.paxos.proto.ReadProbeReplyBody;
import io.consenso.paxos.proto.SnapshotOfferBody;
import io.consenso.spi.SnapshotMeta;
import java.util.TreeSet;

/** From a header on the wire to the message. Throws {@link IllegalArgumentException} for one that no {@link HeaderWriter} wrote. */
final class HeaderReader {
    private HeaderReader() {}

    static Message message(Header header, Bytes payloads) {
        long promised = natural(header.getBallot());
        require(payloads.isEmpty() || hasEntries(header), "bytes behind a message that has no payloads");
        return switch (header.getBodyCase()) {
            case ACCEPT -> accept(ballot(promised), header.getAccept(), payloads);
            case ACCEPTED -> accepted(ballot(promised), header.getAccepted());
            case HEARTBEAT -> heartbeat(ballot(promised), header.getHeartbeat());
            case HEARTBEAT_REPLY -> heartbeatReply(ballot(promised), header.getHeartbeatReply());
            case CHOSEN ->
                new Message.Chosen(ballot(promised), natural(header.getChosen().getWatermark()));
            case POLL -> new Message.Poll(promised, header.getPoll().getAttempt());
            case POLL_REPLY -> pollReply(promised, header.getPollReply());
            case PREPARE ->
                new Message.Prepare(ballot(promised), slot(header.getPrepare().getFrom()));
            case PROMISE -> promise(ballot(promised), header.getPromise(), payloads);
            case NACK -> nack(ballot(promised), header.getNack());
            case LEARN_REQUEST -> learnRequest(header.getLearnRequest());
            case LEARN_REPLY -> learnReply(header.getLearnReply(), payloads);
            case SNAPSHOT_OFFER -> snapshotOffer(header.getSnapshotOffer());
            case READ_INDEX_REQUEST ->
                new Message.ReadIndexRequest(header.getReadIndexRequest().getRequest());
            case READ_INDEX_REPLY -> readIndexReply(header.getReadIndexReply());
            case READ_INDEX_REFUSED ->
                new Message.ReadIndexRefused(header.getReadIndexRefused().getRequest());
            case READ_PROBE -> new Message.ReadProbe(header.getReadProbe().getProbe());
            case READ_PROBE_REPLY -> readProbeReply(header.getReadProbeReply());
            case BODY_NOT_SET -> throw new IllegalArgumentException("no body that this version knows");
        };
    }

    private static boolean hasEntries(Header header) {
        return header.hasAccept() || header.hasPromise() || header.hasLearnReply();
    }

    private static Message accept(long ballot, AcceptHeader header, Bytes payloads) {
        return new Message.Accept(
                ballot,
                natural(header.getWatermark()),
                EntryLists.readOfOneBallot(ballot, header.getEntries(), payloads));
    }

    private static Message accepted(long ballot, AcceptedBody body) {
        return new Message.Accepted(ballot, natural(body.getChosen()), SlotLists.readSlots(body.getSlots()));
    }

    private static Message heartbeat(long ballot, HeartbeatBody body) {
        return new Message.Heartbeat(ballot, natural(body.getWatermark()), natural(body.getRound()));
    }

    private static Message heartbeatReply(long ballot, HeartbeatReplyBody body) {
        return new Message.HeartbeatReply(
                ballot, natural(body.getRound()), natural(body.getChosen()), natural(body.getLast()));
    }

    private static Message pollReply(long promised, PollReplyBody body) {
        return new Message.PollReply(promised, body.getAttempt(), body.getGranted(), natural(body.getChosen()));
    }

    private static Message promise(long ballot, PromiseHeader header, Bytes payloads) {
        return new Message.Promise(
                ballot,
                natural(header.getChosen()),
                slot(header.getFirst()),
                notBefore(header.getFirst(), header.getLast()),
                EntryLists.readOfAnyBallots(header.getRecords(), payloads),
                SlotLists.readSlots(header.getFaulty()));
    }

    private static Message nack(long ballot, NackBody body) {
        return new Message.Nack(ballot, ballot(body.getPromised()), natural(body.getChosen()));
    }

    private static Message learnRequest(LearnRequestBody body) {
        return new Message.LearnRequest(
                slot(body.getFirst()), notBefore(body.getFirst(), body.getLast()), SlotLists.readRuns(body.getHave()));
    }

    private static Message learnReply(LearnReplyHeader header, Bytes payloads) {
        return new Message.LearnReply(
                natural(header.getChosen()),
                SlotLists.readRuns(header.getSame()),
                EntryLists.readOfAnyBallots(header.getEntries(), payloads));
    }

    private static Message snapshotOffer(SnapshotOfferBody body) {
        TreeSet<PeerId> voters = new TreeSet<>();
        body.getVoterList().forEach(voter -> voters.add(PeerId.of(voter)));
        TreeSet<PeerId> learners = new TreeSet<>();
        body.getLearnerList().forEach(learner -> learners.add(PeerId.of(learner)));
        SnapshotMeta meta =
                new SnapshotMeta(slot(body.getIndex()), ballot(body.getBallot()), new Membership(voters, learners));
        return new Message.SnapshotOffer(natural(body.getChosen()), meta);
    }

    private static Message readIndexReply(ReadIndexReplyBody body) {
        return new Message.ReadIndexReply(body.getRequest(), natural(body.getIndex()));
    }

    private static Message readProbeReply(ReadProbeReplyBody body) {
        return new Message.ReadProbeReply(body.getProbe(), natural(body.getChosen()), natural(body.getLast()));
    }

    /** A number above {@link Long#MAX_VALUE} arrives negative. */
    static long natural(long number) {
        require(number >= 0, "a number beyond all numbers");
        return number;
    }

    static long slot(long slot) {
        require(slot >= 1, "no slot");
        return slot;
    }

    static long ballot(long ballot) {
        require(ballot > Ballot.ZERO, "no ballot");
        return ballot;
    }

    private static long notBefore(long first, long last) {
        require(first <= last, "a range that ends before it begins");
        return last;
    }

    static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
