/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.engine.EngineFactory;
import io.consenso.spi.Entry;
import io.consenso.spi.Log;
import io.consenso.spi.LogView;
import io.consenso.spi.SnapshotMeta;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/** What was seen of one replica: what it has written, what of it is on disk, and where it stands. */
final class PaxosReplica {
    final PeerId self;
    int boot;
    long chosen;
    long snapshot;
    long floor;
    long leads;
    HardState written = HardState.INITIAL;
    HardState onDisk = HardState.INITIAL;
    long watermarkChecked;

    /** By ballot; those below what is promised are over. */
    final NavigableMap<Long, Candidacy> candidacies = new TreeMap<>();

    /** The ballot of the record in each slot, as the engine sees its log. */
    final NavigableMap<Long, Long> records = new TreeMap<>();

    /** The same on disk. */
    final NavigableMap<Long, Long> recordsOnDisk = new TreeMap<>();

    /** The highest slot on disk when the engine was polled before. */
    long lastOnDisk;

    private final Deque<Write> unfinished = new ArrayDeque<>();
    private final Map<Asked, Set<Long>> pieces = new HashMap<>();

    private record Write(long batch, Log.Batch change) {}

    private record Asked(PeerId by, long ballot) {}

    PaxosReplica(PeerId self) {
        this.self = self;
    }

    /** A new life, with what is in the log. */
    void boots(EngineFactory.Boot begin, Log disk) {
        boot++;
        chosen = 0;
        leads = 0;
        watermarkChecked = 0;
        candidacies.clear();
        pieces.clear();
        unfinished.clear();
        snapshot = begin.snapshot().map(SnapshotMeta::index).orElse(0L);
        floor = begin.log().floor().index();
        written = decode(begin.hardState());
        onDisk = decode(disk.hardState());
        read(begin.log(), records);
        read(disk, recordsOnDisk);
        lastOnDisk = recordsOnDisk.isEmpty() ? 0 : recordsOnDisk.lastKey();
    }

    static HardState decode(Optional<Bytes> stored) {
        return stored.map(HardState::decode).orElse(HardState.INITIAL);
    }

    private static void read(LogView log, Map<Long, Long> ballots) {
        ballots.clear();
        for (long slot = log.firstIndex(); slot <= log.lastIndex(); slot++) {
            OptionalLong ballot = log.epochAt(slot);
            if (ballot.isPresent()) {
                ballots.put(slot, ballot.getAsLong());
            }
        }
    }

    /** All it had is gone. */
    void losesDisk() {
        unfinished.clear();
        records.clear();
        recordsOnDisk.clear();
        written = HardState.INITIAL;
        onDisk = HardState.INITIAL;
        snapshot = 0;
        floor = 0;
        lastOnDisk = 0;
    }

    Candidacy candidacy(long ballot) {
        return candidacies.computeIfAbsent(ballot, Candidacy::new);
    }

    /** Hands a change over to be written. */
    void writes(long batch, Log.Batch change) {
        unfinished.add(new Write(batch, change));
        written = change.hardState().map(HardState::decode).orElse(written);
        change.entries().forEach(entry -> records.put(entry.index(), entry.epoch()));
        change.compactTo().ifPresent(to -> records.headMap(to.index(), true).clear());
    }

    /** Everything up to and including that batch is on disk; says the records that are so since now, overwritten ones included. */
    List<Entry> finishes(long batch) {
        List<Entry> fresh = new ArrayList<>();
        for (Write write = unfinished.peek(); write != null && write.batch() <= batch; write = unfinished.peek()) {
            Log.Batch change = unfinished.remove().change();
            onDisk = change.hardState().map(HardState::decode).orElse(onDisk);
            change.entries().forEach(entry -> recordsOnDisk.put(entry.index(), entry.epoch()));
            change.compactTo()
                    .ifPresent(to -> recordsOnDisk.headMap(to.index(), true).clear());
            fresh.addAll(change.entries());
        }
        return fresh;
    }

    /** Which ballots' promises it was asked for, and from which slots on. */
    void isAsked(PeerId by, Message.Prepare prepare) {
        pieces.computeIfAbsent(new Asked(by, prepare.ballot()), asked -> new HashSet<>())
                .add(prepare.from());
    }

    /** Whether a piece begins where its promise was asked for, or where a piece before it ended. */
    boolean continues(PeerId to, Message.Promise piece) {
        Set<Long> starts = pieces.get(new Asked(to, piece.ballot()));
        if (starts == null || !starts.contains(piece.first()) || piece.last() < piece.first()) {
            return false;
        }
        if (piece.last() < Long.MAX_VALUE) {
            starts.add(piece.last() + 1);
        }
        return true;
    }

    void polled(long chosenNow, long floorNow) {
        chosen = chosenNow;
        floor = floorNow;
        lastOnDisk = recordsOnDisk.isEmpty() ? 0 : recordsOnDisk.lastKey();
        pieces.keySet().removeIf(asked -> asked.ballot() < written.promised());
        candidacies.headMap(written.promised(), false).clear();
        candidacies.values().forEach(Candidacy::polled);
    }

    /** Slots up to there need no record. */
    long covered() {
        return Math.max(snapshot, floor);
    }

    @Override
    public String toString() {
        return self + " (promised " + Ballot.toString(written.promised()) + ", chosen to " + chosen + ", snapshot "
                + snapshot + ")";
    }
}
