/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.engine;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What invariants found broken. A violation is thrown where it is seen, which stops the replica whose call it was; since a runtime takes a throw
 * for a fault of that replica alone, the first one is kept here, too, and {@link #verify()} brings it before the test.
 */
public final class Violations {
    private @Nullable AssertionError first;

    /** Nothing found yet. */
    public Violations() {}

    /** Throws, and keeps, an {@link AssertionError} that names the invariant and says what was seen. */
    public void found(String invariant, String seen) {
        AssertionError violation = new AssertionError(invariant + ": " + seen);
        if (first == null) {
            first = violation;
        }
        throw violation;
    }

    /** The first one. */
    public Optional<AssertionError> first() {
        return Optional.ofNullable(first);
    }

    /** Throws the first one, if any. */
    public void verify() {
        if (first != null) {
            throw first;
        }
    }
}
