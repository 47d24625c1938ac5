/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.machine;

import io.consenso.Bytes;
import io.consenso.Command;
import io.consenso.StateMachine;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A state machine whose state is everything that was ever applied, in order. Two replicas of it show by {@link #agreesWith} whether they
 * ran the same commands; what was applied twice or out of order is plain in {@link #commands()}.
 *
 * <p>{@link #apply} replies how many commands were applied, this one included ({@link Bytes#toLong()}), and throws when a command's place
 * or time goes back. {@link #query} answers, whatever the question, how many were applied.
 */
public final class JournalMachine implements StateMachine {
    private final List<Command> commands = new ArrayList<>();
    // digests.get(n) covers the first n commands.
    private final List<Long> digests = new ArrayList<>(List.of(0L));

    /** With nothing applied yet. */
    public JournalMachine() {}

    @Override
    public Bytes apply(Command command) {
        if (!commands.isEmpty()) {
            requireAfter(commands.get(commands.size() - 1), command);
        }
        append(command);
        return Bytes.ofLong(commands.size());
    }

    @Override
    public Bytes query(Bytes query) {
        return Bytes.ofLong(commands.size());
    }

    @Override
    public Snapshot snapshot() {
        List<Command> captured = List.copyOf(commands);
        return out -> {
            DataOutputStream data = new DataOutputStream(out);
            data.writeInt(captured.size());
            for (Command command : captured) {
                write(command, data);
            }
            data.flush();
        };
    }

    @Override
    public void restore(InputStream in) throws IOException {
        commands.clear();
        digests.clear();
        digests.add(0L);
        DataInputStream data = new DataInputStream(in);
        for (int left = data.readInt(); left > 0; left--) {
            append(read(data));
        }
    }

    /** Everything that was applied, in order; a view. */
    public List<Command> commands() {
        return Collections.unmodifiableList(commands);
    }

    /** How many commands were applied. */
    public int size() {
        return commands.size();
    }

    /** A digest of the first commands, that many of them: place, time, seed and payload. */
    public long digest(int count) {
        return digests.get(count);
    }

    /** Whether one of the two ran what the other ran, and perhaps more after it. */
    public boolean agreesWith(JournalMachine other) {
        int common = Math.min(size(), other.size());
        return digest(common) == other.digest(common);
    }

    private void append(Command command) {
        commands.add(command);
        long digest = digests.get(digests.size() - 1);
        digest = mix(digest, command.index());
        digest = mix(digest, command.ordinal());
        digest = mix(digest, command.timeMillis());
        digest = mix(digest, command.seed());
        digests.add(mix(digest, command.payload().crc32c()));
    }

    private static void requireAfter(Command last, Command next) {
        boolean isLater =
                next.index() > last.index() || (next.index() == last.index() && next.ordinal() > last.ordinal());
        if (!isLater || next.timeMillis() < last.timeMillis()) {
            throw new IllegalStateException(next + " applied after " + last);
        }
    }

    private static long mix(long digest, long value) {
        long mixed = (digest ^ value) * 0x9E3779B97F4A7C15L;
        return mixed ^ (mixed >>> 32);
    }

    private static void write(Command command, DataOutputStream data) throws IOException {
        data.writeLong(command.index());
        data.writeInt(command.ordinal());
        data.writeLong(command.timeMillis());
        data.writeLong(command.seed());
        data.writeInt(command.payload().length());
        command.payload().writeTo(data);
    }

    private static Command read(DataInputStream data) throws IOException {
        long index = data.readLong();
        int ordinal = data.readInt();
        long timeMillis = data.readLong();
        long seed = data.readLong();
        int length = data.readInt();
        byte[] payload = data.readNBytes(Math.max(0, length));
        if (payload.length != length) {
            throw new IOException("a payload of " + length + " bytes has " + payload.length);
        }
        return new Command(index, ordinal, timeMillis, seed, Bytes.wrap(payload));
    }
}
