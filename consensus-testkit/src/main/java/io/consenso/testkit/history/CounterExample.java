/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.history;

import io.consenso.testkit.history.Operation.Moment;
import io.consenso.testkit.history.Operation.Outcome;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** A history that is not linearizable, made short and drawn as text for whoever must find the reason. */
final class CounterExample<S> {
    private static final int OPERATIONS_SHOWN_MAX = 24;
    private static final int PREFIX_SHOWN_MAX = 6;
    private static final int NEXT_SHOWN_MAX = 6;

    private final Model<S> model;
    private final Operation culprit;
    private final List<Operation> operations;
    private final Search<S> search;
    private final StringBuilder text = new StringBuilder();

    private CounterExample(Model<S> model, Minimizer.Minimal minimal, long configurationsMax) {
        this.model = model;
        culprit = minimal.culprit();
        operations = minimal.operations();
        search = new Search<>(operations, model, configurationsMax);
        search.run();
    }

    /** The report on an object whose operations are not linearizable. */
    static <S> String of(String key, List<Operation> operations, Model<S> model, long configurationsMax) {
        Minimizer.Minimal minimal = new Minimizer<>(model, configurationsMax).minimize(operations);
        CounterExample<S> example = new CounterExample<>(model, minimal, configurationsMax);
        example.text.append(String.format(
                Locale.ROOT,
                "not linearizable: %s, shown by %d of %d operations%n",
                key.isEmpty() ? "the history" : "key \"" + key + "\"",
                minimal.operations().size(),
                operations.size()));
        example.timeLine();
        example.longestPrefix();
        example.nextOnes();
        return example.text.toString();
    }

    private void timeLine() {
        int hidden = Math.max(0, operations.size() - OPERATIONS_SHOWN_MAX);
        if (hidden > 0) {
            text.append(String.format("  (%d operations that were invoked earlier are not drawn)%n", hidden));
        }
        List<Operation> shown = operations.stream().skip(hidden).toList();
        Map<Long, Integer> columns = columns(shown);
        for (Operation operation : shown) {
            text.append(String.format(
                    Locale.ROOT,
                    "  client %-4d %s  %s%s%n",
                    operation.client(),
                    bar(operation, columns),
                    what(operation),
                    operation.equals(culprit) ? "   <-- no order explains this" : ""));
        }
    }

    /** Only the order of moments decides whether a history is linearizable, so each takes one step, however far apart they are. */
    private static Map<Long, Integer> columns(List<Operation> shown) {
        List<Long> places = shown.stream()
                .flatMap(operation -> operation.isUncertain()
                        ? Stream.of(operation.invoked())
                        : Stream.of(operation.invoked(), operation.returned()))
                .map(Moment::place)
                .sorted(Comparator.naturalOrder())
                .toList();
        int step = shown.size() > OPERATIONS_SHOWN_MAX / 2 ? 1 : 2;
        Map<Long, Integer> columns = new HashMap<>();
        for (long place : places) {
            columns.put(place, columns.size() * step);
        }
        columns.put(Moment.NEVER.place(), places.size() * step);
        return columns;
    }

    private static String bar(Operation operation, Map<Long, Integer> columns) {
        int end = columns.getOrDefault(Moment.NEVER.place(), 0);
        int from = columns.getOrDefault(operation.invoked().place(), 0);
        boolean isOpen = operation.outcome() != Outcome.OK;
        int to = isOpen ? end : columns.getOrDefault(operation.returned().place(), end);
        String bar = " ".repeat(from) + "[" + "=".repeat(Math.max(0, to - from - 1)) + (isOpen ? ">" : "]");
        return bar + " ".repeat(Math.max(0, end + 1 - bar.length()));
    }

    private static String what(Operation operation) {
        String when = millis(operation.invoked())
                + (operation.outcome() == Outcome.OK ? ".." + millis(operation.returned()) : "..");
        return Rendering.of(operation.asked()) + " -> " + operation.answer() + "  (" + when + " ms)";
    }

    private static String millis(Moment moment) {
        return String.format(Locale.ROOT, "%.3f", moment.nanos() / 1e6);
    }

    private void longestPrefix() {
        List<Operation> prefix = search.longest();
        int hidden = Math.max(0, prefix.size() - PREFIX_SHOWN_MAX);
        text.append(String.format("longest order that explains its replies (%d operations):%n", prefix.size()));
        prefix.stream()
                .skip(hidden)
                .forEach(operation -> text.append(String.format(
                        "  %s%s%n", operation, operation.isUncertain() ? ", taken to have happened here" : "")));
        text.append(String.format("state then: %s%n", model.describe(search.longestState())));
    }

    private void nextOnes() {
        Set<Operation> done = new HashSet<>(search.longest());
        List<Operation> left = operations.stream()
                .filter(operation -> operation.outcome() == Outcome.OK && !done.contains(operation))
                .toList();
        text.append(String.format("what could come next:%n"));
        left.stream()
                .filter(next -> left.stream().noneMatch(other -> other.precedes(next)))
                .limit(NEXT_SHOWN_MAX)
                .forEach(next -> text.append(String.format("  %s, %s%n", next, verdictOn(next))));
    }

    private String verdictOn(Operation next) {
        return model.step(search.longestState(), next)
                .reply()
                .map(reply -> model.explains(next, reply)
                        ? "which fits, but then nothing explains the rest"
                        : "but the model replies " + Rendering.of(reply))
                .orElse("but the model throws");
    }
}
