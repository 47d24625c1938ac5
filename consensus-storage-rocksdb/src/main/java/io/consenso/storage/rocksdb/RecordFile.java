/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.storage.rocksdb;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/**
 * How far a file of RocksDB's can be read that consists of log records, as its write-ahead logs and manifests do: blocks of 32 KiB with
 * pieces of records, each with a masked CRC-32C (4 bytes), a length (2), a type (1), little-endian. A piece never crosses a block.
 *
 * @param path the file
 * @param size its length
 * @param goodEnd where the last complete record ends
 * @param isWhole whether nothing but padding follows there
 * @param lastSequence the last sequence number of the last complete record, as a write-ahead log has it
 * @param isFollowed whether a record begins anywhere after what cannot be read, at whatever byte
 */
record RecordFile(Path path, long size, long goodEnd, boolean isWhole, OptionalLong lastSequence, boolean isFollowed) {
    private static final int BLOCK = 32 << 10;
    private static final int HEADER = 7;
    private static final int FULL = 1;
    private static final int FIRST = 2;
    private static final int LAST = 4;

    /** Sequence number (8) and count (4). */
    private static final int BATCH_HEADER = 12;

    static RecordFile read(Path path) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            return new Reading(path, file).all();
        }
    }

    /** Whether a record can be read. */
    boolean hasRecords() {
        return goodEnd > 0;
    }

    /** One pass over a file, a block at a time. */
    private static final class Reading {
        private final Path path;
        private final RandomAccessFile file;
        private final ByteBuffer block = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
        private final ByteBuffer batch = ByteBuffer.allocate(BATCH_HEADER).order(ByteOrder.LITTLE_ENDIAN);
        private final CRC32C crc = new CRC32C();
        private long goodEnd;
        private boolean isWhole = true;
        private boolean isInside;
        private OptionalLong lastSequence = OptionalLong.empty();

        Reading(Path path, RandomAccessFile file) {
            this.path = path;
            this.file = file;
        }

        RecordFile all() throws IOException {
            long size = file.length();
            boolean isFollowed = false;
            for (long start = 0; start < size; start += BLOCK) {
                block.clear().limit((int) Math.min(BLOCK, size - start));
                file.seek(start);
                file.readFully(block.array(), 0, block.limit());
                int readable = isWhole ? readInOrder(start) : -1;
                isFollowed = isFollowed || (!isWhole && beginsAfter(readable));
            }
            return new RecordFile(path, size, goodEnd, isWhole && !isInside, lastSequence, isFollowed);
        }

        /** How far the block can be read. */
        private int readInOrder(long start) {
            int at = 0;
            while (BLOCK - at >= HEADER && at < block.limit()) {
                if (!isPiece(at)) {
                    isWhole = false;
                    return at;
                }
                int length = length(at);
                take(block.get(at + 6), at + HEADER, length, start + at + HEADER + length);
                at += HEADER + length;
            }
            return at;
        }

        private void take(int type, int at, int length, long end) {
            boolean begins = type == FULL || type == FIRST;
            if (begins) {
                batch.clear();
            }
            batch.put(block.array(), at, Math.min(length, batch.remaining()));
            isInside = type == FIRST || (isInside && type != LAST && !begins);
            if (isInside) {
                return;
            }
            goodEnd = end;
            if ((type == FULL || type == LAST) && !batch.hasRemaining()) {
                lastSequence = OptionalLong.of(batch.getLong(0) + Integer.toUnsignedLong(batch.getInt(8)) - 1);
            }
        }

        /** Whether a record begins in the block after that place. Pieces of one that began before it are none. */
        private boolean beginsAfter(int place) {
            for (int at = place + 1; at + HEADER <= block.limit(); at++) {
                int type = block.get(at + 6);
                if ((type == FULL || type == FIRST) && isPiece(at)) {
                    return true;
                }
            }
            return false;
        }

        private boolean isPiece(int at) {
            if (at + HEADER > block.limit() || block.get(at + 6) == 0) {
                return false;
            }
            int length = length(at);
            if (at + HEADER + length > block.limit()) {
                return false;
            }
            crc.reset();
            crc.update(block.array(), at + 6, 1 + length);
            int sum = (int) crc.getValue();
            return block.getInt(at) == Integer.rotateRight(sum, 15) + 0xa282ead8;
        }

        private int length(int at) {
            return Short.toUnsignedInt(block.getShort(at + 4));
        }
    }
}
