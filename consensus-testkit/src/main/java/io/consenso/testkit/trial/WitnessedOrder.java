/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.trial;

import io.consenso.testkit.history.Model;
import io.consenso.testkit.history.Operation;
import io.consenso.testkit.history.Operation.Kind;
import io.consenso.testkit.history.Operation.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Tries the order in which the commands were applied as the explanation of a history. Nearly always it is one, and to check that takes time in
 * proportion to the history, where the search for any order at all may take for ever. It proves nothing when it fails.
 *
 * <p>Commands stand where they were applied. A query may stand anywhere after what had returned before it was asked, and before what was
 * asked after it had returned; the earliest place whose state gives its reply is taken, which leaves the most room to the others.
 */
final class WitnessedOrder<S> {
    private final Model<S> model;
    private final Witness witness;
    private final List<S> states = new ArrayList<>();
    private final List<Operation> order = new ArrayList<>();

    WitnessedOrder(Model<S> model, Witness witness) {
        this.model = model;
        this.witness = witness;
    }

    /** Whether that order gives every reply and respects who came before whom; of operations on one object, in the order of their invocation. */
    boolean explains(List<Operation> operations) {
        operations.stream()
                .filter(operation -> operation.kind() == Kind.COMMAND && witness.timesApplied(operation.id()) > 0)
                .sorted(Comparator.comparingInt(operation -> witness.placeOf(operation.id())))
                .forEach(order::add);
        return replay() && keepsTime() && placesQueries(operations);
    }

    private boolean replay() {
        S state = model.initial();
        states.add(state);
        for (Operation command : order) {
            Model.Step<S> step = model.step(state, command);
            boolean isSeen = command.outcome() == Outcome.OK;
            if (step.reply().isEmpty()
                    || (isSeen && !model.explains(command, step.reply().get()))) {
                return false;
            }
            state = step.next();
            states.add(state);
        }
        return true;
    }

    /** Nobody stands before one that had returned when it was asked. */
    private boolean keepsTime() {
        long invokedLast = -1;
        for (Operation command : order) {
            if (command.returned().place() < invokedLast && command.outcome() == Outcome.OK) {
                return false;
            }
            invokedLast = Math.max(invokedLast, command.invoked().place());
        }
        return true;
    }

    private boolean placesQueries(List<Operation> operations) {
        List<Placed> placed = new ArrayList<>();
        for (Operation query : operations) {
            if (query.kind() == Kind.QUERY && query.outcome() == Outcome.OK) {
                Optional<Placed> place = place(query, placed);
                if (place.isEmpty()) {
                    return false;
                }
                placed.add(place.get());
            }
        }
        return true;
    }

    /** After that many commands. */
    private record Placed(Operation query, int after) {}

    private Optional<Placed> place(Operation query, List<Placed> before) {
        int from = 0;
        int to = order.size();
        for (int i = 0; i < order.size(); i++) {
            if (order.get(i).precedes(query)) {
                from = i + 1;
            } else if (query.precedes(order.get(i))) {
                to = Math.min(to, i);
            }
        }
        for (Placed earlier : before) {
            if (earlier.query().precedes(query)) {
                from = Math.max(from, earlier.after());
            }
        }
        for (int after = from; after <= to; after++) {
            if (model.step(states.get(after), query)
                    .reply()
                    .filter(reply -> model.explains(query, reply))
                    .isPresent()) {
                return Optional.of(new Placed(query, after));
            }
        }
        return Optional.empty();
    }
}
