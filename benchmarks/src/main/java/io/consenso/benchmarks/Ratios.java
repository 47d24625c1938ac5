/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How engines that took turns compare: the medians of their rates, as multiples of the first engine's. */
final class Ratios {
    private final Map<Integer, Map<String, List<Double>>> perSecond = new TreeMap<>();

    void add(String engine, int depth, double rate) {
        perSecond
                .computeIfAbsent(depth, key -> new LinkedHashMap<>())
                .computeIfAbsent(engine, key -> new ArrayList<>())
                .add(rate);
    }

    /** One line per depth and engine but the first: none for a single engine. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        perSecond.forEach((depth, engines) -> {
            String first = engines.keySet().iterator().next();
            double base = median(engines.getOrDefault(first, List.of()));
            engines.forEach((engine, rates) -> {
                if (!engine.equals(first)) {
                    lines.add(String.format(
                            Locale.ROOT, "%s/%s at depth %d: %.2f", engine, first, depth, median(rates) / base));
                }
            });
        });
        return lines;
    }

    void print() {
        lines().forEach(System.out::println);
    }

    private static double median(List<Double> rates) {
        List<Double> sorted = rates.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
