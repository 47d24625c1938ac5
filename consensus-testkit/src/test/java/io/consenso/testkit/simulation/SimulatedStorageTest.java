/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consenso.Bytes;
import io.consenso.Membership;
import io.consenso.PeerId;
import io.consenso.spi.Entry;
import io.consenso.spi.Frame;
import io.consenso.spi.Log;
import io.consenso.spi.LogPosition;
import io.consenso.spi.SnapshotMeta;
import io.consenso.spi.SnapshotStore;
import io.consenso.spi.Storage.GroupBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SimulatedStorageTest {
    private static final PeerId A = PeerId.of("a");
    private static final Membership ALONE = Membership.of(List.of(A));

    private Simulation simulation = new Simulation(0);
    private SimulatedNode node = simulation.node(A);

    @BeforeEach
    void slowDisk() {
        fresh(0);
    }

    @Test
    void aWriteThatReturnedSurvivesACrash() {
        node.host().lane("log").execute(() -> write(put(1, 2, 3)));
        simulation.run(Duration.ofMillis(11));
        crashAndRestart();
        assertThat(indexes()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void aWriteTakesTimeOfItsTaskOnly() {
        long start = node.host().nanoTime();
        List<Long> took = new ArrayList<>();
        node.host().lane("log").execute(() -> {
            write(put(1));
            took.add(node.host().nanoTime() - start);
        });
        node.host().lane("other").execute(() -> took.add(node.host().nanoTime() - start));
        simulation.run(Duration.ofMillis(20));
        assertThat(took).hasSize(2);
        assertThat(took.get(0)).isLessThan(100_000L);
        assertThat(took.get(1)).isBetween(10_000_000L, 10_100_000L);
    }

    @Test
    void aWriteUnderWayIsSeenAndIsKeptByACrashWhollyOrNotAtAll() {
        Set<List<Long>> outcomes = new HashSet<>();
        for (int seed = 0; seed < 50; seed++) {
            fresh(seed);
            node.run(() -> write(put(1)));
            simulation.run(Duration.ofSeconds(1));
            node.host()
                    .lane("log")
                    .execute(() -> write(
                            new GroupBatch("g", truncateAndPut(1, 2, 3)),
                            new GroupBatch("h", truncateAndPut(1, 5, 6))));
            simulation.run(Duration.ofMillis(1));
            assertThat(indexes()).containsExactly(2L, 3L);
            crashAndRestart();
            outcomes.add(indexes());
            assertThat(node.storage().log("h").lastIndex()).isEqualTo(indexes().size() == 1 ? 0 : 6);
        }
        assertThat(outcomes).containsExactlyInAnyOrder(List.of(1L), List.of(2L, 3L));
    }

    @Test
    void ofUnsyncedWritesAPrefixSurvives() {
        Set<Long> floors = new HashSet<>();
        for (int seed = 0; seed < 50; seed++) {
            fresh(seed);
            node.run(() -> write(put(1, 2, 3, 4, 5)));
            simulation.run(Duration.ofMillis(20));
            node.run(() -> {
                write(compact(1));
                write(compact(2));
                write(compact(3));
            });
            crashAndRestart();
            Log log = node.storage().log("g");
            floors.add(log.floor().index());
            assertThat(indexes())
                    .isEqualTo(
                            LongStream.rangeClosed(log.firstIndex(), 5).boxed().toList());
        }
        assertThat(floors).containsExactlyInAnyOrder(0L, 1L, 2L, 3L);
    }

    @Test
    void aKilledProcessLosesNothingThatWasWritten() {
        node.host().lane("log").execute(() -> write(put(1)));
        simulation.run(Duration.ofMillis(1));
        node.kill();
        node.restart();
        assertThat(indexes()).containsExactly(1L);
    }

    @Test
    void whatFollowsAWriteDoesNotHappenIfTheProcessDiesMeanwhile() {
        List<String> sent = new ArrayList<>();
        simulation.node(PeerId.of("b")).transport().subscribe("g", (from, frame) -> sent.add(frame.toUtf8()));
        node.host().lane("log").execute(() -> {
            write(put(1));
            node.transport().send("g", PeerId.of("b"), Frame.of(Bytes.ofUtf8("durable")));
        });
        simulation.run(Duration.ofMillis(5));
        node.crash();
        simulation.run(Duration.ofSeconds(1));
        assertThat(sent).isEmpty();
    }

    @Test
    void afterAFailedWriteEveryWriteFailsUntilRestart() {
        node.disk().failNextWrite(new IOException("EIO"));
        assertThatThrownBy(() -> write(put(1))).hasRootCauseMessage("EIO");
        assertThatThrownBy(() -> write(put(1))).hasRootCauseMessage("EIO");
        crashAndRestart();
        write(put(1));
        assertThat(indexes()).containsExactly(1L);
    }

    @Test
    void aFullDiskRefusesUntilThereIsRoomAndTheProcessIsNew() {
        node.disk().full(true);
        assertThatThrownBy(() -> write(put(1))).hasMessageContaining("no space left");
        node.disk().full(false);
        assertThatThrownBy(() -> write(put(1))).hasMessageContaining("failed before");
        crashAndRestart();
        write(put(1));
        assertThat(indexes()).containsExactly(1L);
    }

    @Test
    void aStalledDiskHoldsWrites() {
        node.disk().stall(Duration.ofSeconds(5));
        long start = simulation.now();
        List<Long> done = new ArrayList<>();
        node.host().lane("log").execute(() -> {
            write(put(1));
            done.add(simulation.now() - start);
        });
        simulation.run(Duration.ofSeconds(6));
        assertThat(done.get(0)).isBetween(5_000_000_000L, 5_100_000_000L);
    }

    @Test
    void aDamagedEntryIsNeverReadAsAbsent() {
        write(put(1, 2));
        node.disk().damageEntry("g", 2);
        assertThat(node.storage().log("g").entries(1, 2, 1_000)).hasSize(1);
        assertThat(node.storage().log("g").epochAt(2)).hasValue(1);
        assertThatThrownBy(this::indexes).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void aWipedDiskIsAnotherDisk() {
        write(put(1));
        long id = node.storage().storageId();
        crashAndRestart();
        assertThat(node.storage().storageId()).isEqualTo(id);
        node.crash();
        node.disk().wipe();
        node.restart();
        assertThat(node.storage().storageId()).isNotEqualTo(id);
        assertThat(indexes()).isEmpty();
    }

    @Test
    void aSnapshotShowsWhenItsCommitHasReturned() {
        SnapshotMeta meta = new SnapshotMeta(7, 1, ALONE);
        node.host().lane("snapshots").execute(() -> {
            store(meta, "state");
            assertThat(snapshots().latest().orElseThrow().meta()).isEqualTo(meta);
        });
        simulation.run(Duration.ofMillis(1));
        assertThat(snapshots().latest()).isEmpty();
        simulation.run(Duration.ofMillis(20));
        assertThat(snapshots().latest().orElseThrow().meta()).isEqualTo(meta);
        crashAndRestart();
        assertThat(read(snapshots().latest().orElseThrow())).isEqualTo("state");
    }

    @Test
    void aCrashInACommitLeavesTheOldSnapshotOrTheNewOne() {
        Set<String> left = new HashSet<>();
        for (int seed = 0; seed < 50; seed++) {
            fresh(seed);
            store(new SnapshotMeta(7, 1, ALONE), "old");
            node.host().lane("snapshots").execute(() -> store(new SnapshotMeta(9, 1, ALONE), "new"));
            simulation.run(Duration.ofMillis(1));
            crashAndRestart();
            left.add(read(snapshots().latest().orElseThrow()));
        }
        assertThat(left).containsExactlyInAnyOrder("old", "new");
    }

    @Test
    void aFetchGoesOnAfterACrashFromSomePointBefore() throws IOException {
        Bytes content = Bytes.ofUtf8("0123456789");
        var offered = new SnapshotStore.Stored(new SnapshotMeta(7, 1, ALONE), 10, content.crc32c());
        SnapshotStore.Writing first = snapshots().fetch(offered);
        content.slice(0, 6).writeTo(first.out());
        crashAndRestart();
        SnapshotStore.Writing second = snapshots().fetch(offered);
        assertThat(second.position()).isBetween(0L, 6L);
        content.slice((int) second.position()).writeTo(second.out());
        assertThat(second.commit()).isEqualTo(offered);
        assertThat(read(offered)).isEqualTo("0123456789");
    }

    @Test
    void aDamagedSnapshotIsNeverHandedOut() {
        store(new SnapshotMeta(7, 1, ALONE), "state");
        node.disk().damageSnapshot("g");
        assertThatThrownBy(() -> snapshots().open(snapshots().latest().orElseThrow()))
                .isInstanceOf(IOException.class);
    }

    private void fresh(long seed) {
        simulation = new Simulation(seed);
        node = simulation.node(A);
        node.disk().options(DiskOptions.ssd().withSync(Duration.ofMillis(10), Duration.ZERO));
    }

    private void crashAndRestart() {
        node.crash();
        node.restart();
    }

    private List<Long> indexes() {
        Log log = node.storage().log("g");
        return log.entries(log.firstIndex(), log.lastIndex() + 1, Long.MAX_VALUE).stream()
                .map(Entry::index)
                .toList();
    }

    private SnapshotStore snapshots() {
        return node.storage().snapshots("g");
    }

    private void store(SnapshotMeta meta, String content) {
        try (SnapshotStore.Writing writing = snapshots().create(meta)) {
            Bytes.ofUtf8(content).writeTo(writing.out());
            writing.commit();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String read(SnapshotStore.Stored stored) {
        try {
            return Bytes.readFrom(snapshots().open(stored)).toUtf8();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(Log.Batch batch) {
        write(new GroupBatch("g", batch));
    }

    private void write(GroupBatch... batches) {
        try {
            node.storage().write(List.of(batches));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Log.Batch put(long... indexes) {
        return new Log.Batch(Optional.empty(), OptionalLong.empty(), entries(indexes), Optional.empty());
    }

    private static Log.Batch truncateAndPut(long from, long... indexes) {
        return new Log.Batch(Optional.empty(), OptionalLong.of(from), entries(indexes), Optional.empty());
    }

    private static Log.Batch compact(long to) {
        return new Log.Batch(Optional.empty(), OptionalLong.empty(), List.of(), Optional.of(new LogPosition(to, 1)));
    }

    private static List<Entry> entries(long... indexes) {
        return LongStream.of(indexes)
                .mapToObj(index -> new Entry(index, 1, Entry.Kind.COMMANDS, Bytes.ofLong(index)))
                .toList();
    }
}
