/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

/** A token whose upper half is an epoch. */
final class EpochToken {
    private EpochToken() {}

    static String text(long token) {
        return "token " + (token >> Integer.SIZE) + "." + (token & 0xFFFF_FFFFL);
    }
}
