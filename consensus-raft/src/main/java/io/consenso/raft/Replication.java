/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import io.consenso.PeerId;
import io.consenso.engine.InvariantViolation;
import io.consenso.spi.Entry;
import io.consenso.spi.LogPosition;
import io.consenso.spi.SnapshotMeta;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** The leader's side of replication (3.5): brings every peer's log to its own. */
final class Replication {
    private final Node node;
    private final Map<PeerId, PeerProgress> peers = new LinkedHashMap<>();

    /** Starts as an optimist: every peer is assumed to have the leader's log up to here. */
    Replication(Node node) {
        this.node = node;
        long next = node.log().lastIndex() + 1;
        for (PeerId peer : node.others()) {
            peers.put(peer, new PeerProgress(peer, node.options(), next, node.now()));
        }
    }

    Collection<PeerProgress> peers() {
        return peers.values();
    }

    PeerProgress peer(PeerId id) {
        PeerProgress peer = peers.get(id);
        if (peer == null) {
            throw new InvariantViolation(id + " is no peer of this leader");
        }
        return peer;
    }

    /** The highest value that a majority of the voters has reached. */
    long majorityReached(ToLongFunction<PeerProgress> value, long own) {
        long[] values = new long[node.membership().voters().size()];
        int i = 0;
        for (PeerId voter : node.membership().voters()) {
            values[i++] = voter.equals(node.self()) ? own : value.applyAsLong(peer(voter));
        }
        Arrays.sort(values);
        return values[values.length - node.membership().majority()];
    }

    /**
     * Sends every peer what it lacks, as far as its window allows, and the commit index if nothing else is about to tell it: while entries are
     * under way, the next one does, or, if there is none, the last one's commitment leads here again.
     */
    void replicate() {
        boolean isQuiet = node.log().lastIndex() == node.commitIndex();
        for (PeerProgress peer : peers.values()) {
            replicate(peer);
            long commit = knownCommit(peer);
            if (isQuiet && commit > peer.toldCommit()) {
                node.send(peer.peer(), new Message.CommitNotice(node.term(), commit));
                peer.told(commit);
            }
        }
    }

    private void replicate(PeerProgress peer) {
        while (peer.mayAppend(node.log().lastIndex())) {
            if (isBehindLog(peer)) {
                offer(peer);
                return;
            }
            append(peer, node.log().entriesFrom(peer.next(), node.options().entriesBytesMax()));
        }
    }

    private boolean isBehindLog(PeerProgress peer) {
        return peer.next() <= node.log().floor().index();
    }

    private void append(PeerProgress peer, List<Entry> entries) {
        long previous = peer.next() - 1;
        LogPosition position = new LogPosition(previous, node.log().termAt(previous));
        node.send(peer.peer(), new Message.Append(node.term(), position, node.commitIndex(), entries));
        if (!entries.isEmpty()) {
            peer.sent(previous + entries.size(), RaftLog.bytesOf(entries), node.now());
        }
        peer.told(Math.min(node.commitIndex(), previous + entries.size()));
    }

    /** The newest snapshot joins up with the log, because the log is never compacted beyond it. */
    private void offer(PeerProgress peer) {
        SnapshotMeta meta = node.snapshot()
                .orElseThrow(() -> new InvariantViolation("the log is compacted, but there is no snapshot"));
        InvariantViolation.check(
                meta.index() >= node.log().floor().index(),
                () -> "the log is compacted to " + node.log().floor() + ", the newest snapshot ends at "
                        + meta.index());
        node.send(peer.peer(), new Message.SnapshotOffer(node.term(), meta));
        peer.offered(node.now());
    }

    void heartbeat(long round) {
        for (PeerProgress peer : peers.values()) {
            node.send(peer.peer(), new Message.Heartbeat(node.term(), knownCommit(peer), round));
            peer.told(knownCommit(peer));
        }
    }

    /** No peer is told to commit what it is not known to have. */
    private long knownCommit(PeerProgress peer) {
        return Math.min(node.commitIndex(), peer.match());
    }

    /** The peer has everything up to there. Whether that is news. */
    boolean accepted(PeerId from, long index) {
        InvariantViolation.check(
                index <= node.log().lastIndex(),
                () -> from + " acknowledges " + index + ", but the log ends at "
                        + node.log().lastIndex());
        return peer(from).accepted(index, node.log().floor().index() + 1, node.now());
    }

    /** Steps over whole terms: behind the conflict and behind what of this log is of a later term, nothing can match. */
    void rejected(PeerId from, Message.AppendRejected reply) {
        PeerProgress peer = peer(from);
        if (peer.isCurrent(reply.previousIndex())) {
            LogPosition conflict = reply.conflict();
            long match = node.log().lastWithTermAtMost(conflict.index(), conflict.epoch());
            peer.probeFrom(Math.min(reply.previousIndex(), match + 1));
        }
    }

    /** The peer is reachable: what it has not answered for long is lost. Says nothing about the peer's log. */
    void answeredHeartbeat(PeerId from, long round) {
        PeerProgress peer = peer(from);
        peer.answered(round);
        if (!peer.isStalled(node.now())) {
            return;
        }
        peer.retry(node.now());
        if (peer.mode() == PeerProgress.Mode.SNAPSHOT || isBehindLog(peer)) {
            offer(peer);
        } else if (peer.mode() == PeerProgress.Mode.REPLICATE) {
            // Asks for the end of what was sent; a rejection tells where the peer's log ends instead.
            append(peer, List.of());
        }
    }

    /** The peer's log is empty, whatever it has acknowledged: begins anew, with an entry that it lacks for certain. */
    void forgotten(PeerId id) {
        peers.computeIfPresent(
                id,
                (peer, lost) ->
                        new PeerProgress(peer, node.options(), node.log().lastIndex(), node.now()));
    }

    /** What is under way to a closed connection is probably lost. */
    void disconnected(PeerId id) {
        PeerProgress peer = peers.get(id);
        if (peer != null && peer.mode() == PeerProgress.Mode.REPLICATE) {
            peer.probeFrom(peer.match() + 1);
        }
    }
}
