/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.Bytes;
import io.consenso.Membership;
import io.consenso.PeerId;
import io.consenso.spi.Entry;
import io.consenso.spi.Log;
import io.consenso.spi.LogPosition;
import io.consenso.spi.SnapshotMeta;
import io.consenso.spi.SnapshotStore;
import io.consenso.spi.Storage;
import io.consenso.spi.Storage.GroupBatch;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Storage} must do as a whole: identity, groups beside each other, one atomic write. Extend it, say where a storage
 * lives, and JUnit runs it; {@link LogContract} and {@link SnapshotStoreContract} go with it, by the same method.
 *
 * <pre>{@code
 * class MyStorageContractTest extends StorageContract {
 *     @TempDir Path directory;
 *     private int homes;
 *
 *     @Override protected Home newHome() {
 *         Path home = directory.resolve("storage" + homes++);
 *         return () -> MyStorage.open(home);
 *     }
 * }
 * }</pre>
 */
public abstract class StorageContract {
    private @Nullable Opened opened;

    /** For subclasses. */
    protected StorageContract() {}

    /** Where one storage lives, on disk or in memory. */
    @FunctionalInterface
    public interface Home {
        /** Opens the storage: a fresh one the first time, after that the one that was closed, with everything that was written. */
        Storage open() throws IOException;
    }

    /** A home in which nothing has been stored yet, different from all others. */
    protected abstract Home newHome() throws IOException;

    /** A home and the storage that is open in it. */
    static final class Opened {
        private final Home home;
        private Storage storage;

        Opened(Home home) throws IOException {
            this.home = home;
            storage = home.open();
        }

        Storage storage() {
            return storage;
        }

        Storage reopen() throws IOException {
            storage.close();
            storage = home.open();
            return storage;
        }
    }

    /** The storage under test, opened when it is first asked for. */
    private Opened opened() throws IOException {
        if (opened == null) {
            opened = new Opened(newHome());
        }
        return opened;
    }

    private Storage storage() throws IOException {
        return opened().storage();
    }

    private Storage reopen() throws IOException {
        return opened().reopen();
    }

    private void nowAndAfterReopen(Consumer<Storage> check) throws IOException {
        check.accept(storage());
        check.accept(reopen());
    }

    @AfterEach
    void closeStorage() throws IOException {
        if (opened != null) {
            opened.storage().close();
        }
    }

    @Test
    void keepsItsStorageIdAcrossReopening() throws IOException {
        long id = storage().storageId();
        assertThat(reopen().storageId()).isEqualTo(id);
        assertThat(reopen().storageId()).isEqualTo(id);
    }

    @Test
    void differsFromAnyOtherStorageInItsId() throws IOException {
        try (Storage other = newHome().open()) {
            assertThat(storage().storageId()).isNotEqualTo(other.storageId());
        }
    }

    @Test
    void givesTheSameObjectForTheSameGroup() throws IOException {
        assertThat(storage().log("g"))
                .isSameAs(storage().log("g"))
                .isNotSameAs(storage().log("h"));
        assertThat(storage().snapshots("g"))
                .isSameAs(storage().snapshots("g"))
                .isNotSameAs(storage().snapshots("h"));
    }

    @Test
    void isClosedTwiceWithoutHarm() throws IOException {
        storage().close();
        storage().close();
    }

    @Test
    void writesSeveralGroupsAtOnce() throws IOException {
        storage()
                .write(List.of(
                        new GroupBatch("g", put(entry(1, 1, "g1"), entry(2, 1, "g2"))),
                        new GroupBatch("h", put(entry(1, 7, "h1")))));
        assertThat(reopen().log("g").entries(1, 10, 1000)).containsExactly(entry(1, 1, "g1"), entry(2, 1, "g2"));
        assertThat(storage().log("h").entries(1, 10, 1000)).containsExactly(entry(1, 7, "h1"));
    }

    @Test
    void appliesSeveralBatchesOfOneGroupInTheirOrder() throws IOException {
        storage()
                .write(List.of(
                        new GroupBatch("g", put(entry(1, 1, "a"), entry(2, 1, "b"), entry(3, 1, "c"))),
                        new GroupBatch("h", put(entry(1, 1, "other"))),
                        new GroupBatch("g", truncateAndPut(2, entry(2, 2, "B"))),
                        new GroupBatch("g", hardState("one")),
                        new GroupBatch("g", hardState("two"))));
        nowAndAfterReopen(s -> {
            assertThat(s.log("g").entries(1, 10, 1000)).containsExactly(entry(1, 1, "a"), entry(2, 2, "B"));
            assertThat(s.log("g").hardState()).contains(Bytes.ofUtf8("two"));
        });
    }

