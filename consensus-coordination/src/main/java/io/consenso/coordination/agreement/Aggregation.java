/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.agreement;

import io.consenso.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** How a decision is made of the values proposed: a function, so that who knows the same values decides the same. */
public final class Aggregation {
    private static final Comparator<Bytes> BY_CONTENT =
            (one, other) -> Arrays.compareUnsigned(one.toArray(), other.toArray());

    private final String name;
    private final Function<List<Bytes>, Bytes> function;
    private final boolean needsMajority;

    private Aggregation(String name, Function<List<Bytes>, Bytes> function, boolean needsMajority) {
        this.name = name;
        this.function = function;
        this.needsMajority = needsMajority;
    }

    /** The smallest value, byte by byte and unsigned. */
    public static Aggregation minimum() {
        return ofSet("minimum", values -> Collections.min(values, BY_CONTENT));
    }

    /**
     * The value of more than half of the proposals known; if there is none, the smallest value. With N at least 2f+1, what every process proposes
     * that does not crash is decided, for these are more than half of any N.
     */
    public static Aggregation majority() {
        return new Aggregation("majority", Aggregation::majorityOrMinimum, true);
    }

    /**
     * A function of one's own of the set of values proposed, which is never empty. It must be one: the same answer for the same set, on every
     * process. What it throws ends the process.
     */
    public static Aggregation ofSet(String name, Function<Set<Bytes>, Bytes> function) {
        return new Aggregation(
                name,
                values -> {
                    Set<Bytes> set = new TreeSet<>(BY_CONTENT);
                    set.addAll(values);
                    return function.apply(Collections.unmodifiableSet(set));
                },
                false);
    }

    /** How many processes there must be so that so many of them may crash. */
    public int processesMin(int crashesMax) {
        return needsMajority ? 2 * crashesMax + 1 : crashesMax + 1;
    }

    /** Which processes must be there, in the field's words. */
    String requirement() {
        return needsMajority ? "N >= 2f+1" : "N >= f+1";
    }

    Bytes of(Collection<Bytes> proposals) {
        return function.apply(new ArrayList<>(proposals));
    }

    private static Bytes majorityOrMinimum(List<Bytes> values) {
        Map<Bytes, Integer> counts = new LinkedHashMap<>();
        values.forEach(value -> counts.merge(value, 1, Integer::sum));
        return counts.entrySet().stream()
                .filter(entry -> 2 * entry.getValue() > values.size())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(() -> Collections.min(values, BY_CONTENT));
    }

    @Override
    public String toString() {
        return name;
    }
}
