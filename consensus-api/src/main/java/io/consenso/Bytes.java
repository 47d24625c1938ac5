/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.zip.CRC32C;

/**
 * An immutable sequence of bytes, compared by content.
 *
 * <p>Slices share the array they were cut from, so passing payloads from the wire to the log to the state machine copies nothing. Safe
 * for use by any number of threads.
 */
public final class Bytes {
    /** No bytes at all. */
    public static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);

    private final byte[] array;
    private final int offset;
    private final int length;

    private Bytes(byte[] array, int offset, int length) {
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    /** Copies the whole array. */
    public static Bytes of(byte... bytes) {
        return bytes.length == 0 ? EMPTY : new Bytes(bytes.clone(), 0, bytes.length);
    }

    /** Copies what remains in the buffer; its position is left alone. */
    public static Bytes of(ByteBuffer buffer) {
        byte[] copy = new byte[buffer.remaining()];
        buffer.duplicate().get(copy);
        return wrap(copy);
    }

    /** Wraps the array without copying it: the caller hands it over and must not write to it again. */
    public static Bytes wrap(byte[] array) {
        return array.length == 0 ? EMPTY : new Bytes(array, 0, array.length);
    }

    /** Wraps a part of the array without copying it: the caller hands it over and must not write to it again. */
    public static Bytes wrap(byte[] array, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, array.length);
        return length == 0 ? EMPTY : new Bytes(array, offset, length);
    }

    /** The text in UTF-8. */
    public static Bytes ofUtf8(String text) {
        return wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Eight bytes, the most significant first; {@link #toLong()} reads them back. */
    public static Bytes ofLong(long value) {
        return wrap(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
    }

    /** Reads the stream to its end; the stream is left open. */
    public static Bytes readFrom(InputStream in) throws IOException {
        return wrap(in.readAllBytes());
    }

    /** The parts one after the other, copied; a single part is returned as it is. */
    public static Bytes concat(Iterable<Bytes> parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Bytes part : parts) {
            out.write(part.array, part.offset, part.length);
        }
        return wrap(out.toByteArray());
    }

    /** How many bytes there are. */
    public int length() {
        return length;
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return length == 0;
    }

    /** The byte at the position, counted from 0. */
    public byte get(int position) {
        Objects.checkIndex(position, length);
        return array[offset + position];
    }

    /** The bytes from the position (inclusive) to the end; shares the array. */
    public Bytes slice(int from) {
        return slice(from, length);
    }

    /** The bytes from one position (inclusive) to another (exclusive); shares the array. */
    public Bytes slice(int from, int toExclusive) {
        Objects.checkFromToIndex(from, toExclusive, length);
        if (from == 0 && toExclusive == length) {
            return this;
        }
        return from == toExclusive ? EMPTY : new Bytes(array, offset + from, toExclusive - from);
    }

    /** The big-endian long that {@link #ofLong(long)} wrote. Throws {@link IllegalStateException} unless there are exactly eight bytes. */
    public long toLong() {
        if (length != Long.BYTES) {
            throw new IllegalStateException("a long has 8 bytes, these are " + length);
        }
        return ByteBuffer.wrap(array, offset, length).getLong();
    }

    /** The text, read as UTF-8. */
    public String toUtf8() {
        return new String(array, offset, length, StandardCharsets.UTF_8);
    }

    /** A copy in an array of its own. */
    public byte[] toArray() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    /** A read-only view; no copy. */
    public ByteBuffer asByteBuffer() {
        return ByteBuffer.wrap(array, offset, length).slice().asReadOnlyBuffer();
    }

    /** Puts all bytes into the buffer and moves its position; the buffer must have room for {@link #length()} bytes. */
    public void copyTo(ByteBuffer target) {
        target.put(array, offset, length);
    }

    /** Copies all bytes into the array, starting there; the array must have room for {@link #length()} bytes. */
    public void copyTo(byte[] target, int targetOffset) {
        System.arraycopy(array, offset, target, targetOffset, length);
    }

    /** Writes all bytes to the stream and leaves it open. */
    public void writeTo(OutputStream out) throws IOException {
        out.write(array, offset, length);
    }

    /** Adds all bytes to the running checksum. */
    public void updateChecksum(CRC32C checksum) {
        checksum.update(array, offset, length);
    }

    /** The CRC-32C of the bytes. */
    public int crc32c() {
        CRC32C checksum = new CRC32C();
        updateChecksum(checksum);
        return (int) checksum.getValue();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that
                && Arrays.equals(array, offset, offset + length, that.array, that.offset, that.offset + that.length);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + array[i];
        }
        return hash;
    }

    /** The length and the first bytes in hexadecimal. */
    @Override
    public String toString() {
        int shown = Math.min(length, 16);
        String hex = HexFormat.of().formatHex(array, offset, offset + shown);
        return length + ":" + hex + (shown < length ? ".." : "");
    }
}
