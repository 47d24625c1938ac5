/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.storage.rocksdb;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;

/** The content of an open snapshot file. Closing it closes the file. */
final class SnapshotContent extends InputStream {
    private final RandomAccessFile file;
    private long left;

    /** From where the file stands. */
    SnapshotContent(RandomAccessFile file, long length) {
        this.file = file;
        left = length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0) {
            return -1;
        }
        int read = file.read(target, offset, (int) Math.min(left, length));
        if (read < 0) {
            throw new IOException("the snapshot became shorter while it was read");
        }
        left -= read;
        return read;
    }

    @Override
    public int available() {
        return (int) Math.min(left, Integer.MAX_VALUE);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
