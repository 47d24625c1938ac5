/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.PeerId;
import io.consenso.engine.Progress;
import io.consenso.engine.Role;
import io.consenso.spi.Entry;
import io.consenso.spi.Log;
import io.consenso.spi.SnapshotMeta;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The properties of figure 3.2 and the rules of durability, checked as things happen, by one who sees all replicas at once. */
final class SafetyChecks {
    private final SimCluster cluster;
    private final Map<Long, PeerId> leaders = new HashMap<>();
    private final Map<String, String> entriesSeen = new HashMap<>();
    private final TreeMap<Long, Entry> committed = new TreeMap<>();
    private final Set<Long> refusedProposals = new HashSet<>();

    SafetyChecks(SimCluster cluster) {
        this.cluster = cluster;
    }

    long committedTo() {
        return committed.isEmpty() ? 0 : committed.lastKey();
    }

    List<String> payloadsUpTo(long index) {
        List<String> payloads = new ArrayList<>();
        for (Entry entry : committed.headMap(index, true).values()) {
            if (entry.kind() == Entry.Kind.COMMANDS) {
                payloads.add(SimCluster.text(entry));
            }
        }
        return payloads;
    }

    /** Log matching: index and term name one entry, with one predecessor. */
    void entriesWritten(SimReplica replica, Log.Batch batch) {
        for (Entry entry : batch.entries()) {
            long before = replica.visible.epochAt(entry.index() - 1).orElse(-1);
            if (before >= 0) {
                String seen = entry.payload() + " after " + before;
                String old = entriesSeen.putIfAbsent(entry.index() + "." + entry.epoch(), seen);
                assertThat(seen).as("log matching at %s", entry).isEqualTo(old == null ? seen : old);
            }
        }
    }

    void progressed(SimReplica replica, Progress before, Progress after) {
        assertThat(after.commitIndex()).as("commit index of %s", replica).isGreaterThanOrEqualTo(before.commitIndex());
        assertThat(after.epoch()).as("term of %s", replica).isGreaterThanOrEqualTo(before.epoch());
        if (after.role() == Role.LEADER) {
            leads(replica, after);
        }
        for (long index = committedTo() + 1; index <= after.commitIndex(); index++) {
            commits(replica, index);
        }
        for (long index = Math.max(before.commitIndex(), replica.visible.floor().index()) + 1;
                index <= after.commitIndex();
                index++) {
            long term = replica.visible.epochAt(index).orElseThrow();
            assertThat(term)
                    .as("state machine safety at %d, %s", index, replica)
                    .isEqualTo(Objects.requireNonNull(committed.get(index)).epoch());
        }
    }

    private void leads(SimReplica replica, Progress progress) {
        PeerId other = leaders.putIfAbsent(progress.epoch(), replica.id);
        if (other == null) {
            assertThat(replica.disk.decodedHardState())
                    .as("own vote counts only when durable")
                    .isEqualTo(new HardState(progress.epoch(), Optional.of(replica.id)));
            committed
                    .tailMap(replica.visible.floor().index(), false)
                    .forEach((index, entry) -> assertThat(replica.visible.has(index, entry.epoch()))
                            .as("leader completeness: %s lacks %s", replica, entry)
                            .isTrue());
        } else {
            assertThat(replica.id)
                    .as("election safety in term %d", progress.epoch())
                    .isEqualTo(other);
        }
    }

    /** A commit index moves for the first time anywhere: a majority of disks must have the entry. */
    private void commits(SimReplica replica, long index) {
        long term = replica.visible.epochAt(index).orElseThrow();
        long holders = cluster.membership.voters().stream()
                .filter(voter -> cluster.replica(voter).hasDurably(index, term))
                .count();
        assertThat(holders)
                .as("disks that hold %d.%d, which %s commits", index, term, replica)
                .isGreaterThanOrEqualTo(cluster.membership.majority());
        committed.put(index, replica.visible.entries(index, index + 1, 1).get(0));
    }

    void applied(SimReplica replica, Entry entry) {
        assertThat(entry).as("state machine safety on %s", replica).isEqualTo(committed.get(entry.index()));
        if (entry.kind() == Entry.Kind.COMMANDS) {
            cluster.proposalId(SimCluster.text(entry))
                    .ifPresent(proposal -> assertThat(refusedProposals)
                            .as("refused, yet committed")
                            .doesNotContain(proposal));
        }
    }

    void refused(List<Long> proposals) {
        refusedProposals.addAll(proposals);
    }

    void readGranted(SimReplica replica, Progress.ReadGrant grant, @Nullable Long committedWhenAsked) {
        assertThat(committedWhenAsked)
                .as("read %s was asked for by %s", grant, replica)
                .isNotNull();
        assertThat(grant.atIndex())
                .as("read %s of %s is linearizable", grant, replica)
                .isGreaterThanOrEqualTo(committedWhenAsked);
    }

    /** What a message promises is on disk when it leaves. */
    void leaves(SimReplica from, PeerId to, Message message) {
        HardState durable = from.disk.decodedHardState();
        assertThat(durable.term())
                .as("term of %s from %s is durable", message, from)
                .isGreaterThanOrEqualTo(message.term());
        if (message instanceof Message.RequestVote && durable.term() == message.term()) {
            assertThat(durable.vote()).as("%s from %s", message, from).contains(from.id);
        } else if (message instanceof Message.VoteReply reply && reply.granted() && durable.term() == message.term()) {
            assertThat(durable.vote()).as("%s from %s", message, from).contains(to);
        } else if (message instanceof Message.AppendAccepted accepted) {
            assertDurable(from, accepted.match(), message);
        } else if (message instanceof Message.SnapshotInstalled installed) {
            assertDurable(from, installed.index(), message);
        }
    }

    private static void assertDurable(SimReplica replica, long index, Message message) {
        long snapshot = replica.snapshot.map(SnapshotMeta::index).orElse(0L);
        assertThat(Math.max(replica.disk.lastIndex(), snapshot))
                .as("%s of %s is durable, disk %s", message, replica, replica.disk)
                .isGreaterThanOrEqualTo(index);
    }
}
