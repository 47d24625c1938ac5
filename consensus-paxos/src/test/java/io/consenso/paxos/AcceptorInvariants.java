/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import io.consenso.PeerId;
import io.consenso.engine.EngineFactory;
import io.consenso.engine.Ready;
import io.consenso.spi.Entry;
import io.consenso.spi.LogView;
import io.consenso.testkit.engine.Violations;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** The part of {@link PaxosInvariants} that is about one acceptor alone: its promise, its records, and what it tells of them. */
final class AcceptorInvariants {
    private final Violations violations;
    private final SlotLedger ledger;

    AcceptorInvariants(Violations violations, SlotLedger ledger) {
        this.violations = violations;
        this.ledger = ledger;
    }

    /** Nothing that was on disk is gone after a restart. */
    void checkRestart(PaxosReplica replica, EngineFactory.Boot boot) {
        HardState begin = PaxosReplica.decode(boot.hardState());
        HardState disk = replica.onDisk;
        check(
                begin.promised() >= disk.promised(),
                "promise",
                () -> replica + " had " + disk + ", restarts with " + begin);
        check(
                begin.watermark() >= disk.watermark(),
                "order",
                () -> replica + " had " + disk + ", restarts with " + begin);
        LogView log = boot.log();
        replica.recordsOnDisk.tailMap(log.floor().index(), false).forEach((slot, ballot) -> {
            OptionalLong there = ballotAt(log, slot, ballot);
            check(
                    there.orElse(0) >= ballot,
                    "votes kept",
                    () -> replica + " had in slot " + slot + " a record of " + Ballot.toString(ballot)
                            + ", restarts with one of " + there);
        });
    }

    /** What rotted was there. */
    private static OptionalLong ballotAt(LogView log, long slot, long otherwise) {
        try {
            return log.epochAt(slot);
        } catch (UncheckedIOException e) {
            return OptionalLong.of(otherwise);
        }
    }

    /** Before the replica is told of the write. */
    void checkWrite(PaxosReplica replica, Ready<Message> ready, LogView log) {
        HardState before = replica.written;
        HardState after = ready.persist().hardState().map(HardState::decode).orElse(before);
        check(
                after.promised() >= before.promised(),
                "promise",
                () -> replica + " promises " + Ballot.toString(after.promised()));
        check(
                after.watermark() >= before.watermark(),
                "order",
                () -> replica + " writes " + after + " after " + before);
        check(
                ready.persist().truncateFrom().isEmpty(),
                "votes kept",
                () -> replica + " truncates from " + ready.persist().truncateFrom());
        ready.persist().entries().forEach(entry -> checkRecord(replica, entry, after));
    }

    private void checkRecord(PaxosReplica replica, Entry entry, HardState after) {
        ledger.writes(replica.self, entry);
        check(
                entry.index() > replica.floor,
                "votes kept",
                () -> replica + " writes " + SlotLedger.show(entry) + ", compacted is " + replica.floor);
        long before = replica.records.getOrDefault(entry.index(), 0L);
        check(
                entry.epoch() >= before,
                "votes kept",
                () -> replica + " writes " + SlotLedger.show(entry) + " over " + Ballot.toString(before));
        check(
                entry.epoch() <= after.promised(),
                "promise",
                () -> replica + " writes " + SlotLedger.show(entry) + ", promised is "
                        + Ballot.toString(after.promised()));
        check(
                entry.epoch() >= replica.written.promised() || ledger.isChosen(entry),
                "acceptance",
                () -> replica + " writes " + SlotLedger.show(entry) + ", which is not chosen");
        check(
                entry.index() > replica.chosen || ledger.isChosen(entry),
                "learning",
                () -> replica + " writes " + SlotLedger.show(entry) + " where another value is chosen");
    }

    /** The view is what will be on disk when this write is: earlier writes come first. */
    void checkWatermark(PaxosReplica replica, Ready<Message> ready, LogView log) {
        long watermark = replica.written.watermark();
        if (ready.persist().hardState().isEmpty()) {
            return;
        }
        check(
                watermark <= ready.progress().commitIndex(),
                "order",
                () -> replica + " writes watermark " + watermark + ", chosen is "
                        + ready.progress().commitIndex());
        long next = Math.max(replica.watermarkChecked, log.floor().index()) + 1;
        replica.watermarkChecked = Math.max(replica.watermarkChecked, watermark);
        if (next > watermark) {
            return;
        }
        for (Entry entry : log.entries(next, watermark + 1, Long.MAX_VALUE)) {
            if (entry.index() != next) {
                break;
            }
            check(
                    ledger.isChosen(entry),
                    "order",
                    () -> replica + " writes watermark " + watermark + " over " + SlotLedger.show(entry)
                            + ", which is not chosen");
            next++;
        }
        long hole = next;
        check(hole > watermark, "order", () -> replica + " writes watermark " + watermark + " and lacks " + hole);
    }

    /** Before the replica is told of the write. */
    void checkPromise(PaxosReplica replica, PeerId to, Message.Promise promise, Ready<Message> ready, LogView log) {
        check(
                replica.continues(to, promise),
                "evidence",
                () -> replica + " promises " + to + " " + promise + ", which joins up with nothing asked or told");
        check(
                promise.chosen() <= ready.progress().commitIndex(),
                "evidence",
                () -> replica + " says " + promise + ", chosen is "
                        + ready.progress().commitIndex());
        Map<Long, Long> told = new HashMap<>();
        for (Entry record : promise.records()) {
            checkTold(replica, promise, record, log);
            told.put(record.index(), record.epoch());
        }
        long last = Math.min(promise.last(), log.lastIndex());
        for (long slot = Math.max(Math.max(promise.first(), promise.chosen() + 1), log.firstIndex());
                slot <= last;
                slot++) {
            long ballot = ballotAt(log, slot, Long.MAX_VALUE).orElse(Long.MAX_VALUE);
            long index = slot;
            check(
                    ballot >= promise.ballot()
                            || told.getOrDefault(slot, 0L) == ballot
                            || isFaulty(promise, slot)
                            || isLearnedJustNow(ready, slot),
                    "evidence",
                    () -> replica + " says " + promise + " and holds in slot " + index + " a record of "
                            + Ballot.toString(ballot));
        }
    }

    private void checkTold(PaxosReplica replica, Message.Promise promise, Entry record, LogView log) {
        ledger.says(replica.self, record);
        long slot = record.index();
        check(
                promise.first() <= slot && slot <= promise.last() && record.epoch() != promise.ballot(),
                "evidence",
                () -> replica + " says " + promise + " with " + SlotLedger.show(record));
        check(
                slot <= log.floor().index()
                        || ballotAt(log, slot, Long.MAX_VALUE).orElse(0) >= record.epoch(),
                "evidence",
                () -> replica + " says " + promise + " and does not hold " + SlotLedger.show(record));
    }

    private static boolean isFaulty(Message.Promise promise, long slot) {
        return promise.faulty().stream().anyMatch(range -> range.first() <= slot && slot <= range.last());
    }

    /** It may have been learned after the promise was made, before the poll. */
    private boolean isLearnedJustNow(Ready<Message> ready, long slot) {
        return ready.persist().entries().stream().anyMatch(entry -> entry.index() == slot && ledger.isChosen(entry));
    }

    private void check(boolean holds, String invariant, Supplier<String> seen) {
        if (!holds) {
            violations.found(invariant, seen.get());
        }
    }
}
