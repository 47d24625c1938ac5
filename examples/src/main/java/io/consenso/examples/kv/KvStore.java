/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.kv;

import io.consenso.Bytes;
import io.consenso.Command;
import io.consenso.StateMachine;
import io.consenso.examples.kv.KvCommand.SetMode;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state machine: byte strings under byte strings, with the results of the Redis commands of the same names.
 *
 * <p>Three things to copy for a state machine of your own:
 *
 * <ol>
 *   <li><b>A refusal is a reply.</b> "Not an integer" is computed alike on every replica; an exception would halt the replica.
 *   <li><b>Keep copies.</b> A command's payload is a slice of the log entry that carried it; keeping a key that is a slice keeps the
 *       whole entry alive.
 *   <li><b>Make the snapshot cheap.</b> {@link SnapshotMap} is captured in constant time and written while commands go on.
 * </ol>
 *
 * <p>A digest of the whole content goes along with every write (the sum of one hash per pair, so the order of writes does not matter),
 * and with it the index of the last command. Replicas that name the same index must name the same digest.
 */
public final class KvStore implements StateMachine {
    /** The longest value that APPEND may build, in bytes; the server refuses longer ones in a request. */
    static final int VALUE_BYTES_MAX = 4 << 20;

    private static final int SNAPSHOT_FORMAT = 1;
    private static final Reply NOT_AN_INTEGER = Reply.error("value is not an integer or out of range");

    private final SnapshotMap map = new SnapshotMap();
    private long digest;
    private long lastIndex;

    @Override
    public Bytes apply(Command command) {
        lastIndex = command.index();
        return run(command.payload(), true).encode();
    }

    @Override
    public Bytes query(Bytes query) {
        return run(query, false).encode();
    }

    private Reply run(Bytes encoded, boolean mayWrite) {
        KvCommand command;
        try {
            command = KvCommand.decode(encoded);
        } catch (IndexOutOfBoundsException e) {
            return Reply.error("not a command of this store");
        }
        if (!mayWrite && !command.op().isRead()) {
            return Reply.error("a query must not write");
        }
        return switch (command.op()) {
            case GET -> bulkOrNil(map.get(command.arg(0)));
            case EXISTS ->
                new Reply.Int(command.args().stream()
                        .filter(key -> map.get(key) != null)
                        .count());
            case STRLEN -> new Reply.Int(valueOrEmpty(command.arg(0)).length());
            case MGET ->
                new Reply.Array(command.args().stream()
                        .map(key -> bulkOrNil(map.get(key)))
                        .toList());
            case DBSIZE -> new Reply.Int(map.size());
            case DIGEST ->
                new Reply.Array(List.of(new Reply.Int(digest), new Reply.Int(lastIndex), new Reply.Int(map.size())));
            case SET -> set(command.args());
            case SETNX -> setIfAbsent(command.arg(0), command.arg(1));
            case GETDEL -> bulkOrNil(remove(command.arg(0)));
            case DEL ->
                new Reply.Int(command.args().stream()
                        .filter(key -> remove(key) != null)
                        .count());
            case INCRBY -> increment(command.arg(0), command.arg(1).toLong());
            case APPEND -> append(command.arg(0), command.arg(1));
            case MSET -> setAll(command.args());
            case FLUSHALL -> flush();
        };
    }

    private Reply set(List<Bytes> args) {
        Bytes key = args.get(0);
        SetMode mode = args.size() == 2 ? SetMode.PLAIN : SetMode.decode(args.get(2));
        Bytes old = map.get(key);
        boolean sets = switch (mode.condition()) {
            case ALWAYS -> true;
            case ABSENT -> old == null;
            case PRESENT -> old != null;
            case EQUAL -> old != null && old.equals(args.get(3));
        };
        if (sets) {
            put(key, args.get(1));
        }
        if (mode.repliesOld()) {
            return bulkOrNil(old);
        }
        return sets ? Reply.Status.OK : Reply.Nil.NIL;
    }

