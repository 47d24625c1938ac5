/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import io.consenso.PeerId;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process and, after an at sign, a number of milliseconds or messages.
 *
 * @param number what stands after the at sign, if anything does
 */
record PeerMoment(PeerId peer, OptionalLong number) {
    private static final Pattern FORM = Pattern.compile("p?(\\d{1,4})(?:@(\\d{1,7}))?");

    /** Reads a list separated by commas: {@code 5}, {@code p5@200}; throws {@link IllegalArgumentException} that names the option. */
    static List<PeerMoment> parseAll(String option, String unit, String text) {
        return Arrays.stream(text.split(",", -1))
                .map(part -> parse(option, unit, part.strip()))
                .toList();
    }

    /** As {@link #parseAll}, with a number for each. */
    static List<PeerMoment> parseAllNumbered(String option, String unit, String text) {
        List<PeerMoment> moments = parseAll(option, unit, text);
        moments.stream().filter(moment -> moment.number.isEmpty()).findFirst().ifPresent(moment -> {
            throw new IllegalArgumentException(
                    option + " says when, as in " + option + " " + moment.peer + "@200, not '" + text + "'");
        });
        return moments;
    }

    private static PeerMoment parse(String option, String unit, String part) {
        Matcher matcher = FORM.matcher(part);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(option + " is a process or process@" + unit + ", as in " + option
                    + " 2 or " + option + " 2@200, not '" + part + "'");
        }
        return new PeerMoment(
                PeerId.of("p" + Integer.parseInt(matcher.group(1))),
                matcher.group(2) == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(matcher.group(2))));
    }
}
