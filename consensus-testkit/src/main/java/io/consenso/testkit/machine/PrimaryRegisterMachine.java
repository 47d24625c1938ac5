/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.machine;

import io.consenso.Bytes;
import io.consenso.Command;
import io.consenso.PrimaryStateMachine;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The registers of {@link RegisterMachine}, replicated passively: an update is the new value of a register. One that was applied to a state that it
 * was not computed on undoes what came between, which shows in lists and sums. Of several requests, about half are executed at once.
 */
public final class PrimaryRegisterMachine implements PrimaryStateMachine {
    private final RegisterMachine registers = new RegisterMachine();

    /** With all registers empty. */
    public PrimaryRegisterMachine() {}

    @Override
    public Executed execute(Command request) {
        return execute(List.of(request)).get(0);
    }

    @Override
    public List<Executed> execute(List<Command> requests) {
        RegisterMachine scratch = registers.copy();
        List<Executed> outcomes = new ArrayList<>();
        for (Command request : requests.subList(0, (requests.size() + 1) / 2)) {
            outcomes.add(execute(request, scratch));
        }
        return outcomes;
    }

    private static Executed execute(Command request, RegisterMachine scratch) {
        String[] words = request.payload().toUtf8().split(" ", -1);
        if (words.length < 2) {
            return Executed.unchanged(scratch.apply(request));
        }
        Bytes before = scratch.query(RegisterMachine.get(words[1]));
        Bytes reply = scratch.apply(request);
        Bytes after = scratch.query(RegisterMachine.get(words[1]));
        return before.equals(after)
                ? Executed.unchanged(reply)
                : new Executed(RegisterMachine.put(words[1], after.toUtf8()), reply);
    }

    @Override
    public void applyUpdate(Bytes update) {
        registers.apply(new Command(0, 0, 0, 0, update));
    }

    @Override
    public Bytes query(Bytes query) {
        return registers.query(query);
    }

    @Override
    public Snapshot snapshot() {
        return registers.snapshot();
    }

    @Override
    public void restore(InputStream in) throws IOException {
        registers.restore(in);
    }

    /** All registers that were ever written, in the order of their names. */
    @Override
    public String toString() {
        return registers.toString();
    }
}
