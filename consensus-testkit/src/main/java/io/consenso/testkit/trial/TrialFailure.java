/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.trial;

import io.consenso.testkit.simulation.FaultSchedule;
import java.nio.file.Path;
import java.util.Optional;

/** A trial went wrong. The message says what, and how to see it again. */
public final class TrialFailure extends AssertionError {
    private static final long serialVersionUID = 1L;
    private final long seed;
    private final transient FaultSchedule schedule;
    private final transient Optional<Path> picture;

    TrialFailure(long seed, FaultSchedule schedule, Optional<Path> picture, String message, Throwable cause) {
        super(message, cause);
        this.seed = seed;
        this.schedule = schedule;
        this.picture = picture;
    }

    /** The seed that shows it. */
    public long seed() {
        return seed;
    }

    /** The faults that show it, as few as were found. */
    public FaultSchedule schedule() {
        return schedule;
    }

    /** Where the run is drawn, unless that was turned off. */
    public Optional<Path> picture() {
        return picture;
    }
}
