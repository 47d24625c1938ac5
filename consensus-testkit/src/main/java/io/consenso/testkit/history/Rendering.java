/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.history;

import io.consenso.Bytes;

/** Bytes for a reader: as text where they are text, as a number where they may be one. */
final class Rendering {
    private static final int CHARACTERS_MAX = 48;

    private Rendering() {}

    static String of(Bytes bytes) {
        String text = bytes.toUtf8();
        if (isPlain(text)) {
            return shortened(text);
        }
        return bytes.length() == Long.BYTES ? Long.toString(bytes.toLong()) : bytes.toString();
    }

    private static boolean isPlain(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    }

    /** Keeps both ends: a list that grows differs at its end. */
    private static String shortened(String text) {
        if (text.isEmpty()) {
            return "\"\"";
        }
        if (text.length() <= CHARACTERS_MAX) {
            return text;
        }
        int half = CHARACTERS_MAX / 2 - 1;
        return text.substring(0, half) + ".." + text.substring(text.length() - half);
    }
}
