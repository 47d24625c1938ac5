/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import io.consenso.PeerId;
import io.consenso.engine.InvariantViolation;
import io.consenso.engine.Progress.Fetch;
import io.consenso.spi.LogPosition;
import io.consenso.spi.SnapshotMeta;
import java.util.Optional;

/** Log compaction (5): what snapshots do to the log, and which one this replica wants. */
final class Snapshots {
    private final Node node;
    private Optional<Fetch> fetch = Optional.empty();

    Snapshots(Node node) {
        this.node = node;
    }

    /** The snapshot wanted, unless the log has caught up by itself in the meantime. */
    Optional<Fetch> fetch() {
        if (fetch.isPresent() && fetch.get().meta().index() <= node.commitIndex()) {
            fetch = Optional.empty();
        }
        return fetch;
    }

    /** A snapshot is offered by the leader of the term; it stands for committed entries only. */
    void offered(PeerId leader, SnapshotMeta meta) {
        if (node.log().contains(meta.position())) {
            node.commitTo(meta.index());
        }
        if (meta.index() <= node.commitIndex()) {
            reportInstalled(leader);
        } else if (!isLateOffer(leader, meta)) {
            fetch = Optional.of(new Fetch(leader, meta));
        }
    }

    private boolean isLateOffer(PeerId leader, SnapshotMeta meta) {
        return fetch.isPresent()
                && fetch.get().from().equals(leader)
                && fetch.get().meta().index() >= meta.index();
    }

    /** What this replica has committed is the same in the leader's log, and durable once every write so far is. */
    private void reportInstalled(PeerId leader) {
        node.sendAfterPersist(leader, new Message.SnapshotInstalled(node.term(), node.commitIndex()));
    }

    void taken(SnapshotMeta meta, long compactTo) {
        InvariantViolation.check(
                meta.index() <= node.commitIndex(),
                "a snapshot ends at " + meta.index() + ", committed is " + node.commitIndex());
        node.hasSnapshot(meta);
        long index = Math.min(compactTo, meta.index());
        if (index > node.log().floor().index()) {
            node.log().compactTo(new LogPosition(index, node.log().termAt(index)));
        }
    }

    /** Entries after the snapshot stay if the log agrees with it at its end; otherwise nothing of the log can be trusted (5, figure 5.3). */
    void installed(SnapshotMeta meta, Optional<PeerId> leader) {
        RaftLog log = node.log();
        if (meta.index() > log.floor().index()) {
            if (log.contains(meta.position())) {
                log.compactTo(meta.position());
            } else {
                InvariantViolation.check(
                        meta.index() > node.commitIndex() && !leader.equals(Optional.of(node.self())),
                        "the snapshot of " + meta.position() + " contradicts what is committed here");
                log.resetTo(meta.position());
            }
            node.hasSnapshot(meta);
            node.setMembership(meta.membership());
            node.commitTo(meta.index());
        }
        leader.filter(peer -> !peer.equals(node.self())).ifPresent(this::reportInstalled);
    }
}
