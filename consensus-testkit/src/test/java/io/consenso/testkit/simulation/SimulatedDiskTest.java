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
import io.consenso.spi.Log;
import io.consenso.spi.SnapshotMeta;
import io.consenso.spi.SnapshotStore;
import io.consenso.spi.SnapshotStore.Stored;
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

/** What can happen to a disk besides a power failure in the middle of a write. */
class SimulatedDiskTest {
    private static final PeerId A = PeerId.of("a");
    private static final PeerId B = PeerId.of("b");
    private static final SnapshotMeta META = new SnapshotMeta(7, 1, Membership.of(List.of(A)));

    private Simulation simulation = new Simulation(0);
    private SimulatedNode node = simulation.node(A);
    private SimulatedDisk disk = node.disk();

    @BeforeEach
    void slowDisk() {
        fresh(0);
    }

    @Test
    void theDurableViewShowsAWriteWhenItIsSynced() {
        Log durable = disk.durable("g");
        node.host().lane("log").execute(() -> write(put(1, 2)));
        simulation.run(Duration.ofMillis(5));
        assertThat(indexes(node.storage().log("g"))).containsExactly(1L, 2L);
        assertThat(indexes(durable)).isEmpty();
        assertThat(durable.hardState()).isEmpty();
        simulation.run(Duration.ofMillis(6));
        assertThat(indexes(durable)).containsExactly(1L, 2L);
        assertThat(durable.hardState()).contains(Bytes.ofLong(2));
    }

    @Test
    void theDurableViewIsWhatAPowerFailureLeavesAtLeast() {
        for (int seed = 0; seed < 50; seed++) {
            fresh(seed);
            node.host().lane("log").execute(() -> write(put(1)));
            node.host().lane("log").execute(() -> write(put(1, 2)));
            simulation.run(Duration.ofMillis(5 + seed % 20));
            List<Long> promised = indexes(disk.durable("g"));
            node.crash();
            node.restart();
            assertThat(indexes(node.storage().log("g"))).containsAll(promised);
            assertThat(indexes(disk.durable("g")))
                    .isEqualTo(indexes(node.storage().log("g")));
        }
    }

    @Test
    void aTornWriteIsLostAsAWhole() {
        long torn = 0;
        Set<List<Long>> left = new HashSet<>();
        for (int seed = 0; seed < 60; seed++) {
            fresh(seed);
            node.host().lane("log").execute(() -> write(put(1, 2)));
            simulation.run(Duration.ofMillis(5));
            node.crash();
            node.restart();
            left.add(indexes(node.storage().log("g")));
            torn += disk.writesTorn();
            assertThat(disk.writesLost())
                    .isEqualTo(indexes(node.storage().log("g")).isEmpty() ? 1 : 0);
        }
        assertThat(torn).isPositive();
        assertThat(left).containsExactlyInAnyOrder(List.of(), List.of(1L, 2L));
    }

    @Test
    void aFailedSyncThrowsAfterTheSyncAndItsWriteMayBeThereOrNot() {
        Set<List<Long>> left = new HashSet<>();
        for (int seed = 0; seed < 50; seed++) {
            fresh(seed);
            disk.failNextSync(new IOException("fsync"));
            List<String> thrown = new ArrayList<>();
            node.host().lane("log").execute(() -> {
                assertThatThrownBy(() -> write(put(1))).hasRootCauseMessage("fsync");
                thrown.add(Duration.ofNanos(simulation.now()).toMillis() + " ms");
                assertThatThrownBy(() -> write(put(2))).hasMessageContaining("failed before");
            });
            simulation.run(Duration.ofSeconds(1));
            assertThat(thrown).containsExactly("10 ms");
            assertThat(indexes(disk.durable("g"))).isEmpty();
            node.crash();
            node.restart();
            left.add(indexes(node.storage().log("g")));
        }
        assertThat(left).containsExactlyInAnyOrder(List.of(), List.of(1L));
    }

    @Test
    void aWriteTakesItsTimeByItsSize() {
        disk.options(DiskOptions.ssd().withSync(Duration.ZERO, Duration.ZERO).withBytesPerSecond(1_000));
        List<Long> done = new ArrayList<>();
        node.host().lane("log").execute(() -> {
            write(new Log.Batch(
                    Optional.of(Bytes.wrap(new byte[2_000])), OptionalLong.empty(), List.of(), Optional.empty()));
            done.add(Duration.ofNanos(simulation.now()).toMillis());
        });
        simulation.run(Duration.ofSeconds(5));
        assertThat(done).containsExactly(2_000L);
    }

    @Test
    void aFullDiskRefusesPiecesAndCommitsOfSnapshotsAndRoomHelpsThose() throws IOException {
        SnapshotStore store = node.storage().snapshots("g");
        SnapshotStore.Writing writing = store.create(META);
        Bytes.ofUtf8("ab").writeTo(writing.out());
        disk.full(true);
        assertThatThrownBy(() -> Bytes.ofUtf8("c").writeTo(writing.out())).hasMessageContaining("no space left");
        assertThatThrownBy(writing::commit).hasMessageContaining("no space left");
        assertThatThrownBy(() -> write(put(1))).hasMessageContaining("no space left");
        disk.full(false);
        assertThatThrownBy(() -> write(put(1))).hasMessageContaining("failed before");
        assertThat(store.latest()).isEmpty();
        writing.commit();
        assertThat(store.latest())
                .hasValueSatisfying(stored -> assertThat(stored.length()).isEqualTo(2));
    }

    @Test
    void aSnapshotThatCouldNotBeCommittedLeavesTheLogAlone() throws IOException {
        disk.failNextSync(new IOException("fsync"));
        SnapshotStore.Writing writing = node.storage().snapshots("g").create(META);
        assertThatThrownBy(writing::commit).hasMessage("fsync");
        write(put(1));
        assertThat(indexes(node.storage().log("g"))).containsExactly(1L);
    }