    private Reply setIfAbsent(Bytes key, Bytes value) {
        if (map.get(key) != null) {
            return new Reply.Int(0);
        }
        put(key, value);
        return new Reply.Int(1);
    }

    private Reply increment(Bytes key, long by) {
        Bytes old = map.get(key);
        Long number = old == null ? Long.valueOf(0) : Decimal.parse(old);
        if (number == null) {
            return NOT_AN_INTEGER;
        }
        long sum = number + by;
        if (((number ^ sum) & (by ^ sum)) < 0) {
            return Reply.error("increment or decrement would overflow");
        }
        put(key, Bytes.ofUtf8(Long.toString(sum)));
        return new Reply.Int(sum);
    }

    private Reply append(Bytes key, Bytes tail) {
        Bytes old = valueOrEmpty(key);
        if (old.length() + tail.length() > VALUE_BYTES_MAX) {
            return Reply.error("string exceeds maximum allowed size (" + VALUE_BYTES_MAX + " bytes)");
        }
        put(key, Bytes.concat(List.of(old, tail)));
        return new Reply.Int(old.length() + tail.length());
    }

    private Reply setAll(List<Bytes> pairs) {
        for (int i = 0; i < pairs.size(); i += 2) {
            put(pairs.get(i), pairs.get(i + 1));
        }
        return Reply.Status.OK;
    }

    private Reply flush() {
        map.clear();
        digest = 0;
        return Reply.Status.OK;
    }

    private Bytes valueOrEmpty(Bytes key) {
        Bytes value = map.get(key);
        return value == null ? Bytes.EMPTY : value;
    }

    private static Reply bulkOrNil(@Nullable Bytes value) {
        return value == null ? Reply.Nil.NIL : new Reply.Bulk(value);
    }

    private void put(Bytes key, Bytes value) {
        Bytes keyCopy = Bytes.wrap(key.toArray());
        Bytes valueCopy = Bytes.wrap(value.toArray());
        Bytes old = map.put(keyCopy, valueCopy);
        digest += Hash64.ofPair(key, value) - (old == null ? 0 : Hash64.ofPair(key, old));
    }

    private @Nullable Bytes remove(Bytes key) {
        Bytes old = map.remove(key);
        digest -= old == null ? 0 : Hash64.ofPair(key, old);
        return old;
    }

    @Override
    public Snapshot snapshot() {
        SnapshotMap.Capture content = map.capture();
        long capturedDigest = digest;
        long capturedIndex = lastIndex;
        return stream -> {
            DataOutputStream out = new DataOutputStream(stream);
            out.writeInt(SNAPSHOT_FORMAT);
            out.writeLong(capturedIndex);
            out.writeLong(capturedDigest);
            out.writeInt(content.size());
            content.forEach((key, value) -> {
                writeBytes(out, key);
                writeBytes(out, value);
            });
            out.flush();
        };
    }

    @Override
    public void restore(InputStream stream) throws IOException {
        DataInputStream in = new DataInputStream(stream);
        int format = in.readInt();
        if (format != SNAPSHOT_FORMAT) {
            throw new IOException("snapshot of format " + format + ", this store reads format " + SNAPSHOT_FORMAT);
        }
        flush();
        lastIndex = in.readLong();
        long expectedDigest = in.readLong();
        int size = in.readInt();
        for (int i = 0; i < size; i++) {
            put(readBytes(in), readBytes(in));
        }
        if (digest != expectedDigest) {
            throw new IOException("the snapshot's content does not have the digest that it names");
        }
    }

    private static void writeBytes(DataOutputStream out, Bytes bytes) throws IOException {
        out.writeInt(bytes.length());
        bytes.writeTo(out);
    }

    private static Bytes readBytes(DataInputStream in) throws IOException {
        byte[] array = new byte[in.readInt()];
        in.readFully(array);
        return Bytes.wrap(array);
    }
}
