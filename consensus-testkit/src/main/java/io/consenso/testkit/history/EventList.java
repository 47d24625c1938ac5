/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Invocations and returns of the operations whose reply is known, in order, as a doubly linked list from which an operation is lifted when it
 * is linearised and into which it is put back when that is undone (Wing and Gong, 1993, "Testing and verifying concurrent objects"; Lowe,
 * 2017, "Testing for linearizability", section 3).
 */
final class EventList {
    private final Event head = new Event(-1, -1);

    /** An invocation, or a return when {@link #returned} is null. */
    static final class Event {
        /** The operation's number in the list that the events were made from. */
        final int operation;

        final long place;

        @Nullable
        Event returned;

        private Event next = this;
        private Event previous = this;

        private Event(int operation, long place) {
            this.operation = operation;
            this.place = place;
        }

        boolean isInvocation() {
            return returned != null;
        }

        Event next() {
            return next;
        }
    }

    EventList(List<Operation> operations) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < operations.size(); i++) {
            Event invoked = new Event(i, operations.get(i).invoked().place());
            Event returned = new Event(i, operations.get(i).returned().place());
            invoked.returned = returned;
            events.add(invoked);
            events.add(returned);
        }
        events.sort(Comparator.comparingLong(event -> event.place));
        for (Event event : events) {
            event.previous = head.previous;
            event.next = head;
            relink(event);
        }
    }

    boolean isEmpty() {
        return head.next == head;
    }

    Event first() {
        return head.next;
    }

    /** The first return. Whatever was invoked before it may be linearised next; nothing else may. The list must not be empty. */
    Event firstReturn() {
        Event event = head.next;
        while (event.isInvocation()) {
            event = event.next;
        }
        return event;
    }

    /** Takes the invocation and its return out. */
    void lift(Event invocation) {
        unlink(invocation);
        unlink(returnOf(invocation));
    }

    /** Undoes the last {@link #lift} that has not been undone. */
    void unlift(Event invocation) {
        relink(returnOf(invocation));
        relink(invocation);
    }

    private static Event returnOf(Event invocation) {
        Event returned = invocation.returned;
        if (returned == null) {
            throw new IllegalStateException("a return, not an invocation");
        }
        return returned;
    }

    private static void unlink(Event event) {
        event.previous.next = event.next;
        event.next.previous = event.previous;
    }

    private static void relink(Event event) {
        event.previous.next = event;
        event.next.previous = event;
    }
}
