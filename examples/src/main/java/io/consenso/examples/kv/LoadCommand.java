/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.kv;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullUnmarked;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Counts the words of a text, stores each count under its word, and reads all of them back. */
@NullUnmarked // picocli fills the fields
@Command(
        name = "load",
        description = "Stores how often each word of a text file occurs, then verifies by reading.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class LoadCommand implements Callable<Integer> {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_]+");

    @Option(names = "--file", required = true, description = "The text, in UTF-8.")
    private Path file;

    @Option(
            names = "--to",
            required = true,
            converter = Kv.AddressConverter.class,
            description = "Any node: host:port.")
    private InetSocketAddress to;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("--file: no such file: " + file);
        }
        Map<String, Long> counts = countWords();
        List<Map.Entry<String, Long>> words = List.copyOf(counts.entrySet());
        long total = counts.values().stream().mapToLong(Long::longValue).sum();
        System.out.printf(Locale.ROOT, "%s: %,d words, %,d distinct%n", file, total, words.size());
        try (PatientClient client = new PatientClient(to)) {
            try (Progress progress = new Progress("write ", words.size())) {
                client.write(words, progress);
            }
            try (Progress progress = new Progress("verify", words.size())) {
                long wrong = client.countWrong(words, progress);
                if (wrong > 0) {
                    throw new IOException(wrong + " of " + words.size() + " words do not read as they were written");
                }
            }
        }
        System.out.println("all read back as written");
        return 0;
    }

    /** A file that is not quite UTF-8 is read all the same: what cannot be read is not a letter. */
    private Map<String, Long> countWords() throws IOException {
        Map<String, Long> counts = new LinkedHashMap<>();
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                Matcher words = WORD.matcher(line);
                while (words.find()) {
                    counts.merge(words.group(), 1L, Long::sum);
                }
            }
        }
        return counts;
    }
}
