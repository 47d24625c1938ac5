/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.mutation;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A planted bug: one place of one source file, and what stands there instead.
 *
 * @param name short, unique among its kind, words joined by hyphens
 * @param rule what the code guarantees at this place, and the mutant does not
 * @param file the source file, from the root of the packages on, such as {@code io/consenso/raft/Voter.java}
 * @param original the text to replace; where it has white space the file may have any white space; must occur exactly once
 * @param replacement what takes its place
 */
public record Mutant(String name, String rule, String file, String original, String replacement) {
    /** Refuses an empty name or text, and a replacement that changes nothing, with {@link IllegalArgumentException}. */
    public Mutant {
        if (name.isBlank() || original.isBlank() || original.equals(replacement)) {
            throw new IllegalArgumentException("mutant '" + name + "' changes nothing");
        }
    }

    /** The source with the bug in it. Throws {@link IllegalStateException} when the original text is not there exactly once: the mutant is stale. */
    public String applyTo(String source) {
        Matcher place = pattern().matcher(source);
        if (!place.find()) {
            throw new IllegalStateException("mutant " + name + " is stale: " + file + " has no \"" + original + "\"");
        }
        String mutated = source.substring(0, place.start()) + replacement + source.substring(place.end());
        if (place.find()) {
            throw new IllegalStateException(
                    "mutant " + name + " is ambiguous: " + file + " has more than one \"" + original + "\"");
        }
        return mutated;
    }

    private Pattern pattern() {
        return Pattern.compile(Arrays.stream(original.strip().split("\\s+"))
                .map(Pattern::quote)
                .collect(Collectors.joining("\\s+")));
    }

    /** The class in the file, such as {@code io.consenso.raft.Voter}. */
    String className() {
        return file.substring(0, file.length() - ".java".length()).replace('/', '.');
    }
}
