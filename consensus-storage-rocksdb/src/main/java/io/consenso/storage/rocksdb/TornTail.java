/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.storage.rocksdb;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a power failure may leave at the end of a file that RocksDB was appending to: a record of full length with zeros, old or garbled
 * bytes in it. RocksDB tolerates a record that is cut short, but takes this one for damage. It was never acknowledged exactly if nothing
 * was written after it, since each synced write waits for the one before; then it is cut off.
 *
 * <p>A record that was acknowledged and rotted afterwards looks the same if it happens to be the very last one. The high-water mark tells
 * the two apart, see {@link Mark}; where only the manifest is concerned, RocksDB's tracking of its write-ahead logs does.
 */
final class TornTail {
    private static final Logger LOG = LoggerFactory.getLogger(RocksStorage.class);

    private final RecordFile file;
    private final byte[] torn;

    private TornTail(RecordFile file) throws IOException {
        this.file = file;
        try (RandomAccessFile content = new RandomAccessFile(file.path().toFile(), "r")) {
            torn = new byte[Math.toIntExact(file.size() - file.goodEnd())];
            content.seek(file.goodEnd());
            content.readFully(torn);
        }
    }

    /**
     * The torn tails below that directory of RocksDB's, none of them cut yet; empty if something else is wrong with it.
     *
     * @param acknowledged the sequence number up to which nothing may go
     */
    static List<TornTail> find(Path log, long acknowledged) throws IOException {
        String current = Files.readString(log.resolve("CURRENT"), StandardCharsets.ISO_8859_1);
        if (!current.matches("MANIFEST-[0-9]+\n") || !Files.isRegularFile(log.resolve(current.strip()))) {
            return List.of();
        }
        List<TornTail> tails = new ArrayList<>();
        RecordFile manifest = RecordFile.read(log.resolve(current.strip()));
        if (!manifest.isWhole()) {
            if (manifest.isFollowed() || !manifest.hasRecords()) {
                return List.of();
            }
            tails.add(new TornTail(manifest));
        }
        List<RecordFile> torn = new ArrayList<>();
        for (Path path : writeAheadLogs(log)) {
            RecordFile file = RecordFile.read(path);
            boolean isLater = !torn.isEmpty() && (file.lastSequence().isPresent() || file.isFollowed());
            boolean isLost = file.lastSequence().orElse(acknowledged) < acknowledged;
            if (!file.isWhole()) {
                torn.add(file);
            }
            if (isLater || file.isFollowed() || (!file.isWhole() && isLost)) {
                return List.of();
            }
        }
        for (RecordFile file : torn) {
            tails.add(new TornTail(file));
        }
        return tails;
    }

    private static List<Path> writeAheadLogs(Path log) throws IOException {
        List<Path> paths = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(log, "*.log")) {
            found.forEach(paths::add);
        }
        // The numbers are padded.
        paths.sort(Comparator.naturalOrder());
        return paths;
    }

    void cut() throws IOException {
        LOG.warn(
                "{} ends in {} bytes of a write that was under way when the power failed: they are dropped",
                file.path(),
                torn.length);
        try (RandomAccessFile content = new RandomAccessFile(file.path().toFile(), "rw")) {
            content.setLength(file.goodEnd());
            content.getFD().sync();
        }
    }

    /** Puts back what was cut off, for whoever looks into why the log is refused all the same. */
    void restore() throws IOException {
        try (RandomAccessFile content = new RandomAccessFile(file.path().toFile(), "rw")) {
            content.seek(file.goodEnd());
            content.write(torn);
            content.getFD().sync();
        }
    }
}
