/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.history;

import io.consenso.testkit.history.EventList.Event;
import io.consenso.testkit.history.Linearizability.Verdict;
import io.consenso.testkit.history.Operation.Kind;
import io.consenso.testkit.history.Operation.Outcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Searches an order of one object's operations that explains every reply: depth first, undone on the way back, no configuration entered
 * twice (Lowe, 2017, "Testing for linearizability", section 3).
 *
 * <p>Three things keep it short, each without losing an explanation:
 *
 * <ol>
 *   <li>A query that may come next and is explained comes next, and nothing else is tried: since it changes nothing wherever it stands, it
 *       can be moved to here in any explanation. (Not so a command that happens to change nothing here.)
 *   <li>Operations of unknown outcome are tried last, and only where they change the state: else leaving them out does as well.
 *   <li>Of several that ask the same with unknown outcome only the one invoked first is tried: it may stand wherever the others may.
 * </ol>
 */
final class Search<S> {
    /** Of a configuration most candidates fail at once; where all lead to what was seen before, the steps count, not the configurations. */
    private static final long STEPS_PER_CONFIGURATION_MAX = 32;

    private final Model<S> model;
    private final long configurationsMax;
    private long steps;
    private final List<Operation> known = new ArrayList<>();
    private final List<Operation> uncertain = new ArrayList<>();
    /** For each uncertain operation the one before it that asks the same, or -1. */
    private final List<Integer> twins = new ArrayList<>();

    private final EventList events;
    private final LinearizedSet knownDone;
    private final LinearizedSet uncertainDone;
    private final Set<Seen> seen = new HashSet<>();
    private final Map<S, Integer> stateNumbers = new HashMap<>();
    private final ArrayDeque<Move<S>> moves = new ArrayDeque<>();
    private S state;
    private int knownLeft;

    /** Where trying goes on: after this event, then after this uncertain operation. */
    private @Nullable Event lastTried;

    private int nextUncertain;
    private List<Operation> longest = List.of();
    private int longestKnown = -1;
    private S longestState;

    /** A configuration: what has been linearised of either sort, and the state. */
    private record Seen(LinearizedSet.Configuration known, LinearizedSet.Configuration uncertain) {}

    /** What was linearised, and from which state; {@code event} is null for an uncertain operation. */
    private record Move<S>(Operation operation, @Nullable Event event, int number, S before, boolean isForced) {}

    /** Of the operations failed ones and queries without an answer are left out. */
    Search(List<Operation> operations, Model<S> model, long configurationsMax) {
        this.model = model;
        this.configurationsMax = configurationsMax;
        Map<List<Object>, Integer> lastAsked = new HashMap<>();
        for (Operation operation : operations) {
            if (operation.outcome() == Outcome.OK) {
                known.add(operation);
            } else if (operation.isUncertain() && operation.kind() == Kind.COMMAND) {
                Integer twin = lastAsked.put(List.of(operation.key(), operation.asked()), uncertain.size());
                twins.add(twin == null ? -1 : twin);
                uncertain.add(operation);
            }
        }
        events = new EventList(known);
        knownDone = new LinearizedSet(known.size());
        uncertainDone = new LinearizedSet(uncertain.size());
        knownLeft = known.size();
        state = model.initial();
        longestState = state;
    }

    Verdict run() {
        while (knownLeft > 0) {
            if (seen.size() >= configurationsMax || steps >= configurationsMax * STEPS_PER_CONFIGURATION_MAX) {
                return Verdict.GAVE_UP;
            }
            if (!advance()) {
                keepIfLongest();
                if (!goBack()) {
                    return Verdict.NOT_LINEARIZABLE;
                }
            }
        }
        keepIfLongest();
        return Verdict.LINEARIZABLE;
    }

    long configurations() {
        return seen.size();
    }

    /** How often the model was asked. */
    long steps() {
        return steps;
    }

    /** The order that explained the most replies. */
    List<Operation> longest() {
        return longest;
    }

    /** The state after {@link #longest()}. */
    S longestState() {
        return longestState;
    }

