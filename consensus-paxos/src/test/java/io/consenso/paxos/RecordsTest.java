/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import static io.consenso.paxos.Rig.ballot;
import static io.consenso.paxos.Rig.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consenso.engine.InvariantViolation;
import io.consenso.spi.Entry;
import io.consenso.spi.Log;
import io.consenso.spi.LogPosition;
import io.consenso.testkit.engine.MemoryLog;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RecordsTest {
    private static final long LOW = ballot(1, 1);
    private static final long HIGH = ballot(2, 1);

    private final MemoryLog log = new MemoryLog();

    private Records records(Entry... stored) {
        log.apply(new Log.Batch(Optional.empty(), OptionalLong.empty(), List.of(stored), Optional.empty()));
        return new Records(log, 0);
    }

    private static List<Entry> all(Records records) {
        return records.entries(1, Long.MAX_VALUE, Long.MAX_VALUE);
    }

    @Test
    void showWhatIsStoredAndWhatIsNewAsOne() {
        Records records = records(entry(1, LOW, "a"), entry(4, LOW, "d"));
        records.put(entry(2, LOW, "b"));
        records.put(entry(4, HIGH, "D"));
        records.put(entry(7, LOW, "g"));
        assertThat(all(records))
                .containsExactly(entry(1, LOW, "a"), entry(2, LOW, "b"), entry(4, HIGH, "D"), entry(7, LOW, "g"));
        assertThat(records.last()).isEqualTo(7);
        assertThat(records.ballotAt(4)).isEqualTo(HIGH);
        assertThat(records.ballotAt(3)).isEqualTo(Ballot.ZERO);
        assertThat(records.ballotAt(8)).isEqualTo(Ballot.ZERO);
        assertThat(records.at(4)).contains(entry(4, HIGH, "D"));
        assertThat(records.at(3)).isEmpty();
    }

    @Test
    void aBallotNeverFallsAndIsNeverUsedTwiceInASlot() {
        Records records = records(entry(1, HIGH, "a"));
        assertThatThrownBy(() -> records.put(entry(1, LOW, "a"))).isInstanceOf(InvariantViolation.class);
        assertThatThrownBy(() -> records.put(entry(1, HIGH, "a"))).isInstanceOf(InvariantViolation.class);
        records.put(entry(2, HIGH, "b"));
        assertThatThrownBy(() -> records.put(entry(2, HIGH, "c"))).isInstanceOf(InvariantViolation.class);
    }

    @Test
    void compactionDropsWhatIsBelowAndKeepsEveryVoteAbove() {
        Records records = records(entry(1, LOW, "a"), entry(2, LOW, "b"), entry(5, LOW, "e"));
        records.put(entry(3, LOW, "c"));
        records.put(entry(4, LOW, "d"));
        records.compactTo(new LogPosition(3, HIGH));
        assertThat(all(records)).containsExactly(entry(4, LOW, "d"), entry(5, LOW, "e"));
        assertThat(records.ballotAt(3)).isEqualTo(HIGH);
        assertThat(records.ballotAt(2)).isEqualTo(Ballot.ZERO);
        Log.Batch change = records.drain(Optional.empty());
        assertThat(change.truncateFrom()).isEmpty();
        assertThat(change.entries()).containsExactly(entry(4, LOW, "d"));
        assertThat(change.compactTo()).contains(new LogPosition(3, HIGH));
        log.apply(change);
        assertThat(log.all()).containsExactly(entry(4, LOW, "d"), entry(5, LOW, "e"));
        assertThatThrownBy(() -> records.compactTo(new LogPosition(2, LOW))).isInstanceOf(InvariantViolation.class);
        assertThatThrownBy(() -> records.put(entry(3, HIGH, "x"))).isInstanceOf(InvariantViolation.class);
    }

    @Test
    void compactionBeyondTheLastRecordLeavesAnEmptyLog() {
        Records records = records(entry(1, LOW, "a"));
        records.compactTo(new LogPosition(9, HIGH));
        assertThat(records.last()).isEqualTo(9);
        assertThat(all(records)).isEmpty();
        records.put(entry(10, HIGH, "j"));
        assertThat(all(records)).containsExactly(entry(10, HIGH, "j"));
    }

    @Test
    void aChangeIsHandedOverOnce() {
        Records records = records();
        assertThat(records.drain(Optional.empty())).isEqualTo(Log.Batch.EMPTY);
        records.put(entry(1, LOW, "a"));
        assertThat(records.isChanged()).isTrue();
        assertThat(records.drain(Optional.empty()).entries()).containsExactly(entry(1, LOW, "a"));
        assertThat(records.isChanged()).isFalse();
        assertThat(records.drain(Optional.empty())).isEqualTo(Log.Batch.EMPTY);
    }

    /** However the records are spread over store and memory: none left out between, no more than the budget allows, at least one. */
    @Test
    void aBudgetCutsTheListAndLeavesNothingOutBetween() {
        Random random = new Random(1);
        for (int run = 0; run < 2_000; run++) {
            MemoryLog store = new MemoryLog();
            TreeMap<Long, Entry> expected = new TreeMap<>();
            for (long slot = 1; slot <= 8; slot++) {
                if (random.nextBoolean()) {
                    expected.put(slot, entry(slot, LOW, "x".repeat(random.nextInt(50))));
                }
            }
            store.apply(new Log.Batch(
                    Optional.empty(), OptionalLong.empty(), List.copyOf(expected.values()), Optional.empty()));
            Records records = new Records(store, 0);
            for (long slot = 1; slot <= 10; slot++) {
                if (random.nextInt(3) == 0) {
                    Entry fresh = entry(slot, HIGH, "y".repeat(random.nextInt(50)));
                    records.put(fresh);
                    expected.put(slot, fresh);
                }
            }
            long from = random.nextLong(1, 9);
            long to = random.nextLong(from, from + 8);
            long budget = random.nextLong(1, 401);
            List<Entry> due = List.copyOf(expected.subMap(from, true, to, true).values());
            List<Entry> taken = records.entries(from, to, budget);
            assertThat(taken).isEqualTo(due.subList(0, taken.size()));
            assertThat(taken.isEmpty()).isEqualTo(due.isEmpty());
            long bytes = taken.stream().mapToLong(Entry::size).sum();
            assertThat(taken.size() == 1 || bytes <= budget).isTrue();
            assertThat(records.entries(from, to, Long.MAX_VALUE)).isEqualTo(due);
        }
    }
}
