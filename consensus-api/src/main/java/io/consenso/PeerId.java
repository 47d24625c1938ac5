/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso;

/**
 * The identity of a replica within its cluster: a name, never an address.
 *
 * @param value 1 to 64 of letters, digits, {@code .}, {@code _} and {@code -}
 */
public record PeerId(String value) implements Comparable<PeerId> {
    /** Refuses a name of another shape with {@link IllegalArgumentException}. */
    public PeerId {
        if (!value.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new IllegalArgumentException(
                    "a peer id has 1 to 64 letters, digits, '.', '_' or '-', this one is '" + value + "'");
        }
    }

    /** The peer of that name. */
    public static PeerId of(String value) {
        return new PeerId(value);
    }

    @Override
    public int compareTo(PeerId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
