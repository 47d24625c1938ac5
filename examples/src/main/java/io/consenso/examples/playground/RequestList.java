/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import io.consenso.Bytes;
import io.consenso.Command;
import io.consenso.DecidingStateMachine;
import io.consenso.PrimaryStateMachine;
import io.consenso.ReplicatedState;
import io.consenso.ReplicatedState.Snapshot;
import io.consenso.StateMachine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The requests that a replica has applied, in their order; behind each stands who decided or executed it, where that is one process. */
abstract sealed class RequestList {
    final Seat seat;
    final Deeds deeds;
    private final List<String> entries = new CopyOnWriteArrayList<>();

    private RequestList(Seat seat, Deeds deeds) {
        this.seat = seat;
        this.deeds = deeds;
    }

    /** As a replica takes it. */
    abstract ReplicatedState state();

    /** From any thread. */
    List<String> entries() {
        return List.copyOf(entries);
    }

    final Bytes add(String verb, String request, String entry) {
        deeds.does(seat, verb, request);
        entries.add(entry);
        return Bytes.ofUtf8(entry);
    }

    final String byMe(String request) {
        return request + " by " + seat.self();
    }

    /** All of it, whatever is asked. */
    public Bytes query(Bytes query) {
        return Bytes.ofUtf8(String.join("\n", entries));
    }

    public Snapshot snapshot() {
        String captured = String.join("\n", entries);
        return out -> out.write(captured.getBytes(StandardCharsets.UTF_8));
    }

    public void restore(InputStream in) throws IOException {
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        entries.clear();
        entries.addAll(text.lines().toList());
    }

    /** Every replica executes. */
    static final class Active extends RequestList implements StateMachine {
        Active(Seat seat, Deeds deeds) {
            super(seat, deeds);
        }

        @Override
        ReplicatedState state() {
            return this;
        }

        @Override
        public Bytes apply(Command command) {
            String request = command.payload().toUtf8();
            return add("executes", request, request);
        }
    }

    /** The decision is who makes it, which no two replicas would decide alike. */
    static final class SemiActive extends RequestList implements DecidingStateMachine {
        SemiActive(Seat seat, Deeds deeds) {
            super(seat, deeds);
        }

        @Override
        ReplicatedState state() {
            return this;
        }

        @Override
        public Bytes decide(Bytes request) {
            deeds.does(seat, "decides", request.toUtf8());
            return Bytes.ofUtf8(byMe(request.toUtf8()));
        }

        @Override
        public Bytes apply(Command command, Bytes decision) {
            return add("applies", command.payload().toUtf8(), decision.toUtf8());
        }
    }

    /** The update is the new entry. */
    static final class Passive extends RequestList implements PrimaryStateMachine {
        Passive(Seat seat, Deeds deeds) {
            super(seat, deeds);
        }

        @Override
        ReplicatedState state() {
            return this;
        }

        @Override
        public Executed execute(Command command) {
            String request = command.payload().toUtf8();
            deeds.does(seat, "executes", request);
            Bytes entry = Bytes.ofUtf8(byMe(request));
            return new Executed(entry, entry);
        }

        @Override
        public void applyUpdate(Bytes update) {
            Bytes unused = add("applies", request(update.toUtf8()), update.toUtf8());
        }
    }

    /** Which request an entry is about. */
    static String request(String entry) {
        return entry.split(" ", 2)[0];
    }
}
