/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.storage.rocksdb;

import io.consenso.PeerId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Whose directory it is: the content of the file {@code STORAGE}, a few lines of text that an operator can read.
 *
 * @param clusterId which cluster
 * @param self which peer
 * @param storageId drawn at random when the directory was created
 * @param incarnation how many times it has been opened; 0 while it is being created, when nothing can have been promised yet
 */
record Identity(String clusterId, PeerId self, long storageId, long incarnation) {
    static final int FORMAT = 1;
    private static final String FILE = "STORAGE";

    /** What the directory says. Empty when it says nothing. */
    static Optional<Identity> read(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        byte[] content = Files.readAllBytes(file);
        return Optional.of(parse(directory, new String(content, StandardCharsets.UTF_8)));
    }

    void write(Path directory) throws IOException {
        DurableFiles.replace(directory.resolve(FILE), text().getBytes(StandardCharsets.UTF_8));
    }

    Identity withIncarnation(long number) {
        return new Identity(clusterId, self, storageId, number);
    }

    private String text() {
        String body = "consenso-storage " + FORMAT + "\ncluster " + clusterId + "\npeer " + self + "\nstorage "
                + Long.toHexString(storageId) + "\nincarnation " + incarnation + "\n";
        return body + "crc32c " + checksum(body) + "\n";
    }

    private static Identity parse(Path directory, String text) throws UnusableStorageException {
        int end = text.lastIndexOf("crc32c ");
        if (end < 0 || !text.substring(end).equals("crc32c " + checksum(text.substring(0, end)) + "\n")) {
            throw new UnusableStorageException(directory, "its identity file STORAGE is damaged (checksum mismatch)");
        }
        List<String> lines = text.lines().toList();
        // The version is judged before anything else is read: a newer one may have other lines.
        int format = Integer.parseInt(field(directory, lines, 0, "consenso-storage"));
        if (format > FORMAT) {
            throw new UnusableStorageException(
                    directory, "expected format version " + FORMAT + " or older, found " + format);
        }
        return new Identity(
                field(directory, lines, 1, "cluster"),
                PeerId.of(field(directory, lines, 2, "peer")),
                Long.parseUnsignedLong(field(directory, lines, 3, "storage"), 16),
                Long.parseLong(field(directory, lines, 4, "incarnation")));
    }

    private static String field(Path directory, List<String> lines, int line, String name)
            throws UnusableStorageException {
        if (line >= lines.size() || !lines.get(line).startsWith(name + " ")) {
            throw new UnusableStorageException(directory, "its identity file STORAGE has no '" + name + "'");
        }
        return lines.get(line).substring(name.length() + 1);
    }

    private static String checksum(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }
}