    @Test
    void keepsGroupsApart() throws IOException {
        storage().write(List.of(new GroupBatch("g", put(entry(1, 1, "g1"), entry(2, 1, "g2")))));
        storage().write(List.of(new GroupBatch("h", put(entry(1, 5, "h1"), entry(2, 5, "h2"), entry(3, 5, "h3")))));
        storage().write(List.of(new GroupBatch("g", truncateAndPut(1))));
        storage().write(List.of(new GroupBatch("i", hardState("i"))));
        storage().write(List.of(new GroupBatch("h", compact(1, 5))));
        nowAndAfterReopen(s -> {
            assertThat(s.log("g").lastIndex()).isZero();
            assertThat(s.log("g").floor()).isEqualTo(LogPosition.ZERO);
            assertThat(s.log("g").hardState()).isEmpty();
            assertThat(s.log("h").firstIndex()).isEqualTo(2);
            assertThat(s.log("h").entries(1, 10, 1000)).containsExactly(entry(2, 5, "h2"), entry(3, 5, "h3"));
            assertThat(s.log("i").hardState()).contains(Bytes.ofUtf8("i"));
            assertThat(s.log("i").lastIndex()).isZero();
        });
    }

    @Test
    void takesGroupNamesOfAnyCharacters() throws IOException {
        List<String> names =
                List.of("a", "A", "a/b", "../a", ".", " ", "\u00fc\u4e2d\ud83d\ude00", "a\u0000b", "x".repeat(128));
        for (String name : names) {
            storage().write(List.of(new GroupBatch(name, put(entry(1, 1, name)))));
        }
        reopen();
        for (String name : names) {
            assertThat(storage().log(name).entries(1, 2, 1000)).as(name).containsExactly(entry(1, 1, name));
            assertThat(storage().snapshots(name).latest()).as(name).isEmpty();
        }
    }

    @Test
    void keepsAGroupsLogAndItsSnapshotsApart() throws IOException {
        storage().write(List.of(new GroupBatch("g", put(entry(1, 1, "a"), entry(2, 1, "b")))));
        SnapshotMeta meta = new SnapshotMeta(2, 1, Membership.of(Set.of(PeerId.of("a"))));
        try (SnapshotStore.Writing writing = storage().snapshots("g").create(meta)) {
            Bytes.ofUtf8("content").writeTo(writing.out());
            writing.commit();
        }
        storage().write(List.of(new GroupBatch("g", truncateAndPut(2, entry(2, 2, "B")))));
        nowAndAfterReopen(s -> {
            assertThat(s.log("g").floor()).isEqualTo(LogPosition.ZERO);
            assertThat(s.log("g").entries(1, 10, 1000)).containsExactly(entry(1, 1, "a"), entry(2, 2, "B"));
            assertThat(s.snapshots("g").latest())
                    .map(SnapshotStore.Stored::meta)
                    .contains(meta);
        });
    }

    @Test
    void compactsWithoutAnythingThatMustBeDurable() throws IOException {
        storage().write(List.of(new GroupBatch("g", put(entry(1, 1, "a"), entry(2, 1, "b")))));
        storage().write(List.of(new GroupBatch("g", compact(1, 1)), new GroupBatch("g", Log.Batch.EMPTY)));
        assertThat(storage().log("g").floor()).isEqualTo(new LogPosition(1, 1));
        assertThat(storage().log("g").entries(1, 10, 1000)).containsExactly(entry(2, 1, "b"));
    }

    @Test
    void acceptsEmptyWrites() throws IOException {
        storage().write(List.of());
        storage().write(List.of(new GroupBatch("g", Log.Batch.EMPTY)));
        assertThat(storage().log("g").lastIndex()).isZero();
    }

    private static Entry entry(long index, long epoch, String payload) {
        return new Entry(index, epoch, Entry.Kind.COMMANDS, Bytes.ofUtf8(payload));
    }

    private static Log.Batch put(Entry... entries) {
        return new Log.Batch(Optional.empty(), OptionalLong.empty(), List.of(entries), Optional.empty());
    }

    private static Log.Batch truncateAndPut(long from, Entry... entries) {
        return new Log.Batch(Optional.empty(), OptionalLong.of(from), List.of(entries), Optional.empty());
    }

    private static Log.Batch hardState(String text) {
        return new Log.Batch(Optional.of(Bytes.ofUtf8(text)), OptionalLong.empty(), List.of(), Optional.empty());
    }

    private static Log.Batch compact(long index, long epoch) {
        return new Log.Batch(
                Optional.empty(), OptionalLong.empty(), List.of(), Optional.of(new LogPosition(index, epoch)));
    }
}
