/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.storage.rocksdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A copy of a storage directory in use: what a process that is killed at this moment leaves behind. */
record CrashImage(Path directory) {
    static CrashImage take(Path source, Path target) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(source)) {
            files = found.toList();
        }
        for (Path file : files) {
            Files.copy(file, target.resolve(source.relativize(file).toString()));
        }
        return new CrashImage(target);
    }

    /** The write-ahead log in use. */
    Path wal() throws IOException {
        return largest(".log");
    }

    Path table() throws IOException {
        return largest(".sst");
    }

    private Path largest(String suffix) throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("log"))) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .max(Comparator.comparingLong(file -> file.toFile().length()))
                    .orElseThrow();
        }
    }

    List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("LO"))
                    .sorted()
                    .toList();
        }
    }
}
