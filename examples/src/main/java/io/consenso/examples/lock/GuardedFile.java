/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.lock;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A file that is written by one process at a time: a resource that checks fencing tokens. It remembers the highest token that it has seen and
 * refuses any lower one. Look and write are one step, under a lock of the operating system: that is what a lease cannot give.
 */
final class GuardedFile {
    private final Path lines;
    private final Path guard;

    GuardedFile(Path lines) {
        this.lines = lines;
        this.guard = lines.resolveSibling(lines.getFileName() + ".guard");
    }

    /**
     * A line of the file.
     *
     * @param token of whoever wrote it
     * @param writer who that was
     */
    record Line(long token, String writer) {
        private static Line parse(String text) {
            String[] words = text.split(" ", -1);
            return new Line(Long.parseLong(words[0]), words[1]);
        }
    }

    // tag::fence[]
    /** Appends a line, unless a higher token was seen; returns whether it did. */
    boolean append(long token, String writer) throws IOException {
        try (FileChannel channel = open();
                FileLock lock = channel.lock()) {
            if (token < highest(channel)) {
                return false;
            }
            channel.write(ByteBuffer.allocate(Long.BYTES).putLong(0, token), 0);
            Files.writeString(lines, token + " " + writer + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            return lock.isValid();
        }
    }
    // end::fence[]

    /** Whether nobody is writing at this moment: a process may have been stopped in the middle of it. */
    boolean isFree() throws IOException {
        try (FileChannel channel = open();
                FileLock lock = channel.tryLock()) {
            return lock != null;
        }
    }

    private FileChannel open() throws IOException {
        return FileChannel.open(guard, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static long highest(FileChannel channel) throws IOException {
        ByteBuffer token = ByteBuffer.allocate(Long.BYTES);
        return channel.read(token, 0) == Long.BYTES ? token.getLong(0) : 0;
    }

    /** All lines that are complete. */
    List<Line> lines() throws IOException {
        if (!Files.exists(lines)) {
            return List.of();
        }
        String text = Files.readString(lines, StandardCharsets.UTF_8);
        String complete = text.substring(0, text.lastIndexOf('\n') + 1);
        return complete.lines().map(Line::parse).toList();
    }
}
