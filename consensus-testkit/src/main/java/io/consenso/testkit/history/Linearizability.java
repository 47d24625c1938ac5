/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.history;

import io.consenso.testkit.history.Operation.Kind;
import io.consenso.testkit.history.Operation.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether a history is linearizable: whether every operation can be given one instant between its invocation and its return such that one
 * copy of the state, asked in that order, gives the replies that the clients saw (Herlihy and Wing, 1990).
 *
 * <p>Objects are checked one by one: a history is linearizable exactly when its part for each object is (the same, section 3.3, "locality").
 * The search of one part is Wing and Gong's (1993) in the form of Lowe (2017, "Testing for linearizability"). Deciding is NP-complete (Gibbons
 * and Korach, 1997), so the search is bounded, and says so when it gave up.
 *
 * <p>Operations of unknown outcome may or may not have happened, at any time since their invocation. Failed operations must not have happened:
 * a reply that shows the effect of one makes the history not linearizable.
 */
public final class Linearizability {
    /** How many configurations of one object are searched unless told otherwise. */
    public static final long CONFIGURATIONS_MAX = 1_000_000;

    private Linearizability() {}

    /** What a check found. */
    public enum Verdict {
        /** There is an order that explains every reply. */
        LINEARIZABLE,
        /** There is none. */
        NOT_LINEARIZABLE,
        /** The search reached its bound, so nothing is known. */
        GAVE_UP
    }

    /**
     * What a check found, and where.
     *
     * @param verdict of the whole history: the first object that is not linearizable decides, then the first that was given up
     * @param key the object that decided; empty when all is well or the history was checked in one piece
     * @param report for a reader: the counter-example as a time line, or what was checked
     * @param configurations how many were searched for the object that took the most
     */
    public record Result(Verdict verdict, String key, String report, long configurations) {
        /** Whether the history is known to be linearizable. */
        public boolean isLinearizable() {
            return verdict == Verdict.LINEARIZABLE;
        }

        /** Throws {@link AssertionError} with the report unless the history is known to be linearizable. */
        public void requireLinearizable() {
            if (!isLinearizable()) {
                throw new AssertionError(report);
            }
        }
    }

    /** Checks the history as it stands, with {@link #CONFIGURATIONS_MAX}. */
    public static Result check(History history, Model<?> model) {
        return check(history, model, CONFIGURATIONS_MAX);
    }

    /** Checks the history as it stands, each object with that many configurations at the most. */
    public static Result check(History history, Model<?> model, long configurationsMax) {
        return check(history.operations(), model, configurationsMax);
    }

    static <S> Result check(List<Operation> operations, Model<S> model, long configurationsMax) {
        Map<String, List<Operation>> objects = byKey(operations);
        long most = 0;
        String givenUp = null;
        for (Map.Entry<String, List<Operation>> object : objects.entrySet()) {
            Search<S> search = new Search<>(object.getValue(), model, configurationsMax);
            Verdict verdict = search.run();
            most = Math.max(most, search.configurations());
            if (verdict == Verdict.NOT_LINEARIZABLE) {
                String report = CounterExample.of(object.getKey(), object.getValue(), model, configurationsMax);
                return new Result(verdict, object.getKey(), report, search.configurations());
            }
            if (verdict == Verdict.GAVE_UP && givenUp == null) {
                givenUp = object.getKey();
            }
        }
        if (givenUp != null) {
            return givenUp(givenUp, objects, configurationsMax);
        }
        String report = "linearizable: " + operations.size() + " operations on " + objects.size() + " objects";
        return new Result(Verdict.LINEARIZABLE, "", report, most);
    }

    private static Result givenUp(String key, Map<String, List<Operation>> objects, long configurationsMax) {
        int size = objects.getOrDefault(key, List.of()).size();
        String report = "gave up on key \"" + key + "\" with " + size + " operations after " + configurationsMax
                + " configurations: whether they are linearizable is unknown; allow more configurations, or let fewer clients ask at the same time";
        return new Result(Verdict.GAVE_UP, key, report, configurationsMax);
    }

    /** Objects in the order of their keys; all operations in one piece when one of them may touch several objects. */
    private static Map<String, List<Operation>> byKey(List<Operation> operations) {
        Map<String, List<Operation>> objects = new TreeMap<>();
        boolean isOnePiece =
                operations.stream().anyMatch(operation -> operation.key().isEmpty() && mayMatter(operation));
        for (Operation operation : operations) {
            if (mayMatter(operation)) {
                objects.computeIfAbsent(isOnePiece ? "" : operation.key(), key -> new ArrayList<>())
                        .add(operation);
            }
        }
        return objects;
    }

    private static boolean mayMatter(Operation operation) {
        return operation.outcome() == Outcome.OK || (operation.isUncertain() && operation.kind() == Kind.COMMAND);
    }
}
