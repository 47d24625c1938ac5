/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.spi;

/**
 * A place in the log and the epoch of the entry there.
 *
 * @param index counted from 1; 0 is the place before the first entry
 * @param epoch 0 only at index 0
 */
public record LogPosition(long index, long epoch) {
    /** Before the first entry of a log. */
    public static final LogPosition ZERO = new LogPosition(0, 0);

    /** Refuses negative numbers with {@link IllegalArgumentException}. */
    public LogPosition {
        if (index < 0 || epoch < 0) {
            throw new IllegalArgumentException("negative log position: " + index + ", " + epoch);
        }
    }
}
