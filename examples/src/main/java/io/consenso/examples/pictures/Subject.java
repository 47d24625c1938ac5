/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.pictures;

import io.consenso.engine.EngineFactory;
import io.consenso.testkit.simulation.TracedEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An engine as its pictures show it.
 *
 * @param epochs how its epochs are written: terms, ballots
 */
record Subject(EngineFactory<?> engine, LongFunction<String> epochs) {
    private static final Pattern EPOCH = Pattern.compile("\\b(term|ballot|promised)=(\\d+)");
    private static final Pattern NOISE = Pattern.compile(" attempt=-?\\d+");
    private static final Pattern LIST = Pattern.compile("\\b(entries|records|slots)=\\[(.+?\\])\\]");
    private static final Pattern ENTRY = Pattern.compile("index=(\\d+), epoch=\\d+, kind=(\\w+)");
    private static final Pattern SLOTS = Pattern.compile("first=(\\d+), last=(\\d+)");

    /** A message in a few words: which entries it carries, not only how many. */
    String label(Object message) {
        String label = NOISE.matcher(TracedEngine.label(message)).replaceAll("");
        Matcher list = LIST.matcher(message.toString());
        while (list.find()) {
            label = label.replaceFirst(list.group(1) + "=\\d+", list.group(1) + "=" + positions(list.group(2)));
        }
        return EPOCH.matcher(label)
                .replaceAll(found -> found.group(1) + "=" + epochs.apply(Long.parseLong(found.group(2))))
                .replace(Long.toString(Long.MAX_VALUE), "∞");
    }

    private static String positions(String list) {
        List<String> positions = new ArrayList<>();
        ENTRY.matcher(list).results().map(Subject::entry).forEach(positions::add);
        SLOTS.matcher(list).results().map(Subject::slots).forEach(positions::add);
        return String.join(",", positions);
    }

    private static String entry(MatchResult entry) {
        return entry.group(1) + (entry.group(2).equals("NOOP") ? "(no-op)" : "");
    }

    private static String slots(MatchResult slots) {
        return slots.group(1).equals(slots.group(2)) ? slots.group(1) : slots.group(1) + "-" + slots.group(2);
    }
}
