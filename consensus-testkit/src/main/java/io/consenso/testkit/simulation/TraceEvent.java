/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import java.util.Locale;

/**
 * Something that happened in a simulation. Which parts mean something depends on the kind; the others are empty or 0.
 *
 * @param sequence how many events were recorded before it
 * @param nanos when, in virtual nanoseconds since the start
 * @param kind what
 * @param node where; "-" when on no node
 * @param peer the other end, where there is one
 * @param text what a reader should see: a message's name, a reason, a role, a command
 * @param number a count, an index, an epoch, a duration in nanoseconds or a digest
 * @param id what belongs together: both ends of a frame, both ends of an operation or of a fault, 0 when nothing does
 * @param since when the frame left, or when the operation or fault began; otherwise the same as {@code nanos}
 */
public record TraceEvent(
        long sequence, long nanos, Kind kind, String node, String peer, String text, long number, long id, long since) {

    /** What happened. */
    public enum Kind {
        /** A process began; the number says how many were before it on this node, and this one. */
        START,
        /** A node's power failed. */
        CRASH,
        /** A process was killed. */
        KILL,
        /** A process stands still from now on; the number is for how long. */
        PAUSE,
        /** A frame left the node for the peer. */
        SENT,
        /** A frame from the peer arrived; it left at {@link TraceEvent#since()}. */
        DELIVERED,
        /** A frame from the peer did not arrive, which was decided now; the text ends in why, in brackets. */
        LOST,
        /** From now on nothing gets from the peer to the node. */
        CUT,
        /** What was cut is whole. */
        MEND,
        /** What the peer sends is held back; the number is for how long. */
        CLOG,
        /** The node was told that the peer is gone. */
        DISCONNECT,
        /** A task ran on the lane that the text names. */
        RUN,
        /** A log was written; the number is which write of that disk, the text is "sync" if somebody waits for the disk. */
        WRITE,
        /** That write, and all before it, is on disk. */
        DURABLE,
        /** A power failure took the newest writes, as many as the number says. */
        WRITES_LOST,
        /** A write failed; the text says why. */
        WRITE_FAILED,
        /** A snapshot up to the index in the number is being written to disk. */
        SNAPSHOT_WRITTEN,
        /** The caller's own words. */
        NOTE,
        /** The role in the text was taken, in the epoch in the number. */
        ROLE,
        /** The peer, or nobody, is known to lead the epoch in the number. */
        LEADER,
        /** Everything up to the index in the number is known to be committed. */
        COMMITTED,
        /** Everything up to the index in the number is in the state machine. */
        APPLIED,
        /** A snapshot up to the index in the number is durable; it was taken here or, if the text says so, installed. */
        SNAPSHOT,
        /** A replica stopped for good; the text says why. */
        HALTED,
        /** A client, which is the node, asked the peer for what the text says. */
        INVOKED,
        /** A client got an answer; the text begins with the name of the {@link Trace.Outcome}. */
        COMPLETED,
        /** The fault that the text names begins. */
        FAULT,
        /** It is over. */
        FAULT_ENDED,
        /** The run failed here; the text says why. */
        FAILURE,
        /** Anything else; the text says what. */
        OTHER;

        private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

        /** In lower case with hyphens, as in a line. */
        public String word() {
            return word;
        }

        /** Whether it happens so often that a bounded trace forgets it, and so little depends on it that it may. */
        boolean isFrequent() {
            return switch (this) {
                case SENT, DELIVERED, LOST, RUN, WRITE, DURABLE, COMMITTED, APPLIED, DISCONNECT, OTHER -> true;
                default -> false;
            };
        }

        static Kind of(String what) {
            return switch (what) {
                case "start" -> START;
                case "crash" -> CRASH;
                case "kill" -> KILL;
                case "pause" -> PAUSE;
                case "cut" -> CUT;
                case "mend" -> MEND;
                case "clog" -> CLOG;
                case "disconnect" -> DISCONNECT;
                case "run" -> RUN;
                case "write" -> WRITE;
                case "durable" -> DURABLE;
                case "lost" -> WRITES_LOST;
                case "failed" -> WRITE_FAILED;
                case "snapshot" -> SNAPSHOT_WRITTEN;
                case "note" -> NOTE;
                default -> OTHER;
            };
        }
    }

    /** The line of this event: seconds, node, kind, and then whatever it has, in a fixed order. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(64)
                .append(SimulatedTime.format(nanos))
                .append(' ')
                .append(node)
                .append(' ')
                .append(kind.word());
        if (!peer.isEmpty()) {
            line.append(' ').append(peer);
        }
        if (!text.isEmpty()) {
            appendVisible(line.append(' '), text);
        }
        if (number != 0) {
            line.append(' ').append(number);
        }
        if (id != 0) {
            line.append(" #").append(id);
        }
        return line.toString();
    }

    /** One event is one line, whatever the text. */
    private static void appendVisible(StringBuilder line, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            line.append(Character.isISOControl(c) ? ' ' : c);
        }
    }
}