    @Test
    void rotInTheLogRefusesTheNextProcess() {
        write(put(1, 2));
        disk.damageEntry("g", 2);
        Log log = node.storage().log("g");
        assertThat(log.lastIndex()).isEqualTo(2);
        assertThatThrownBy(() -> indexes(log)).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> indexes(disk.durable("g"))).isInstanceOf(UncheckedIOException.class);
        restartNode();
        assertThatThrownBy(() -> node.storage().log("other"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("entry 2 of group g");
    }

    @Test
    void rotInTheHardStateRefusesTheNextProcess() {
        write(put(1));
        disk.damageHardState("g");
        assertThat(node.storage().log("g").hardState()).contains(Bytes.ofLong(1));
        restartNode();
        assertThatThrownBy(() -> node.storage().log("g"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("hard state of group g");
    }

    @Test
    void rotThatIsOverwrittenOrDeletedIsGone() {
        write(put(1, 2, 3));
        disk.damageEntry("g", 2);
        disk.damageEntry("g", 3);
        disk.damageEntry("g", 9);
        disk.damageHardState("g");
        write(new Log.Batch(Optional.of(Bytes.EMPTY), OptionalLong.of(3), entries(2), Optional.empty()));
        restartNode();
        assertThat(indexes(node.storage().log("g"))).containsExactly(1L, 2L);
    }

    @Test
    void rotInAFetchIsFoundWhenItIsComplete() throws IOException {
        Bytes content = Bytes.ofUtf8("0123456789");
        Stored offered = new Stored(META, 10, content.crc32c());
        assertThat(disk.damageFetch("g")).isFalse();
        SnapshotStore.Writing first = node.storage().snapshots("g").fetch(offered);
        content.slice(0, 6).writeTo(first.out());
        assertThat(disk.damageFetch("g")).isTrue();
        content.slice(6).writeTo(first.out());
        assertThatThrownBy(first::commit).isInstanceOf(IOException.class);
        assertThat(node.storage().snapshots("g").fetch(offered).position()).isZero();
    }

    @Test
    void aRollBackForgetsWhatCameAfterTheImageAndKeepsTheName() throws IOException {
        write(put(1));
        commit("old");
        long id = node.storage().storageId();
        SimulatedDisk.Image image = disk.image();
        write(put(2));
        commit("newer");
        assertThatThrownBy(() -> disk.rollBack(image)).isInstanceOf(IllegalStateException.class);
        for (int times = 0; times < 2; times++) {
            node.kill();
            disk.rollBack(image);
            node.restart();
            assertThat(node.storage().storageId()).isEqualTo(id);
            assertThat(indexes(node.storage().log("g"))).containsExactly(1L);
            assertThat(indexes(disk.durable("g"))).containsExactly(1L);
            assertThat(node.storage().snapshots("g").latest().orElseThrow().length())
                    .isEqualTo(3);
            write(put(5));
        }
    }

    @Test
    void anImageHasNothingThatAPowerFailureCouldTake() {
        node.host().lane("log").execute(() -> write(put(1)));
        simulation.run(Duration.ofMillis(5));
        SimulatedDisk.Image image = disk.image();
        node.kill();
        disk.rollBack(image);
        node.restart();
        assertThat(indexes(node.storage().log("g"))).isEmpty();
    }

    @Test
    void twoDisksThatChangePlacesAreRefusedUntilTheyChangeBack() {
        SimulatedNode other = simulation.node(B);
        write(put(1));
        long id = node.storage().storageId();
        long otherId = other.storage().storageId();
        node.kill();
        assertThatThrownBy(() -> disk.swapWith(other.disk())).isInstanceOf(IllegalStateException.class);
        other.kill();
        disk.swapWith(other.disk());
        node.restart();
        other.restart();
        assertThat(node.storage().storageId()).isEqualTo(otherId);
        assertThat(other.storage().storageId()).isEqualTo(id);
        assertThatThrownBy(() -> node.storage().log("g"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("expected the disk of 'a', found that of 'b'");
        assertThat(indexes(other.disk().durable("g"))).containsExactly(1L);
        node.kill();
        other.kill();
        other.disk().swapWith(disk);
        node.restart();
        assertThat(indexes(node.storage().log("g"))).containsExactly(1L);
    }

    private void fresh(long seed) {
        simulation = new Simulation(seed);
        node = simulation.node(A);
        disk = node.disk();
        disk.options(DiskOptions.ssd().withSync(Duration.ofMillis(10), Duration.ZERO));
    }

    private void restartNode() {
        node.kill();
        node.restart();
    }

    private void commit(String content) throws IOException {
        SnapshotStore.Writing writing = node.storage().snapshots("g").create(META);
        Bytes.ofUtf8(content).writeTo(writing.out());
        writing.commit();
    }

    private void write(Log.Batch batch) {
        try {
            node.storage().write(List.of(new GroupBatch("g", batch)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Long> indexes(Log log) {
        return log.entries(log.firstIndex(), log.lastIndex() + 1, Long.MAX_VALUE).stream()
                .map(Entry::index)
                .toList();
    }

    /** Entries, with the last index as hard state. */
    private static Log.Batch put(long... indexes) {
        Bytes last = Bytes.ofLong(indexes[indexes.length - 1]);
        return new Log.Batch(Optional.of(last), OptionalLong.empty(), entries(indexes), Optional.empty());
    }

    private static List<Entry> entries(long... indexes) {
        return LongStream.of(indexes)
                .mapToObj(index -> new Entry(index, 1, Entry.Kind.COMMANDS, Bytes.ofLong(index)))
                .toList();
    }
}
