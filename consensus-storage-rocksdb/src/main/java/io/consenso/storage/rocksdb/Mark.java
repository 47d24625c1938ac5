/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.storage.rocksdb;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * The high-water mark: the sequence number of the last write that was acknowledged, kept in the file {@code MARK} beside the log. A log
 * that ends below it has lost acknowledged writes, even where its end looks clean.
 *
 * <p>The mark is written after each synced write, but not synced itself: it survives a killed process exactly, and after a power failure
 * it is at worst some seconds old, which makes it a weaker witness, never a wrong one. Two slots, in sectors of their own, are written in
 * turn, so a torn write leaves the other.
 *
 * <p>Not safe for concurrent use.
 */
final class Mark implements Closeable {
    private static final int SLOT_BYTES = 20;
    private static final int SLOT_DISTANCE = 512;

    private final RandomAccessFile file;
    private final long storageId;
    private final byte[] slot = new byte[SLOT_BYTES];
    private final CRC32C crc = new CRC32C();
    private long sequence;
    private int next;

    private Mark(RandomAccessFile file, long storageId) {
        this.file = file;
        this.storageId = storageId;
    }

    /** A mark of 0 in a new file. */
    static void create(Path directory, long storageId) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path(directory).toFile(), "rw")) {
            file.setLength(0);
            file.write(new byte[2 * SLOT_DISTANCE]);
            Mark mark = new Mark(file, storageId);
            mark.put(0);
            mark.sync();
        }
        DurableFiles.syncDirectory(path(directory));
    }

    static Mark open(Path directory, long storageId) throws IOException {
        if (!path(directory).toFile().isFile()) {
            throw new UnusableStorageException(directory, "its file MARK is missing");
        }
        // Not a FileChannel: that one closes itself when the thread is interrupted.
        RandomAccessFile file = new RandomAccessFile(path(directory).toFile(), "rw");
        try {
            Mark mark = new Mark(file, storageId);
            mark.load(directory);
            return mark;
        } catch (Throwable t) {
            file.close();
            throw t;
        }
    }

    private static Path path(Path directory) {
        return directory.resolve("MARK");
    }

    private void load(Path directory) throws IOException {
        sequence = -1;
        for (int i = 0; i < 2; i++) {
            long found = read(i);
            if (found > sequence) {
                sequence = found;
                next = 1 - i;
            }
        }
        if (sequence < 0) {
            throw new UnusableStorageException(directory, "its file MARK is damaged or belongs to another storage");
        }
    }

    private long read(int index) throws IOException {
        file.seek((long) index * SLOT_DISTANCE);
        if (file.read(slot) < SLOT_BYTES) {
            return -1;
        }
        ByteBuffer content = ByteBuffer.wrap(slot);
        boolean valid = content.getLong(0) == storageId && content.getInt(16) == checksum();
        return valid ? content.getLong(8) : -1;
    }

    long storageId() {
        return storageId;
    }

    /** The sequence number of the last write that is known to have been acknowledged. */
    long sequence() {
        return sequence;
    }

    /** Everything up to that sequence number is on disk and about to be acknowledged. */
    void put(long acknowledged) throws IOException {
        ByteBuffer.wrap(slot).putLong(0, storageId).putLong(8, acknowledged);
        ByteBuffer.wrap(slot).putInt(16, checksum());
        file.seek((long) next * SLOT_DISTANCE);
        file.write(slot);
        sequence = acknowledged;
        next = 1 - next;
    }

    void sync() throws IOException {
        file.getFD().sync();
    }

    private int checksum() {
        crc.reset();
        crc.update(slot, 0, 16);
        return (int) crc.getValue();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
