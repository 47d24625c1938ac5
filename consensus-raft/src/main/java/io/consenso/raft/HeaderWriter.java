/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import io.consenso.PeerId;
import io.consenso.engine.parts.EntryReader;
import io.consenso.raft.proto.AppendAcceptedBody;
import io.consenso.raft.proto.AppendHeader;
import io.consenso.raft.proto.AppendRejectedBody;
import io.consenso.raft.proto.CommitNoticeBody;
import io.consenso.raft.proto.Header;
import io.consenso.raft.proto.HeartbeatBody;
import io.consenso.raft.proto.HeartbeatReplyBody;
import io.consenso.raft.proto.Position;
import io.consenso.raft.proto.ReadIndexBody;
import io.consenso.raft.proto.ReadIndexReplyBody;
import io.consenso.raft.proto.SnapshotInstalledBody;
import io.consenso.raft.proto.SnapshotOfferBody;
import io.consenso.raft.proto.TermNoticeBody;
import io.consenso.raft.proto.Verdict;
import io.consenso.spi.Entry;
import io.consenso.spi.LogPosition;
import io.consenso.spi.SnapshotMeta;

/** From a message to its header on the wire; {@link HeaderReader} is the way back. */
final class HeaderWriter {
    private HeaderWriter() {}

    static Header header(Message message) {
        Header.Builder header = Header.newBuilder().setTerm(message.term());
        if (message instanceof Message.Append || message instanceof Message.AppendAccepted) {
            writeAppend(header, message);
        } else if (message instanceof Message.Solicitation || isVerdict(message)) {
            writeElection(header, message);
        } else if (message instanceof Message.AppendRejected m) {
            header.setAppendRejected(AppendRejectedBody.newBuilder()
                    .setPreviousIndex(m.previousIndex())
                    .setConflict(position(m.conflict())));
        } else if (message instanceof Message.SnapshotOffer m) {
            header.setSnapshotOffer(offer(m.meta()));
        } else if (message instanceof Message.SnapshotInstalled m) {
            header.setSnapshotInstalled(SnapshotInstalledBody.newBuilder().setIndex(m.index()));
        } else if (message instanceof Message.TermNotice) {
            header.setTermNotice(TermNoticeBody.getDefaultInstance());
        } else {
            writeContact(header, message);
        }
        return header.build();
    }

    private static boolean isVerdict(Message message) {
        return message instanceof Message.PreVoteReply || message instanceof Message.VoteReply;
    }

    private static void writeAppend(Header.Builder header, Message message) {
        if (message instanceof Message.Append m) {
            AppendHeader.Builder append = AppendHeader.newBuilder()
                    .setPrevious(position(m.previous()))
                    .setCommit(m.commit());
            for (Entry entry : m.entries()) {
                append.addEntryTerm(entry.epoch())
                        .addEntryKind(EntryReader.number(entry.kind()))
                        .addPayloadLength(entry.payload().length());
            }
            header.setAppend(append);
        } else if (message instanceof Message.AppendAccepted m) {
            header.setAppendAccepted(AppendAcceptedBody.newBuilder().setMatch(m.match()));
        }
    }

    private static void writeElection(Header.Builder header, Message message) {
        if (message instanceof Message.RequestPreVote m) {
            header.setRequestPreVote(position(m.last()));
        } else if (message instanceof Message.PreVoteReply m) {
            header.setPreVoteReply(Verdict.newBuilder().setGranted(m.granted()));
        } else if (message instanceof Message.RequestVote m) {
            header.setRequestVote(position(m.last()));
        } else if (message instanceof Message.VoteReply m) {
            header.setVoteReply(Verdict.newBuilder().setGranted(m.granted()));
        }
    }

    private static void writeContact(Header.Builder header, Message message) {
        if (message instanceof Message.Heartbeat m) {
            header.setHeartbeat(HeartbeatBody.newBuilder().setCommit(m.commit()).setRound(m.round()));
        } else if (message instanceof Message.HeartbeatReply m) {
            header.setHeartbeatReply(HeartbeatReplyBody.newBuilder().setRound(m.round()));
        } else if (message instanceof Message.CommitNotice m) {
            header.setCommitNotice(CommitNoticeBody.newBuilder().setCommit(m.commit()));
        } else if (message instanceof Message.ReadIndexRequest m) {
            header.setReadIndexRequest(ReadIndexBody.newBuilder().setRequest(m.request()));
        } else if (message instanceof Message.ReadIndexReply m) {
            header.setReadIndexReply(
                    ReadIndexReplyBody.newBuilder().setRequest(m.request()).setIndex(m.index()));
        } else if (message instanceof Message.ReadIndexRefused m) {
            header.setReadIndexRefused(ReadIndexBody.newBuilder().setRequest(m.request()));
        } else {
            throw new IllegalStateException("no header for " + message);
        }
    }

    private static Position position(LogPosition position) {
        return Position.newBuilder()
                .setIndex(position.index())
                .setTerm(position.epoch())
                .build();
    }

    private static SnapshotOfferBody offer(SnapshotMeta meta) {
        SnapshotOfferBody.Builder offer = SnapshotOfferBody.newBuilder().setLast(position(meta.position()));
        for (PeerId voter : meta.membership().voters()) {
            offer.addVoter(voter.value());
        }
        for (PeerId learner : meta.membership().learners()) {
            offer.addLearner(learner.value());
        }
        return offer.build();
    }
}
