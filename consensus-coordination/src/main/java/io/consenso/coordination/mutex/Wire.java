/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.mutex;

/** Checks of what arrives; each throws {@link IllegalArgumentException}, which the codec turns into a malformed frame. */
final class Wire {
    private Wire() {}

    static String resource(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a resource without a name");
        }
        return name;
    }

    /** A number that never has its sign bit set. */
    static long count(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("out of range: " + Long.toUnsignedString(value));
        }
        return value;
    }
}
