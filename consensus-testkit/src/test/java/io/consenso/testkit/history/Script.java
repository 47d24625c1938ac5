/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.history;

import io.consenso.Bytes;
import io.consenso.testkit.machine.RegisterMachine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes a history down line by line: {@code begin} and an end, or {@code did} for both at once. */
final class Script {
    private final History history = new History(() -> 0);
    private final Map<String, Long> open = new HashMap<>();
    private int clients;

    History history() {
        return history;
    }

    Script begin(String name, Bytes asked) {
        boolean isQuery = asked.toUtf8().startsWith("get");
        String key = RegisterMachine.key(asked);
        int client = clients++;
        open.put(name, isQuery ? history.query(client, key, asked) : history.command(client, key, asked));
        return this;
    }

    Script ok(String name, String reply) {
        history.ok(id(name), Bytes.ofUtf8(reply));
        return this;
    }

    Script failed(String name) {
        history.failed(id(name));
        return this;
    }

    Script unknown(String name) {
        history.unknown(id(name));
        return this;
    }

    Script did(Bytes asked, String reply) {
        return begin("at once", asked).ok("at once", reply);
    }

    private long id(String name) {
        Long id = open.remove(name);
        if (id == null) {
            throw new IllegalArgumentException("nobody began " + name);
        }
        return id;
    }

    Linearizability.Result check() {
        return Linearizability.check(history, Model.of(RegisterMachine::new));
    }

    /** The first-in first-out queue of Herlihy and Wing's examples. */
    static final class Queue implements Model<List<String>> {
        @Override
        public List<String> initial() {
            return List.of();
        }

        @Override
        public Step<List<String>> step(List<String> state, Operation operation) {
            String asked = operation.asked().toUtf8();
            if (asked.startsWith("enq ")) {
                List<String> longer = new ArrayList<>(state);
                longer.add(asked.substring(4));
                return Step.of(List.copyOf(longer), RegisterMachine.DONE);
            }
            return state.isEmpty()
                    ? Step.of(state, Bytes.ofUtf8("empty"))
                    : Step.of(List.copyOf(state.subList(1, state.size())), Bytes.ofUtf8(state.get(0)));
        }
    }

    /** As {@link #begin}, for {@link Queue}. */
    Script beginOnQueue(String name, String asked) {
        open.put(name, history.command(clients++, "q", Bytes.ofUtf8(asked)));
        return this;
    }
}
