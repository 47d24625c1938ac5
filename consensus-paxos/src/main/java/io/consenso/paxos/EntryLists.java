/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import io.consenso.Bytes;
import io.consenso.engine.InvariantViolation;
import io.consenso.engine.parts.EntryReader;
import io.consenso.paxos.proto.EntryList;
import io.consenso.spi.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;

/** Entries on the wire, their payloads apart: slots ascend and may leave some out, so consecutive ones and ballots that repeat take a byte each. */
final class EntryLists {
    private EntryLists() {}

    /** For entries that are all of the ballot that the header tells anyway. */
    static EntryList ofOneBallot(long ballot, List<Entry> entries) {
        for (Entry entry : entries) {
            InvariantViolation.check(entry.epoch() == ballot, "an entry of another ballot than its message");
        }
        return withoutBallots(entries).build();
    }

    /** For entries that have each a ballot of their own. */
    static EntryList ofAnyBallots(List<Entry> entries) {
        EntryList.Builder list = withoutBallots(entries);
        long before = Ballot.ZERO;
        for (Entry entry : entries) {
            list.addBallot(entry.epoch() == before ? Ballot.ZERO : entry.epoch());
            before = entry.epoch();
        }
        return list.build();
    }

    private static EntryList.Builder withoutBallots(List<Entry> entries) {
        EntryList.Builder list = EntryList.newBuilder();
        long before = 0;
        for (Entry entry : entries) {
            InvariantViolation.check(entry.index() > before, "entries whose slots do not ascend");
            list.addSkipped(entry.index() - before - 1)
                    .addKind(EntryReader.number(entry.kind()))
                    .addPayloadLength(entry.payload().length());
            before = entry.index();
        }
        return list;
    }

    /** What {@link #ofOneBallot} wrote. Throws {@link IllegalArgumentException} for what it did not. */
    static List<Entry> readOfOneBallot(long ballot, EntryList list, Bytes payloads) {
        HeaderReader.require(list.getBallotCount() == 0, "entries of another ballot than their message");
        return read(list, position -> ballot, payloads);
    }

    /** What {@link #ofAnyBallots} wrote. Throws {@link IllegalArgumentException} for what it did not. */
    static List<Entry> readOfAnyBallots(EntryList list, Bytes payloads) {
        long[] ballots = new long[list.getBallotCount()];
        long before = Ballot.ZERO;
        for (int i = 0; i < ballots.length; i++) {
            before = list.getBallot(i) == Ballot.ZERO ? before : list.getBallot(i);
            ballots[i] = before;
        }
        HeaderReader.require(list.getSkippedCount() == ballots.length, "lists of different lengths");
        return read(list, position -> ballots[position], payloads);
    }

    private static List<Entry> read(EntryList list, IntToLongFunction ballots, Bytes payloads) {
        int count = list.getSkippedCount();
        HeaderReader.require(
                count == list.getKindCount() && count == list.getPayloadLengthCount(), "lists of different lengths");
        EntryReader reader = new EntryReader(payloads);
        List<Entry> entries = new ArrayList<>(count);
        long slot = 0;
        for (int i = 0; i < count; i++) {
            long skipped = HeaderReader.natural(list.getSkipped(i));
            HeaderReader.require(skipped < Long.MAX_VALUE - slot, "a slot beyond all slots");
            slot += 1 + skipped;
            entries.add(reader.next(slot, ballots.applyAsLong(i), list.getKind(i), list.getPayloadLength(i)));
        }
        reader.end();
        return entries;
    }
}
