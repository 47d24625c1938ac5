/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import io.consenso.PeerId;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The names of the processes: p1, p2 and so on. */
final class Names {
    private static final Pattern FORM = Pattern.compile("p?(\\d{1,4})");

    private Names() {}

    static List<PeerId> of(int size) {
        return IntStream.rangeClosed(1, size).mapToObj(Names::number).toList();
    }

    static PeerId number(int number) {
        return PeerId.of("p" + number);
    }

    /** Reads {@code 5} or {@code p5}; throws {@link IllegalArgumentException} that names the option. */
    static PeerId parse(String option, String text) {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(option + " is a process, as in " + option + " 2, not '" + text + "'");
        }
        return number(Integer.parseInt(text.replace("p", "")));
    }

    /** Reads processes separated by commas, each once. */
    static List<PeerId> parseAll(String option, String text) {
        return Arrays.stream(text.split(",", -1))
                .map(part -> parse(option, part.strip()))
                .distinct()
                .toList();
    }

    /** Throws {@link IllegalArgumentException} when one of them is not there. */
    static void check(String option, Collection<PeerId> named, Collection<PeerId> peers) {
        named.stream().filter(peer -> !peers.contains(peer)).findFirst().ifPresent(peer -> {
            throw new IllegalArgumentException(
                    option + " names " + peer + ", but there are only p1 to p" + peers.size());
        });
    }
}
