/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.engine.Engine.Proposal;
import io.consenso.engine.Role;
import io.consenso.engine.parts.ReadRounds;
import io.consenso.engine.parts.Window;
import io.consenso.spi.Entry;
import java.util.List;
import java.util.Optional;

/** Orders proposals, commits what a majority has (3.5, 3.6.2), serves reads (6.4), and gives up when it has lost the majority (6.2). */
final class Leader extends RaftRole {
    private final Replication replication;
    private final ReadRounds reads;
    private final Window uncommitted = new Window();
    private final long noopIndex;
    private long heartbeatAt;

    /** Starts its term with an entry of its own, because only such can be counted (3.6.2). */
    Leader(Node node) {
        super(node);
        replication = new Replication(node);
        reads = new ReadRounds(node::commitIndex, new ReadAnswers(node));
        noopIndex = node.log().lastIndex() + 1;
        node.log().append(new Entry(noopIndex, node.term(), Entry.Kind.NOOP, Bytes.EMPTY));
        heartbeatAt = node.now() + node.options().heartbeatInterval().toNanos();
    }

    @Override
    Role role() {
        return Role.LEADER;
    }

    @Override
    Optional<PeerId> leader() {
        return Optional.of(node().self());
    }

    @Override
    boolean hearsLeader() {
        return true;
    }

    @Override
    long wakeAtNanos() {
        return replication.peers().isEmpty() ? Long.MAX_VALUE : heartbeatAt;
    }

    /** Whether no majority has been heard for an election time-out, or this process itself was away for so long. */
    boolean hasLostMajority(long sinceLastTickNanos) {
        if (node().isSoleVoter()) {
            return false;
        }
        long timeout = node().electionTimeoutNanos();
        long heardAt = replication.majorityReached(PeerProgress::heardAt, node().now());
        return sinceLastTickNanos > timeout || node().now() - heardAt >= timeout;
    }

    void tick() {
        if (node().now() >= heartbeatAt) {
            heartbeat();
        }
    }

    private void heartbeat() {
        replication.heartbeat(reads.newest());
        heartbeatAt = node().now() + node().options().heartbeatInterval().toNanos();
    }

    /** A message of this term came from the peer. */
    void heard(PeerId from) {
        replication.peer(from).heard(node().now());
    }

    @Override
    void propose(List<Proposal> proposals) {
        boolean isFull = false;
        for (Proposal proposal : proposals) {
            Entry entry =
                    new Entry(node().log().lastIndex() + 1, node().term(), Entry.Kind.COMMANDS, proposal.payload());
            // One that fits after one that did not would overtake it.
            isFull |= uncommitted.count() > 0
                    && uncommitted.bytes() + entry.size() > node().options().uncommittedBytesMax();
            if (isFull) {
                node().outbox().refuse(proposal);
            } else {
                node().log().append(entry);
                uncommitted.add(entry.index(), entry.size());
            }
        }
    }

    @Override
    void read(long readId) {
        reads.add(readId);
    }

    @Override
    void onReadIndexRequest(PeerId from, Message.ReadIndexRequest request) {
        reads.add(from, request.request());
    }

    @Override
    void beforePoll() {
        // Until an entry of its own term is committed a leader does not know what is (6.4, step 1).
        if (node().commitIndex() >= noopIndex && reads.open()) {
            heartbeat();
            confirmReads();
        }
        replication.replicate();
    }

    @Override
    void leave() {
        reads.refuseAll();
    }

    @Override
    void persisted() {
        commit();
    }

    @Override
    void forgotten(PeerId peer) {
        replication.forgotten(peer);
    }

    @Override
    void disconnected(PeerId peer) {
        replication.disconnected(peer);
    }

    @Override
    void onAppendAccepted(PeerId from, Message.AppendAccepted reply) {
        advance(from, reply.match());
    }

    @Override
    void onSnapshotInstalled(PeerId from, Message.SnapshotInstalled reply) {
        advance(from, reply.index());
    }

    private void advance(PeerId from, long index) {
        if (replication.accepted(from, index)) {
            commit();
        }
    }

    @Override
    void onAppendRejected(PeerId from, Message.AppendRejected reply) {
        replication.rejected(from, reply);
    }

    @Override
    void onHeartbeatReply(PeerId from, Message.HeartbeatReply reply) {
        replication.answeredHeartbeat(from, reply.round());
        confirmReads();
    }

    private void confirmReads() {
        reads.confirm(replication.majorityReached(PeerProgress::round, reads.newest()));
    }

    /** Counts only entries of its own term; those before are committed along with them (3.6.2, figure 3.7). */
    private void commit() {
        long reached =
                replication.majorityReached(PeerProgress::match, node().log().durableIndex());
        if (reached > node().commitIndex() && node().log().termAt(reached) == node().term()) {
            node().commitTo(reached);
            uncommitted.releaseTo(reached);
        }
    }
}
