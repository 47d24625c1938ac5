/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit;

import io.consenso.Bytes;
import io.consenso.Command;
import io.consenso.StateMachine;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What a state machine was asked and what it answered, on one line each; two texts of answers are equal exactly when the answers are, but for
 * a collision of checksums.
 */
record Answer(String asked, String text) {
    private static final int BYTES_SHOWN_MAX = 60;

    static Answer toCommand(StateMachine machine, Command command, int position) {
        String asked = "command " + position + " (" + show(command.payload()) + ")";
        try {
            return new Answer(asked, show(machine.apply(command)));
        } catch (RuntimeException e) {
            throw new AssertionError(
                    "apply threw at " + asked + "; an exception halts the replica, so a refusal must be a reply", e);
        }
    }

    /** An exception fails one query and nothing else, so it counts as an answer. */
    static Answer toQuery(StateMachine machine, Bytes query, int position) {
        String asked = "the query (" + show(query) + ") after command " + position;
        try {
            return new Answer(asked, show(machine.query(query)));
        } catch (RuntimeException e) {
            return new Answer(asked, "throws " + e.getClass().getName());
        }
    }

    /** Where the two part for the first time, in words; empty when they are the same. */
    static Optional<String> firstDifference(List<Answer> expected, List<Answer> actual) {
        for (int i = 0; i < expected.size() && i < actual.size(); i++) {
            if (!expected.get(i).text().equals(actual.get(i).text())) {
                return Optional.of("first at " + expected.get(i).asked() + ": one answers "
                        + expected.get(i).text() + ", the other "
                        + actual.get(i).text());
            }
        }
        return expected.size() == actual.size()
                ? Optional.empty()
                : Optional.of("one answers " + expected.size() + " times, the other " + actual.size() + " times");
    }

    private static String show(Bytes bytes) {
        Bytes head = bytes.slice(0, Math.min(bytes.length(), BYTES_SHOWN_MAX));
        String text = head.toUtf8();
        boolean isPlain = text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
        String shown = isPlain ? '"' + text + '"' : HexFormat.of().formatHex(head.toArray());
        return head.length() == bytes.length()
                ? shown
                : shown + ".. (" + bytes.length() + " bytes, CRC-32C " + Integer.toHexString(bytes.crc32c()) + ")";
    }
}
