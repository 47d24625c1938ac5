/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.picture;

import io.consenso.testkit.simulation.Trace;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to be drawn, in the order in which it happened. Nodes are numbered by their place in {@code nodes}; -1 is none of them. Times are
 * virtual nanoseconds; nothing here lies wholly outside of the window.
 *
 * @param from where the window begins
 * @param to where the window ends
 * @param nodes their names
 */
record Scene(
        long from,
        long to,
        List<String> nodes,
        List<Message> messages,
        List<Band> bands,
        List<Span> spans,
        List<Mark> marks,
        List<Operation> operations,
        List<Fault> faults,
        List<Cut> cuts) {

    /** What became of a message. */
    enum Fate {
        ARRIVED,
        LOST,
        UNDER_WAY
    }

    /**
     * A message.
     *
     * @param name the first word of its label
     * @param reason why it was lost, or empty
     * @param copy whether it had arrived once before
     */
    record Message(
            String name,
            String label,
            int sender,
            int receiver,
            long sent,
            long end,
            Fate fate,
            String reason,
            boolean copy) {}

    /** A role that a node had, until then or the end of the window. */
    record Band(int node, String role, String epoch, long from, long to) {}

    /** A state of a process. */
    enum State {
        UP,
        DOWN,
        PAUSED
    }

    /** A state that a node was in. */
    record Span(int node, State state, long from, long to) {}

    /** What happens at one moment on one node, or on none. */
    enum Sign {
        START,
        CRASH,
        KILL,
        COMMITTED,
        APPLIED,
        LEADER,
        DURABLE,
        SNAPSHOT,
        INSTALLED,
        WRITE_FAILED,
        HALTED,
        NOTE,
        FAILURE
    }

    /**
     * A sign.
     *
     * @param text a few words for the picture
     * @param detail all there is to say
     */
    record Mark(int node, Sign sign, String text, String detail, long at) {}

    /** What a client asked for; no outcome while it waits. */
    record Operation(
            String client,
            String node,
            String text,
            String answer,
            Trace.@Nullable Outcome outcome,
            long from,
            long to) {}

    /** Something was broken. */
    record Fault(String what, String where, long from, long to) {}

    /**
     * Some links were cut.
     *
     * @param text who from whom
     * @param alone the nodes that are on the smaller side, if the cut has sides
     */
    record Cut(String text, Set<Integer> alone, long from, long to) {}
}
