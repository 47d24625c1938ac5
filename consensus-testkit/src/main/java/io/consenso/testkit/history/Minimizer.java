/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.history;

import io.consenso.Bytes;
import io.consenso.testkit.history.Linearizability.Verdict;
import io.consenso.testkit.history.Operation.Kind;
import io.consenso.testkit.history.Operation.Moment;
import io.consenso.testkit.history.Operation.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes a history that is not linearizable shorter while it stays so for the same reason.
 *
 * <p>First the shortest beginning that is not linearizable: every beginning of a linearizable history is linearizable, so a binary search
 * finds it. Its last return is the culprit: without it there is an explanation. Then operations are dropped, in large pieces first (Zeller and
 * Hildebrandt, 2002, "Simplifying and isolating failure-inducing input"). Dropping the write that a read saw would make a counter-example of
 * another kind, a value from nowhere; so a piece goes only if what is left without the culprit is still linearizable, and if the culprit's
 * reply, where the commands in some order could give it at all, can still be given by those that are left.
 */
final class Minimizer<S> {
    private static final long CONFIGURATIONS_MAX = 5_000;
    private static final long STEPS_MAX = 1_000_000;

    private final Model<S> model;
    private final long configurationsMax;
    private long steps;

    Minimizer(Model<S> model, long configurationsMax) {
        this.model = model;
        this.configurationsMax = configurationsMax;
    }

    /**
     * A short history.
     *
     * @param operations what is left, in the order of invocation
     * @param culprit the operation whose return no order explains any more
     */
    record Minimal(List<Operation> operations, Operation culprit) {}

    /** Of operations that are not linearizable, in the order of invocation. */
    Minimal minimize(List<Operation> operations) {
        Operation culprit = firstUnexplained(operations);
        List<Operation> left = upTo(culprit.returned(), operations);
        boolean isAttainable = isAttainable(left, culprit);
        for (int size = Math.max(1, left.size() / 2); size > 0; size /= 2) {
            for (int from = left.size() - size; from > -size; from -= size) {
                if (steps > STEPS_MAX) {
                    return new Minimal(left, culprit);
                }
                List<Operation> fewer = without(left, Math.max(0, from), from + size, culprit);
                if (fewer.size() < left.size() && isSameReason(fewer, culprit, isAttainable)) {
                    left = fewer;
                }
            }
        }
        return new Minimal(left, culprit);
    }

    private Operation firstUnexplained(List<Operation> operations) {
        List<Operation> byReturn = operations.stream()
                .filter(operation -> operation.outcome() == Outcome.OK)
                .sorted(Comparator.comparingLong(
                        operation -> operation.returned().place()))
                .toList();
        int low = 0;
        int high = byReturn.size() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            List<Operation> beginning = upTo(byReturn.get(middle).returned(), operations);
            if (verdict(beginning, configurationsMax) == Verdict.NOT_LINEARIZABLE) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return byReturn.get(low);
    }

    /** The history as it stood at that moment: who had not returned yet is pending. */
    private static List<Operation> upTo(Moment end, List<Operation> operations) {
        List<Operation> beginning = new ArrayList<>();
        for (Operation operation : operations) {
            if (operation.invoked().place() < end.place()) {
                boolean isBack = operation.returned().place() <= end.place();
                beginning.add(isBack ? operation : pending(operation));
            }
        }
        beginning.removeIf(operation -> operation.isUncertain() && operation.kind() == Kind.QUERY);
        return beginning;
    }

    private static Operation pending(Operation operation) {
        return operation.completed(Moment.NEVER, Outcome.PENDING, Bytes.EMPTY);
    }

    private static List<Operation> without(List<Operation> operations, int from, int to, Operation culprit) {
        List<Operation> fewer = new ArrayList<>(operations.subList(0, from));
        for (Operation operation : operations.subList(from, to)) {
            if (operation.equals(culprit)) {
                fewer.add(operation);
            }
        }
        fewer.addAll(operations.subList(to, operations.size()));
        return fewer;
    }

    private boolean isSameReason(List<Operation> operations, Operation culprit, boolean isAttainable) {
        return verdict(operations, CONFIGURATIONS_MAX) == Verdict.NOT_LINEARIZABLE
                && verdict(withoutReply(operations, culprit), CONFIGURATIONS_MAX) == Verdict.LINEARIZABLE
                && (!isAttainable || isAttainable(operations, culprit));
    }

    private static List<Operation> withoutReply(List<Operation> operations, Operation culprit) {
        return replaced(
                operations,
                operation -> operation.equals(culprit) ? Optional.of(pending(operation)) : Optional.of(operation));
    }

    /** Whether some of the commands, in whatever order, let the culprit reply as it did. */
    private boolean isAttainable(List<Operation> operations, Operation culprit) {
        List<Operation> unordered = replaced(operations, operation -> {
            if (operation.equals(culprit)) {
                return Optional.of(operation);
            }
            return operation.kind() == Kind.COMMAND ? Optional.of(pending(operation)) : Optional.empty();
        });
        return verdict(unordered, CONFIGURATIONS_MAX) == Verdict.LINEARIZABLE;
    }

    private static List<Operation> replaced(List<Operation> operations, Function<Operation, Optional<Operation>> by) {
        return operations.stream().map(by).flatMap(Optional::stream).toList();
    }

    private Verdict verdict(List<Operation> operations, long limit) {
        Search<S> search = new Search<>(operations, model, Math.min(limit, configurationsMax));
        Verdict verdict = search.run();
        steps += operations.size() + search.steps();
        return verdict;
    }
}
