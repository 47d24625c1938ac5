/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import io.consenso.Bytes;
import io.consenso.spi.SnapshotStore.Stored;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A snapshot being written: a buffer that can be cut short. */
final class Partial extends OutputStream {
    /** What is to come, if it is known. */
    final @Nullable Stored expected;

    private byte[] bytes = new byte[256];
    private int length;

    Partial(@Nullable Stored expected) {
        this.expected = expected;
    }

    @Override
    public void write(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
    }

    @Override
    public void write(byte[] source, int offset, int count) {
        Objects.checkFromIndexSize(offset, count, source.length);
        reserve(count);
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
    }

    int length() {
        return length;
    }

    void truncate(int to) {
        length = to;
    }

    void flipBit(int at, int bit) {
        bytes[at] ^= (byte) (1 << bit);
    }

    /** What was written; not copied, since it is only ever added to once it is complete. */
    Bytes content() {
        return Bytes.wrap(bytes, 0, length);
    }

    private void reserve(int count) {
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, bytes.length * 2));
        }
    }
}
