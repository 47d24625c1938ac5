/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import io.consenso.Bytes;
import io.consenso.Membership;
import io.consenso.PeerId;
import io.consenso.engine.parts.EntryReader;
import io.consenso.raft.proto.AppendHeader;
import io.consenso.raft.proto.AppendRejectedBody;
import io.consenso.raft.proto.Header;
import io.consenso.raft.proto.HeartbeatBody;
import io.consenso.raft.proto.Position;
import io.consenso.raft.proto.ReadIndexReplyBody;
import io.consenso.raft.proto.SnapshotOfferBody;
import io.consenso.spi.Entry;
import io.consenso.spi.LogPosition;
import io.consenso.spi.SnapshotMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** From a header on the wire to the message. Throws {@link IllegalArgumentException} for one that no {@link HeaderWriter} wrote. */
final class HeaderReader {
    private HeaderReader() {}

    static Message message(Header header, Bytes payloads) {
        require(
                payloads.isEmpty() || header.getBodyCase() == Header.BodyCase.APPEND,
                "bytes behind a message that has no payloads");
        long term = header.getTerm();
        return switch (header.getBodyCase()) {
            case APPEND -> append(term, header.getAppend(), payloads);
            case APPEND_ACCEPTED ->
                new Message.AppendAccepted(term, header.getAppendAccepted().getMatch());
            case APPEND_REJECTED -> rejected(term, header.getAppendRejected());
            case HEARTBEAT -> heartbeat(term, header.getHeartbeat());
            case HEARTBEAT_REPLY ->
                new Message.HeartbeatReply(term, header.getHeartbeatReply().getRound());
            case COMMIT_NOTICE ->
                new Message.CommitNotice(term, header.getCommitNotice().getCommit());
            case READ_INDEX_REQUEST ->
                new Message.ReadIndexRequest(term, header.getReadIndexRequest().getRequest());
            case READ_INDEX_REPLY -> readIndex(term, header.getReadIndexReply());
            case READ_INDEX_REFUSED ->
                new Message.ReadIndexRefused(term, header.getReadIndexRefused().getRequest());
            case SNAPSHOT_OFFER -> new Message.SnapshotOffer(term, meta(header.getSnapshotOffer()));
            case SNAPSHOT_INSTALLED ->
                new Message.SnapshotInstalled(
                        term, header.getSnapshotInstalled().getIndex());
            case REQUEST_PRE_VOTE -> new Message.RequestPreVote(term, position(header.getRequestPreVote()));
            case PRE_VOTE_REPLY ->
                new Message.PreVoteReply(term, header.getPreVoteReply().getGranted());
            case REQUEST_VOTE -> new Message.RequestVote(term, position(header.getRequestVote()));
            case VOTE_REPLY -> new Message.VoteReply(term, header.getVoteReply().getGranted());
            case TERM_NOTICE -> new Message.TermNotice(term);
            case BODY_NOT_SET -> throw new IllegalArgumentException("no body that this version knows");
        };
    }

    private static Message rejected(long term, AppendRejectedBody body) {
        return new Message.AppendRejected(term, body.getPreviousIndex(), position(body.getConflict()));
    }

    private static Message heartbeat(long term, HeartbeatBody body) {
        return new Message.Heartbeat(term, body.getCommit(), body.getRound());
    }

    private static Message readIndex(long term, ReadIndexReplyBody body) {
        return new Message.ReadIndexReply(term, body.getRequest(), body.getIndex());
    }

    private static Message append(long term, AppendHeader header, Bytes payloads) {
        LogPosition previous = position(header.getPrevious());
        int count = header.getEntryTermCount();
        require(
                count == header.getEntryKindCount() && count == header.getPayloadLengthCount(),
                "lists of different lengths");
        require(previous.index() <= Long.MAX_VALUE - count, "an index beyond all indexes");
        List<Entry> entries = new ArrayList<>(count);
        EntryReader reader = new EntryReader(payloads);
        long lastTerm = previous.epoch();
        for (int i = 0; i < count; i++) {
            long entryTerm = header.getEntryTerm(i);
            require(lastTerm <= entryTerm && entryTerm <= term, "an entry of a term that cannot be there");
            lastTerm = entryTerm;
            long index = previous.index() + 1 + i;
            entries.add(reader.next(index, entryTerm, header.getEntryKind(i), header.getPayloadLength(i)));
        }
        reader.end();
        return new Message.Append(term, previous, header.getCommit(), entries);
    }

    private static SnapshotMeta meta(SnapshotOfferBody offer) {
        TreeSet<PeerId> voters = new TreeSet<>();
        offer.getVoterList().forEach(voter -> voters.add(PeerId.of(voter)));
        TreeSet<PeerId> learners = new TreeSet<>();
        offer.getLearnerList().forEach(learner -> learners.add(PeerId.of(learner)));
        LogPosition last = position(offer.getLast());
        return new SnapshotMeta(last.index(), last.epoch(), new Membership(voters, learners));
    }

    private static LogPosition position(Position position) {
        return new LogPosition(position.getIndex(), position.getTerm());
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
