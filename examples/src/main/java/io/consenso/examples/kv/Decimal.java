/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.kv;

import io.consenso.Bytes;
import org.jspecify.annotations.Nullable;

/** Whole numbers in text, by Redis's strict rule: no sign but a minus, no leading zero, no blank. */
final class Decimal {
    private static final int LONGEST = 20;

    private Decimal() {}

    /** Null when the text is not a number or does not fit 64 bits. */
    static @Nullable Long parse(Bytes text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            return null;
        }
        try {
            String shown = text.toUtf8();
            long value = Long.parseLong(shown);
            // What prints otherwise had a plus, a leading zero or digits of another script.
            return Long.toString(value).equals(shown) ? value : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
