/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.history;

import io.consenso.Bytes;
import io.consenso.Command;
import io.consenso.testkit.history.Operation.Kind;
import io.consenso.testkit.history.Operation.Outcome;
import io.consenso.testkit.machine.RegisterMachine;
import java.util.ArrayList;
import java.util.List;

/** Tries every order of every choice of operations on a fresh machine, straight from the definition. */
final class BruteForce {
    private BruteForce() {}

    static boolean isLinearizable(List<Operation> operations) {
        return canGoOn(List.of(), operations);
    }

    private static boolean canGoOn(List<Operation> order, List<Operation> left) {
        if (left.stream().noneMatch(operation -> operation.outcome() == Outcome.OK)) {
            return explains(order);
        }
        for (Operation next : left) {
            boolean isFree = left.stream().noneMatch(other -> other.precedes(next));
            if (isFree && next.outcome() != Outcome.FAILED) {
                List<Operation> longer = new ArrayList<>(order);
                longer.add(next);
                List<Operation> fewer = new ArrayList<>(left);
                fewer.remove(next);
                if (canGoOn(longer, fewer)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean explains(List<Operation> order) {
        RegisterMachine machine = new RegisterMachine();
        long index = 0;
        for (Operation operation : order) {
            Bytes reply = operation.kind() == Kind.QUERY
                    ? machine.query(operation.asked())
                    : machine.apply(new Command(++index, 0, 0, 0, operation.asked()));
            if (operation.outcome() == Outcome.OK && !reply.equals(operation.reply())) {
                return false;
            }
        }
        return true;
    }
}
