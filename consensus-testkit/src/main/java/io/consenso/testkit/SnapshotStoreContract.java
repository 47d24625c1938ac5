/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.consenso.Bytes;
import io.consenso.Membership;
import io.consenso.PeerId;
import io.consenso.spi.SnapshotMeta;
import io.consenso.spi.SnapshotStore;
import io.consenso.spi.SnapshotStore.Stored;
import io.consenso.spi.SnapshotStore.Writing;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link SnapshotStore} must do. Extend it, say where a storage lives, and JUnit runs it:
 *
 * <pre>{@code
 * class MySnapshotStoreContractTest extends SnapshotStoreContract {
 *     @TempDir Path directory;
 *     private int homes;
 *
 *     @Override protected StorageContract.Home newHome() {
 *         Path home = directory.resolve("storage" + homes++);
 *         return () -> MyStorage.open(home);
 *     }
 * }
 * }</pre>
 *
 * <p>Override {@link #damage} too: without it two cases are skipped.
 */
public abstract class SnapshotStoreContract {
    private static final String GROUP = "group";

    private StorageContract.@Nullable Opened opened;

    /** For subclasses. */
    protected SnapshotStoreContract() {}

    /** A home in which nothing has been stored yet, different from all others. */
    protected abstract StorageContract.Home newHome() throws IOException;

    /**
     * Changes something in the content of a complete snapshot, in the storage that the last {@link #newHome} has opened, if the subclass
     * knows how to.
     *
     * @param group whose snapshot
     * @param snapshot which one
     * @return whether it did; the tests of damage are skipped if not
     */
    protected boolean damage(String group, Stored snapshot) throws IOException {
        return false;
    }

    /** Whether any thread may call, as {@link SnapshotStore} says. Only a simulated one may answer no. */
    protected boolean isThreadSafe() {
        return true;
    }

    private StorageContract.Opened opened() throws IOException {
        if (opened == null) {
            opened = new StorageContract.Opened(newHome());
        }
        return opened;
    }

    private SnapshotStore snapshots() throws IOException {
        return opened().storage().snapshots(GROUP);
    }

    private void reopen() throws IOException {
        opened().reopen();
    }

    @AfterEach
    void closeStorage() throws IOException {
        if (opened != null) {
            opened.storage().close();
        }
    }

    @Test
    void hasNoneAtFirst() throws IOException {
        assertThat(snapshots().latest()).isEmpty();
        reopen();
        assertThat(snapshots().latest()).isEmpty();
    }

    @Test
    void keepsWhatWasCommitted() throws IOException {
        for (int length : new int[] {0, 1, 1000, 3_000_000}) {
            Bytes content = content(length);
            SnapshotMeta meta = meta(100 + length, 7);
            Stored stored = create(meta, content);
            assertThat(stored).isEqualTo(new Stored(meta, length, content.crc32c()));
            assertThat(snapshots().latest()).contains(stored);
            assertThat(readAll(stored)).isEqualTo(content);
            reopen();
            assertThat(snapshots().latest()).contains(stored);
            assertThat(readAll(stored)).isEqualTo(content);
        }
    }

    @Test
    void keepsTheMembership() throws IOException {
        Membership membership = new Membership(
                new TreeSet<>(Set.of(PeerId.of("b"), PeerId.of("a"))), new TreeSet<>(Set.of(PeerId.of("learner"))));
        Stored stored = create(new SnapshotMeta(Long.MAX_VALUE - 1, Long.MAX_VALUE, membership), content(5));
        reopen();
        assertThat(snapshots().latest()).contains(stored);
        assertThat(stored.meta().membership()).isEqualTo(membership);
    }

    @Test
    void readsPieces() throws IOException {
        Bytes content = content(10_000);
        Stored stored = create(meta(1, 1), content);
        assertThat(snapshots().read(stored, 0, 100)).isEqualTo(content.slice(0, 100));
        assertThat(snapshots().read(stored, 9_000, 1_000)).isEqualTo(content.slice(9_000));
        assertThat(snapshots().read(stored, 9_000, 5_000)).isEqualTo(content.slice(9_000));
        assertThat(snapshots().read(stored, 10_000, 100)).isEqualTo(Bytes.EMPTY);
        assertThat(snapshots().read(stored, 0, 10_000)).isEqualTo(content);
    }

    @Test
    void tellsHowMuchHasBeenWritten() throws IOException {
        try (Writing writing = snapshots().create(meta(1, 1))) {
            assertThat(writing.position()).isZero();
            writing.out().write(1);
            assertThat(writing.position()).isEqualTo(1);
            content(100_000).writeTo(writing.out());
            assertThat(writing.position()).isEqualTo(100_001);
        }
    }

    @Test
    void doesNotShowWhatWasNotCommitted() throws IOException {
        Writing writing = snapshots().create(meta(5, 1));
        content(100).writeTo(writing.out());
        assertThat(snapshots().latest()).isEmpty();
        writing.close();
        assertThat(snapshots().latest()).isEmpty();
        reopen();
        assertThat(snapshots().latest()).isEmpty();
    }

    @Test
    void keepsTheEarlierOneWhenALaterOneIsNotCommitted() throws IOException {
        Stored earlier = create(meta(5, 1), content(50));
        Writing open = snapshots().create(meta(9, 1));
        content(100).writeTo(open.out());
        open.out().flush();
        reopen();
        assertThat(snapshots().latest()).contains(earlier);
        assertThat(readAll(earlier)).isEqualTo(content(50));
    }

    @Test
    void discardsAnUnfinishedOneWhenTheNextBegins() throws IOException {
        Writing unfinished = snapshots().create(meta(5, 1));
        content(100).writeTo(unfinished.out());
        Stored stored = create(meta(6, 1), content(7));
        unfinished.close();
        assertThat(snapshots().latest()).contains(stored);
        assertThat(readAll(stored)).isEqualTo(content(7));
    }

    @Test
    void replacesOlderOnes() throws IOException {
        create(meta(5, 1), content(50));
        create(meta(6, 1), content(60));
        Stored newest = create(meta(6, 2), content(62));
        assertThat(snapshots().latest()).contains(newest);
        reopen();
        assertThat(snapshots().latest()).contains(newest);
        assertThat(readAll(newest)).isEqualTo(content(62));
    }

    @Test
    void neverGivesTheContentOfOneSnapshotForAnother() throws IOException {
        Stored older = create(meta(5, 1), content(50));
        Stored newer = create(meta(5, 1), content(60));
        assertThat(snapshots().latest()).contains(newer);
        assertThatThrownBy(() -> snapshots().open(older)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> snapshots().read(older, 0, 10)).isInstanceOf(IOException.class);
    }

    @Test
    void finishesReadingWhatWasOpenWhenANewerOneCame() throws IOException {
        Stored older = create(meta(5, 1), content(200_000));
        try (InputStream in = snapshots().open(older)) {
            byte[] head = in.readNBytes(10);
            create(meta(6, 1), content(60));
            byte[] rest = in.readAllBytes();
            assertThat(Bytes.concat(List.of(Bytes.wrap(head), Bytes.wrap(rest))))
                    .isEqualTo(content(200_000));
        }
    }

    @Test
    void refusesSnapshotsThatAreGone() throws IOException {
        Stored foreign = new Stored(meta(5, 1), 10, 42);
        assertThatThrownBy(() -> snapshots().open(foreign)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> snapshots().read(foreign, 0, 10)).isInstanceOf(IOException.class);
    }

    @Test
    void fetchesASnapshot() throws IOException {
        Stored offered = offer(meta(8, 2), content(300_000));
        try (Writing fetch = snapshots().fetch(offered)) {
            assertThat(fetch.position()).isZero();
            content(300_000).writeTo(fetch.out());
            assertThat(snapshots().latest()).isEmpty();
            assertThat(fetch.commit()).isEqualTo(offered);
        }
        assertThat(snapshots().latest()).contains(offered);
        reopen();
        assertThat(readAll(offered)).isEqualTo(content(300_000));
    }

    @Test
    void continuesAFetchWhereItEnded() throws IOException {
        Bytes content = content(300_000);
        Stored offered = offer(meta(8, 2), content);
        try (Writing fetch = snapshots().fetch(offered)) {
            content.slice(0, 100_000).writeTo(fetch.out());
        }
        try (Writing fetch = snapshots().fetch(offered)) {
            assertThat(fetch.position()).isEqualTo(100_000);
            content.slice(100_000, 200_001).writeTo(fetch.out());
            assertThat(fetch.position()).isEqualTo(200_001);
        }
        reopen();
        assertThat(snapshots().latest()).isEmpty();
        try (Writing fetch = snapshots().fetch(offered)) {
            assertThat(fetch.position()).isEqualTo(200_001);
            content.slice(200_001).writeTo(fetch.out());
            fetch.commit();
        }
        assertThat(snapshots().latest()).contains(offered);
        assertThat(readAll(offered)).isEqualTo(content);
    }

    @Test
    void startsOverWhenAnythingAboutTheFetchDiffers() throws IOException {
        Bytes content = content(1000);
        Stored offered = offer(meta(8, 2), content);
        List<Stored> others = new ArrayList<>();
        others.add(offer(meta(9, 2), content));
        others.add(offer(meta(8, 3), content));
        others.add(new Stored(offered.meta(), 1001, offered.checksum()));
        others.add(new Stored(offered.meta(), 1000, offered.checksum() + 1));
        others.add(new Stored(new SnapshotMeta(8, 2, Membership.of(Set.of(PeerId.of("z")))), 1000, offered.checksum()));
        for (Stored other : others) {
            try (Writing fetch = snapshots().fetch(offered)) {
                content.slice((int) fetch.position(), 500).writeTo(fetch.out());
            }
            try (Writing fetch = snapshots().fetch(other)) {
                assertThat(fetch.position()).as(other.toString()).isZero();
            }
            try (Writing fetch = snapshots().fetch(offered)) {
                assertThat(fetch.position()).as("back from " + other).isZero();
            }
        }
    }

    @Test
    void refusesAndDiscardsAFetchThatIsNotAsExpected() throws IOException {
        Stored earlier = create(meta(3, 1), content(3));
        Bytes content = content(1000);
        Stored offered = offer(meta(8, 2), content);
        for (Bytes wrong : List.of(content.slice(0, 999), content(1001), Bytes.wrap(new byte[1000]))) {
            try (Writing fetch = snapshots().fetch(offered)) {
                assertThat(fetch.position()).isZero();
                assertThatThrownBy(() -> {
                            wrong.writeTo(fetch.out());
                            fetch.commit();
                        })
                        .isInstanceOf(IOException.class);
            }
            assertThat(snapshots().latest()).contains(earlier);
        }
    }

    @Test
    void createsBesideAFetch() throws IOException {
        Bytes content = content(1000);
        Stored offered = offer(meta(8, 2), content);
        try (Writing fetch = snapshots().fetch(offered)) {
            content.slice(0, 600).writeTo(fetch.out());
        }
        Stored own = create(meta(5, 1), content(9));
        assertThat(snapshots().latest()).contains(own);
        try (Writing fetch = snapshots().fetch(offered)) {
            assertThat(fetch.position()).isEqualTo(600);
            content.slice(600).writeTo(fetch.out());
            fetch.commit();
        }
        assertThat(snapshots().latest()).contains(offered);
    }

    @Test
    void aCreateAndAFetchAreOpenAtTheSameTime() throws IOException {
        Bytes content = content(1000);
        Stored offered = offer(meta(8, 2), content);
        try (Writing fetch = snapshots().fetch(offered);
                Writing create = snapshots().create(meta(5, 1))) {
            content.slice(0, 600).writeTo(fetch.out());
            content(700).writeTo(create.out());
            content.slice(600).writeTo(fetch.out());
            assertThat(create.position()).isEqualTo(700);
            Stored own = create.commit();
            assertThat(snapshots().latest()).contains(own);
            assertThat(readAll(own)).isEqualTo(content(700));
            assertThat(fetch.commit()).isEqualTo(offered);
        }
        assertThat(snapshots().latest()).contains(offered);
        assertThat(readAll(offered)).isEqualTo(content);
    }

    @Test
    void aSnapshotIsThereFromItsCommitOnAndNotFromItsClose() throws IOException {
        try (Writing writing = snapshots().create(meta(5, 1))) {
            content(10).writeTo(writing.out());
            Stored stored = writing.commit();
            assertThat(readAll(stored)).isEqualTo(content(10));
        }
        reopen();
        assertThat(snapshots().latest()).map(Stored::meta).contains(meta(5, 1));
    }

    @Test
    void severalThreadsReadAtOnce() throws Exception {
        assumeTrue(isThreadSafe(), "a store for one thread");
        Bytes content = content(200_000);
        Stored stored = create(meta(5, 1), content);
        SnapshotStore store = snapshots();
        List<Throwable> broken = Collections.synchronizedList(new ArrayList<>());
        List<Thread> readers = new ArrayList<>();
        for (int reader = 0; reader < 3; reader++) {
            readers.add(new Thread(() -> readManyPieces(store, stored, content, broken)));
        }
        readers.forEach(Thread::start);
        for (Thread reader : readers) {
            reader.join();
        }
        assertThat(broken).isEmpty();
    }

    private static void readManyPieces(SnapshotStore store, Stored stored, Bytes content, List<Throwable> broken) {
        try {
            for (int at = 0; at < content.length(); at += 10_000) {
                assertThat(store.read(stored, at, 10_000)).isEqualTo(content.slice(at, at + 10_000));
                assertThat(store.latest()).contains(stored);
            }
            try (InputStream in = store.open(stored)) {
                assertThat(Bytes.readFrom(in)).isEqualTo(content);
            }
        } catch (IOException | RuntimeException | AssertionError e) {
            broken.add(e);
        }
    }

    @Test
    void keepsGroupsApart() throws IOException {
        Stored stored = create(meta(5, 1), content(50));
        SnapshotStore other = opened().storage().snapshots("other");
        assertThat(other.latest()).isEmpty();
        assertThatThrownBy(() -> other.open(stored)).isInstanceOf(IOException.class);
    }

    @Test
    void doesNotOpenADamagedSnapshot() throws IOException {
        Stored stored = create(meta(5, 1), content(50_000));
        assumeTrue(damage(GROUP, stored), "this storage offers no way to damage a snapshot");
        assertThatThrownBy(() -> snapshots().open(stored)).isInstanceOf(IOException.class);
        reopen();
        assertThatThrownBy(() -> snapshots().open(stored)).isInstanceOf(IOException.class);
    }

    @Test
    void doesNotServePiecesOfADamagedSnapshot() throws IOException {
        Stored stored = create(meta(5, 1), content(50_000));
        assumeTrue(damage(GROUP, stored), "this storage offers no way to damage a snapshot");
        assertThatThrownBy(() -> snapshots().read(stored, 0, 10)).isInstanceOf(IOException.class);
    }

    private Stored create(SnapshotMeta meta, Bytes content) throws IOException {
        try (Writing writing = snapshots().create(meta)) {
            content.writeTo(writing.out());
            return writing.commit();
        }
    }

    private Bytes readAll(Stored stored) throws IOException {
        try (InputStream in = snapshots().open(stored)) {
            return Bytes.readFrom(in);
        }
    }

    private static Stored offer(SnapshotMeta meta, Bytes content) {
        return new Stored(meta, content.length(), content.crc32c());
    }

    private static SnapshotMeta meta(long index, long epoch) {
        return new SnapshotMeta(index, epoch, Membership.of(Set.of(PeerId.of("a"), PeerId.of("b"), PeerId.of("c"))));
    }

    private static Bytes content(int length) {
        byte[] content = new byte[length];
        new Random(length).nextBytes(content);
        return Bytes.wrap(content);
    }
}
