/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit;

import io.consenso.Bytes;
import io.consenso.Command;
import io.consenso.StateMachine;
import io.consenso.testkit.machine.JournalMachine;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A journal whose every call a test may watch, delay (by blocking in the simulation) or fail. */
final class HookedMachine implements StateMachine {
    private final JournalMachine journal = new JournalMachine();
    private final Hooks hooks;

    HookedMachine(Hooks hooks) {
        this.hooks = hooks;
    }

    /** What happens before a call; of one member, through all its restarts. */
    static final class Hooks {
        Consumer<Command> apply = command -> {};
        Consumer<Bytes> query = query -> {};
        Runnable snapshot = () -> {};
        Writing writing = () -> {};
        Runnable restore = () -> {};
        final List<Long> expired = new ArrayList<>();
        int applies;
        int queries;
        int snapshots;
        int releases;
        int restores;
    }

    /** What may throw as a full disk does. */
    interface Writing {
        void run() throws IOException;
    }

    JournalMachine journal() {
        return journal;
    }

    /** The payloads that were applied, in order, as text. */
    List<String> texts() {
        return journal.commands().stream()
                .map(command -> command.payload().toUtf8())
                .toList();
    }

    @Override
    public Bytes apply(Command command) {
        hooks.applies++;
        hooks.apply.accept(command);
        return journal.apply(command);
    }

    @Override
    public void sessionExpired(long session, long timeMillis) {
        hooks.expired.add(session);
    }

    @Override
    public Bytes query(Bytes query) {
        hooks.queries++;
        hooks.query.accept(query);
        return journal.query(query);
    }

    @Override
    public Snapshot snapshot() {
        hooks.snapshots++;
        hooks.snapshot.run();
        Snapshot captured = journal.snapshot();
        return new Snapshot() {
            @Override
            public void writeTo(java.io.OutputStream out) throws IOException {
                hooks.writing.run();
                captured.writeTo(out);
            }

            @Override
            public void release() {
                hooks.releases++;
            }
        };
    }

    @Override
    public void restore(InputStream in) throws IOException {
        hooks.restores++;
        hooks.restore.run();
        journal.restore(in);
    }
}
