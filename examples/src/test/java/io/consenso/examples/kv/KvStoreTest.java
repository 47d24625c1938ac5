/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consenso.Bytes;
import io.consenso.Command;
import io.consenso.ReplicatedState;
import io.consenso.examples.kv.KvCommand.Op;
import io.consenso.examples.kv.KvCommand.SetMode;
import io.consenso.examples.kv.KvCommand.SetMode.Condition;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KvStoreTest {
    private final KvStore store = new KvStore();
    private long index;

    private Reply run(Op op, Object... args) {
        return run(store, ++index, op, args);
    }

    private static Reply run(KvStore store, long index, Op op, Object... args) {
        List<Bytes> encoded = Stream.of(args)
                .map(arg -> arg instanceof Bytes bytes ? bytes : Bytes.ofUtf8(arg.toString()))
                .toList();
        Command command = new Command(index, 0, 0, 0, new KvCommand(op, encoded).encode());
        return Reply.decode(store.apply(command));
    }

    private static Reply read(KvStore store, Op op, Object... args) {
        List<Bytes> encoded =
                Stream.of(args).map(arg -> Bytes.ofUtf8(arg.toString())).toList();
        return Reply.decode(store.query(new KvCommand(op, encoded).encode()));
    }

    private static Bytes mode(Condition condition, boolean repliesOld) {
        return new SetMode(condition, repliesOld).encode();
    }

    private static Reply integer(long value) {
        return new Reply.Int(value);
    }

    private Reply set(String key, String value) {
        return run(Op.SET, key, value, mode(Condition.ALWAYS, false));
    }

    private Reply increment(String key, long by) {
        return run(Op.INCRBY, key, Bytes.ofLong(by));
    }

    private static byte[] written(ReplicatedState.Snapshot snapshot) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            snapshot.writeTo(out);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    @Test
    void getReturnsWhatWasSetOrNil() {
        assertThat(set("k", "v")).isEqualTo(Reply.Status.OK);
        assertThat(run(Op.GET, "k")).isEqualTo(Reply.bulk("v"));
        assertThat(run(Op.GET, "other")).isEqualTo(Reply.Nil.NIL);
    }

    @Test
    void keysAndValuesMayBeAnyBytes() {
        Bytes key = Bytes.of((byte) 0, (byte) -1, (byte) '\r', (byte) '\n');
        run(Op.SET, key, Bytes.EMPTY, mode(Condition.ALWAYS, false));
        assertThat(run(Op.GET, key)).isEqualTo(new Reply.Bulk(Bytes.EMPTY));
        run(Op.SET, Bytes.EMPTY, key, mode(Condition.ALWAYS, false));
        assertThat(run(Op.GET, Bytes.EMPTY)).isEqualTo(new Reply.Bulk(key));
    }

    @Test
    void conditionalSetsWriteOnlyWhenTheConditionHolds() {
        assertThat(run(Op.SET, "k", "1", mode(Condition.PRESENT, false))).isEqualTo(Reply.Nil.NIL);
        assertThat(run(Op.SET, "k", "1", mode(Condition.EQUAL, false), "")).isEqualTo(Reply.Nil.NIL);
        assertThat(run(Op.SET, "k", "1", mode(Condition.ABSENT, false))).isEqualTo(Reply.Status.OK);
        assertThat(run(Op.SET, "k", "2", mode(Condition.ABSENT, false))).isEqualTo(Reply.Nil.NIL);
        assertThat(run(Op.SET, "k", "3", mode(Condition.PRESENT, false))).isEqualTo(Reply.Status.OK);
        assertThat(run(Op.SET, "k", "4", mode(Condition.EQUAL, false), "2")).isEqualTo(Reply.Nil.NIL);
        assertThat(run(Op.SET, "k", "4", mode(Condition.EQUAL, false), "3")).isEqualTo(Reply.Status.OK);
        assertThat(run(Op.GET, "k")).isEqualTo(Reply.bulk("4"));
    }

    @Test
    void setWithGetRepliesTheOldValueWhetherItSetOrNot() {
        assertThat(run(Op.SET, "k", "1", mode(Condition.ALWAYS, true))).isEqualTo(Reply.Nil.NIL);
        assertThat(run(Op.SET, "k", "2", mode(Condition.ABSENT, true))).isEqualTo(Reply.bulk("1"));
        assertThat(run(Op.SET, "k", "3", mode(Condition.ALWAYS, true))).isEqualTo(Reply.bulk("1"));
        assertThat(run(Op.SET, "k", "4", mode(Condition.EQUAL, true), "3")).isEqualTo(Reply.bulk("3"));
        assertThat(run(Op.GET, "k")).isEqualTo(Reply.bulk("4"));
    }

    @Test
    void setnxAndGetdel() {
        assertThat(run(Op.SETNX, "k", "1")).isEqualTo(integer(1));
        assertThat(run(Op.SETNX, "k", "2")).isEqualTo(integer(0));
        assertThat(run(Op.GETDEL, "k")).isEqualTo(Reply.bulk("1"));
        assertThat(run(Op.GETDEL, "k")).isEqualTo(Reply.Nil.NIL);
        assertThat(run(Op.DBSIZE)).isEqualTo(integer(0));
    }

    @Test
    void delCountsTheRemovedAndExistsCountsRepeats() {
        run(Op.MSET, "a", "1", "b", "2", "c", "3");
        assertThat(run(Op.EXISTS, "a", "a", "x", "b")).isEqualTo(integer(3));
        assertThat(run(Op.DEL, "a", "a", "x", "b")).isEqualTo(integer(2));
        assertThat(run(Op.DBSIZE)).isEqualTo(integer(1));
    }

    @Test
    void countersStartAtZeroAndRefuseWhatIsNoNumber() {
        assertThat(increment("n", 1)).isEqualTo(integer(1));
        assertThat(increment("n", -3)).isEqualTo(integer(-2));
        assertThat(run(Op.GET, "n")).isEqualTo(Reply.bulk("-2"));
        for (String bad : List.of("x", "", " 1", "1 ", "+1", "01", "-0", "1.0", "9223372036854775808", "٣")) {
            set("s", bad);
            assertThat(increment("s", 1)).as(bad).isEqualTo(Reply.error("value is not an integer or out of range"));
            assertThat(run(Op.GET, "s")).isEqualTo(Reply.bulk(bad));
        }
    }

    @Test
    void countersDoNotOverflow() {
        set("n", "9223372036854775806");
        assertThat(increment("n", 1)).isEqualTo(integer(Long.MAX_VALUE));
        assertThat(increment("n", 1)).isEqualTo(Reply.error("increment or decrement would overflow"));
        set("n", "-9223372036854775808");
        assertThat(increment("n", -1)).isEqualTo(Reply.error("increment or decrement would overflow"));
        assertThat(increment("n", Long.MAX_VALUE)).isEqualTo(integer(-1));
    }

    @Test
    void appendAndStrlen() {
        assertThat(run(Op.STRLEN, "k")).isEqualTo(integer(0));
        assertThat(run(Op.APPEND, "k", "ab")).isEqualTo(integer(2));
        assertThat(run(Op.APPEND, "k", "cde")).isEqualTo(integer(5));
        assertThat(run(Op.GET, "k")).isEqualTo(Reply.bulk("abcde"));
        assertThat(run(Op.STRLEN, "k")).isEqualTo(integer(5));
    }

    @Test
    void appendRefusesToBuildMoreThanTheLimit() {
        run(Op.APPEND, "k", Bytes.wrap(new byte[KvStore.VALUE_BYTES_MAX]));
        assertThat(run(Op.APPEND, "k", "x")).isInstanceOf(Reply.Failure.class);
        assertThat(run(Op.STRLEN, "k")).isEqualTo(integer(KvStore.VALUE_BYTES_MAX));
    }

    @Test
    void mgetMixesValuesAndNils() {
        run(Op.MSET, "a", "1", "b", "2", "a", "3");
        assertThat(run(Op.MGET, "b", "x", "a"))
                .isEqualTo(new Reply.Array(List.of(Reply.bulk("2"), Reply.Nil.NIL, Reply.bulk("3"))));
    }

    @Test
    void queriesReadButNeverWrite() {
        set("k", "v");
        assertThat(read(store, Op.GET, "k")).isEqualTo(Reply.bulk("v"));
        assertThat(read(store, Op.DEL, "k")).isInstanceOf(Reply.Failure.class);
        assertThat(read(store, Op.EXISTS, "k")).isEqualTo(integer(1));
    }

    @Test
    void bytesThatAreNoCommandAreRefusedNotThrown() {
        for (Bytes junk : List.of(Bytes.EMPTY, Bytes.of((byte) 99), Bytes.of((byte) 0, (byte) 5, (byte) 1))) {
            assertThat(Reply.decode(store.apply(new Command(1, 0, 0, 0, junk)))).isInstanceOf(Reply.Failure.class);
        }
    }

    @Test
    void theDigestDependsOnTheContentAndNotOnTheWayThere() {
        run(Op.MSET, "a", "1", "b", "2");
        set("c", "3");
        run(Op.DEL, "c");
        KvStore other = new KvStore();
        run(other, 1, Op.SETNX, "b", "2");
        run(other, 2, Op.APPEND, "a", "");
        run(other, 3, Op.INCRBY, "n", Bytes.ofLong(1));
        run(other, 4, Op.FLUSHALL);
        run(other, 5, Op.MSET, "b", "0", "b", "2", "a", "1");
        assertThat(digest(other)).isEqualTo(digest(store));
        run(other, 6, Op.MSET, "a", "2", "b", "1");
        assertThat(digest(other)).isNotEqualTo(digest(store));
    }

    private static long digest(KvStore store) {
        return ((Reply.Int) ((Reply.Array) read(store, Op.DIGEST)).items().get(0)).value();
    }

    @Test
    void aSnapshotRestoresContentDigestAndPosition() throws IOException {
        for (int i = 0; i < 1_000; i++) {
            set("key" + i, "value" + i);
        }
        KvStore other = new KvStore();
        run(other, 7, Op.SETNX, "leftover", "x");
        other.restore(new ByteArrayInputStream(written(store.snapshot())));
        assertThat(read(other, Op.DIGEST)).isEqualTo(read(store, Op.DIGEST));
        assertThat(read(other, Op.GET, "key77")).isEqualTo(Reply.bulk("value77"));
        assertThat(read(other, Op.GET, "leftover")).isEqualTo(Reply.Nil.NIL);
        assertThat(written(other.snapshot())).isEqualTo(written(store.snapshot()));
    }

    @Test
    void aSnapshotIsOfItsMomentThoughWrittenWhileCommandsGoOn() throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            set("key" + random.nextInt(5_000), "v" + i);
        }
        Reply before = read(store, Op.DIGEST);
        ReplicatedState.Snapshot snapshot = store.snapshot();
        CompletableFuture<byte[]> writing = CompletableFuture.supplyAsync(() -> written(snapshot));
        for (int i = 0; i < 20_000; i++) {
            set("key" + random.nextInt(5_000), "w" + i);
            run(Op.DEL, "key" + random.nextInt(5_000));
        }
        KvStore other = new KvStore();
        other.restore(new ByteArrayInputStream(writing.join()));
        assertThat(read(other, Op.DIGEST)).isEqualTo(before);
    }

    @Test
    void aSnapshotOfAnotherFormatOrContentIsRefused() {
        set("k", "v");
        byte[] written = written(store.snapshot());
        byte[] otherFormat = written.clone();
        otherFormat[3]++;
        assertThatThrownBy(() -> new KvStore().restore(new ByteArrayInputStream(otherFormat)))
                .hasMessageContaining("format 2");
        byte[] otherContent = written.clone();
        otherContent[written.length - 1]++;
        assertThatThrownBy(() -> new KvStore().restore(new ByteArrayInputStream(otherContent)))
                .hasMessageContaining("digest");
    }
}
