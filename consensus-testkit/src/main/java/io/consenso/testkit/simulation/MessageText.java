/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import java.util.ArrayList;
import java.util.List;

/** Shortens what a record says of itself to what fits on an arrow: "Append[term=3, entries=[..]]" becomes "Append term=3 entries=1". */
final class MessageText {
    private static final int CHARS_MAX = 80;

    private MessageText() {}

    static String shorten(String text) {
        int open = text.indexOf('[');
        if (open <= 0 || !text.endsWith("]")) {
            return clip(text.replace(' ', '-'));
        }
        StringBuilder lists = new StringBuilder();
        StringBuilder others = new StringBuilder();
        for (String part : parts(text.substring(open + 1, text.length() - 1))) {
            int equals = part.indexOf('=') + 1;
            String value = value(part.substring(equals));
            if (!value.isEmpty()) {
                // How much a message carries is what a reader asks first.
                (part.startsWith("[", equals) ? lists : others)
                        .append(' ')
                        .append(part, 0, equals)
                        .append(value);
            }
        }
        return clip(text.substring(0, open).replace(' ', '-') + lists + others);
    }

    /** A list is its length, a record its values with dots between, and what is empty is left out. */
    private static String value(String text) {
        if (text.equals("Optional.empty") || text.equals("[]")) {
            return "";
        }
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true") ? "yes" : "no";
        }
        int open = text.indexOf('[');
        if (open < 0 || !text.endsWith("]")) {
            return text;
        }
        List<String> parts = parts(text.substring(open + 1, text.length() - 1));
        if (open == 0) {
            return Integer.toString(parts.size());
        }
        return String.join(
                ".",
                parts.stream()
                        .map(part -> value(part.substring(part.indexOf('=') + 1)))
                        .filter(part -> !part.isEmpty())
                        .toList());
    }

    /** Cuts at each ", " that is in no bracket. */
    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int begin = 0;
        for (int i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '[', '{', '(' -> depth++;
                case ']', '}', ')' -> depth--;
                case ',' -> {
                    if (depth == 0 && text.startsWith(", ", i)) {
                        parts.add(text.substring(begin, i));
                        begin = i + 2;
                    }
                }
                default -> {}
            }
        }
        if (begin < text.length()) {
            parts.add(text.substring(begin));
        }
        return parts;
    }

    private static String clip(String text) {
        return text.length() <= CHARS_MAX ? text : text.substring(0, CHARS_MAX - 1) + "…";
    }
}
