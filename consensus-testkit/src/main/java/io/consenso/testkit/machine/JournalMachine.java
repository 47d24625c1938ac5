/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.machine;

import io.consenso.Bytes;
import io.consenso.Command;
import io.consenso.StateMachine;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * A state machine whose state is everything that was ever applied, in order. Two replicas of it show by {@link #agreesWith} whether they
 * ran the same commands; what was applied twice or out of order is plain in {@link #commands()}.
 *
 * <p>{@link #apply} replies how many commands were applied, this one included ({@link Bytes#toLong()}), and throws when a command's place
 * or time goes back. {@link #query} answers, whatever the question, how many were applied.
 */
public final class JournalMachine implements StateMachine {
    private final List<Command> commands = new ArrayList<>();
    // digests[n] covers the first n commands.
    private long[] digests = new long[16];
    // All commands as they stand in a snapshot. What is written never changes, so snapshots share it.
    private ByteBuffer encoded = ByteBuffer.allocate(256);

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
        Bytes captured = Bytes.wrap(encoded.array(), 0, encoded.position());
        Bytes count = Bytes.of(ByteBuffer.allocate(Integer.BYTES).putInt(0, size()));
        return out -> {
            count.writeTo(out);
            captured.writeTo(out);
        };
    }

    @Override
    public void restore(InputStream in) throws IOException {
        commands.clear();
        encoded = ByteBuffer.allocate(256);
        byte[] array = in.readAllBytes();
        try {
            ByteBuffer data = ByteBuffer.wrap(array);
            for (int left = data.getInt(); left > 0; left--) {
                append(read(data));
            }
        } catch (BufferUnderflowException e) {
            throw new EOFException("a snapshot of " + array.length + " bytes is cut short");
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
        return digests[Objects.checkIndex(count, size() + 1)];
    }

    /** Whether one of the two ran what the other ran, and perhaps more after it. */
    public boolean agreesWith(JournalMachine other) {
        int common = Math.min(size(), other.size());
        return digest(common) == other.digest(common);
    }

    private void append(Command command) {
        long digest = digest(size());
        digest = mix(digest, command.index());
        digest = mix(digest, command.ordinal());
        digest = mix(digest, command.timeMillis());
        digest = mix(digest, command.seed());
        digest = mix(digest, command.session());
        digest = mix(digest, command.payload().crc32c());
        commands.add(command);
        if (size() == digests.length) {
            digests = Arrays.copyOf(digests, digests.length * 2);
        }
        digests[size()] = digest;
        encode(command);
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

    private void encode(Command command) {
        int bytes = 4 * Long.BYTES + 2 * Integer.BYTES + command.payload().length();
        if (encoded.remaining() < bytes) {
            encoded = ByteBuffer.allocate(2 * (encoded.position() + bytes)).put(encoded.flip());
        }
        encoded.putLong(command.index())
                .putInt(command.ordinal())
                .putLong(command.timeMillis())
                .putLong(command.seed())
                .putLong(command.session())
                .putInt(command.payload().length());
        command.payload().copyTo(encoded);
    }

    private static Command read(ByteBuffer data) {
        long index = data.getLong();
        int ordinal = data.getInt();
        long timeMillis = data.getLong();
        long seed = data.getLong();
        long session = data.getLong();
        int length = data.getInt();
        if (length < 0 || length > data.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] payload = new byte[length];
        data.get(payload);
        return new Command(index, ordinal, timeMillis, seed, session, Bytes.wrap(payload));
    }
}
