/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import io.consenso.Bytes;
import io.consenso.Membership;
import io.consenso.PeerId;
import io.consenso.raft.proto.AppendHeader;
import io.consenso.raft.proto.Header;
import io.consenso.raft.proto.Position;
import io.consenso.raft.proto.SnapshotOfferBody;
import io.consenso.spi.Entry;
import io.consenso.spi.LogPosition;
import io.consenso.spi.SnapshotMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** From a header on the wire to the message. Throws {@link IllegalArgumentException} for one that no {@link HeaderWriter} wrote. */
final class HeaderReader {
    private static final Entry.Kind[] KINDS = Entry.Kind.values();

    private HeaderReader() {}

    static Message message(Header header, Bytes payloads) {
        if (header.getBodyCase() == Header.BodyCase.APPEND) {
            return append(header.getTerm(), header.getAppend(), payloads);
        }
        require(payloads.isEmpty(), "bytes behind a message that has no payloads");
        long term = header.getTerm();
        switch (header.getBodyCase()) {
            case REQUEST_PRE_VOTE:
                return new Message.RequestPreVote(term, position(header.getRequestPreVote()));
            case PRE_VOTE_REPLY:
                return new Message.PreVoteReply(term, header.getPreVoteReply().getGranted());
            case REQUEST_VOTE:
                return new Message.RequestVote(term, position(header.getRequestVote()));
            case VOTE_REPLY:
                return new Message.VoteReply(term, header.getVoteReply().getGranted());
            case SNAPSHOT_OFFER:
                return new Message.SnapshotOffer(term, meta(header.getSnapshotOffer()));
            case SNAPSHOT_INSTALLED:
                return new Message.SnapshotInstalled(
                        term, header.getSnapshotInstalled().getIndex());
            case TERM_NOTICE:
                return new Message.TermNotice(term);
            default:
                return afterElection(term, header);
        }
    }

    private static Message afterElection(long term, Header header) {
        switch (header.getBodyCase()) {
            case APPEND_ACCEPTED:
                return new Message.AppendAccepted(
                        term, header.getAppendAccepted().getMatch());
            case APPEND_REJECTED:
                return new Message.AppendRejected(
                        term,
                        header.getAppendRejected().getPreviousIndex(),
                        position(header.getAppendRejected().getConflict()));
            case HEARTBEAT:
                return new Message.Heartbeat(
                        term,
                        header.getHeartbeat().getCommit(),
                        header.getHeartbeat().getRound());
            case HEARTBEAT_REPLY:
                return new Message.HeartbeatReply(
                        term, header.getHeartbeatReply().getRound());
            case COMMIT_NOTICE:
                return new Message.CommitNotice(term, header.getCommitNotice().getCommit());
            default:
                return read(term, header);
        }
    }

    private static Message read(long term, Header header) {
        switch (header.getBodyCase()) {
            case READ_INDEX_REQUEST:
                return new Message.ReadIndexRequest(
                        term, header.getReadIndexRequest().getRequest());
            case READ_INDEX_REPLY:
                return new Message.ReadIndexReply(
                        term,
                        header.getReadIndexReply().getRequest(),
                        header.getReadIndexReply().getIndex());
            case READ_INDEX_REFUSED:
                return new Message.ReadIndexRefused(
                        term, header.getReadIndexRefused().getRequest());
            default:
                throw new IllegalArgumentException("no body that this version knows");
        }
    }

    private static Message append(long term, AppendHeader header, Bytes payloads) {
        LogPosition previous = position(header.getPrevious());
        int count = header.getEntryTermCount();
        require(
                count == header.getEntryKindCount() && count == header.getPayloadLengthCount(),
                "lists of different lengths");
        require(previous.index() <= Long.MAX_VALUE - count, "an index beyond all indexes");
        List<Entry> entries = new ArrayList<>(count);
        int start = 0;
        long lastTerm = previous.epoch();
        for (int i = 0; i < count; i++) {
            long entryTerm = header.getEntryTerm(i);
            require(lastTerm <= entryTerm && entryTerm <= term, "an entry of a term that cannot be there");
            lastTerm = entryTerm;
            int length = header.getPayloadLength(i);
            require(length >= 0 && length <= payloads.length() - start, "payloads longer than the frame");
            int kind = header.getEntryKind(i);
            require(kind >= 0 && kind < KINDS.length, "an unknown kind of entry");
            Bytes payload = payloads.slice(start, start + length);
            entries.add(new Entry(previous.index() + 1 + i, entryTerm, KINDS[kind], payload));
            start += length;
        }
        require(start == payloads.length(), "bytes behind the last payload");
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