    /** Linearises one more operation, if one is left to try here. */
    private boolean advance() {
        Event firstReturn = events.firstReturn();
        if (lastTried == null && nextUncertain == 0 && advanceByQuery(firstReturn)) {
            return true;
        }
        Event event = lastTried == null ? events.first() : lastTried.next();
        for (; event.isInvocation(); event = event.next()) {
            if (known.get(event.operation).kind() == Kind.COMMAND && tryKnown(event)) {
                return true;
            }
        }
        for (; nextUncertain < uncertain.size(); nextUncertain++) {
            if (uncertain.get(nextUncertain).invoked().place() > firstReturn.place) {
                return false;
            }
            if (tryUncertain(nextUncertain)) {
                return true;
            }
        }
        return false;
    }

    /** A query that is explained here changes nothing, so it is never wrong to take it. */
    private boolean advanceByQuery(Event firstReturn) {
        for (Event event = events.first(); event != firstReturn; event = event.next()) {
            if (known.get(event.operation).kind() == Kind.QUERY && tryKnown(event)) {
                return true;
            }
        }
        return false;
    }

    private boolean tryKnown(Event event) {
        Operation operation = known.get(event.operation);
        Model.Step<S> step = step(operation);
        if (step.reply().isEmpty() || !model.explains(operation, step.reply().get())) {
            return false;
        }
        S next = operation.kind() == Kind.QUERY ? state : step.next();
        knownDone.add(event.operation);
        if (!enter(next)) {
            knownDone.remove(event.operation);
            return false;
        }
        moves.push(new Move<>(operation, event, event.operation, state, operation.kind() == Kind.QUERY));
        events.lift(event);
        knownLeft--;
        arrive(next);
        return true;
    }

    private boolean tryUncertain(int number) {
        int twin = twins.get(number);
        if (uncertainDone.contains(number) || (twin >= 0 && !uncertainDone.contains(twin))) {
            return false;
        }
        Operation operation = uncertain.get(number);
        Model.Step<S> step = step(operation);
        if (step.reply().isEmpty() || step.next().equals(state)) {
            return false;
        }
        uncertainDone.add(number);
        if (!enter(step.next())) {
            uncertainDone.remove(number);
            return false;
        }
        moves.push(new Move<>(operation, null, number, state, false));
        arrive(step.next());
        return true;
    }

    private Model.Step<S> step(Operation operation) {
        steps++;
        return model.step(state, operation);
    }

    /** Whether the configuration is new. */
    private boolean enter(S next) {
        Integer number = stateNumbers.putIfAbsent(next, stateNumbers.size());
        return seen.add(
                new Seen(knownDone.with(number == null ? stateNumbers.size() - 1 : number), uncertainDone.with(0)));
    }

    private void arrive(S next) {
        state = next;
        lastTried = null;
        nextUncertain = 0;
    }

    /** Undoes the last move that had alternatives, and goes on with those. */
    private boolean goBack() {
        while (!moves.isEmpty()) {
            Move<S> move = moves.pop();
            undo(move);
            if (!move.isForced()) {
                return true;
            }
        }
        return false;
    }

    private void undo(Move<S> move) {
        state = move.before();
        Event event = move.event();
        if (event == null) {
            uncertainDone.remove(move.number());
            lastTried = lastInvocation();
            nextUncertain = move.number() + 1;
        } else {
            knownDone.remove(move.number());
            events.unlift(event);
            knownLeft++;
            lastTried = event;
            nextUncertain = 0;
        }
    }

    /** All known ones have been tried before the first uncertain one was. */
    private @Nullable Event lastInvocation() {
        Event last = null;
        for (Event event = events.first(); event.isInvocation(); event = event.next()) {
            last = event;
        }
        return last;
    }

    private void keepIfLongest() {
        int done = known.size() - knownLeft;
        if (done > longestKnown) {
            longestKnown = done;
            longest = new ArrayList<>();
            moves.descendingIterator().forEachRemaining(move -> longest.add(move.operation()));
            longestState = state;
        }
    }
}
