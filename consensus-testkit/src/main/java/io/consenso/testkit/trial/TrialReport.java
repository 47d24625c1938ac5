/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.trial;

import io.consenso.testkit.simulation.FaultKind;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What happened in one run that went well, or in many.
 *
 * @param runs how many
 * @param acknowledged requests that were answered
 * @param refused requests that certainly did not happen
 * @param unknown requests of which nobody knows
 * @param applied commands applied by the group
 * @param virtual time that passed in the simulations
 * @param wall time that passed outside
 * @param events of the simulations
 * @param framesDelivered messages that arrived
 * @param framesLost messages that did not
 * @param faults how often each kind of fault was injected, in the order of the kinds
 * @param traceHash covers everything that happened: the same seed gives the same
 */
public record TrialReport(
        long runs,
        long acknowledged,
        long refused,
        long unknown,
        long applied,
        Duration virtual,
        Duration wall,
        long events,
        long framesDelivered,
        long framesLost,
        Map<FaultKind, Long> faults,
        long traceHash) {
    /** Of no run. */
    public static final TrialReport NONE =
            new TrialReport(0, 0, 0, 0, 0, Duration.ZERO, Duration.ZERO, 0, 0, 0, Map.of(), 0);

    /** Copies the map. */
    public TrialReport {
        faults = Collections.unmodifiableMap(new TreeMap<>(faults));
    }

    /** On one line: how much was run, at what speed, and what broke. */
    public String summary() {
        double wallSeconds = Math.max(1e-9, wall.toNanos() / 1e9);
        double virtualSeconds = virtual.toNanos() / 1e9;
        return String.format(
                Locale.ROOT,
                "%d runs, %.0f virtual seconds in %.1f s on one thread (%.0f times as fast), %.0f events/s; %d requests answered, %d refused,"
                        + " %d unknown, %d commands applied; %d frames delivered, %d lost; faults: %s",
                runs,
                virtualSeconds,
                wallSeconds,
                virtualSeconds / wallSeconds,
                events / wallSeconds,
                acknowledged,
                refused,
                unknown,
                applied,
                framesDelivered,
                framesLost,
                faults);
    }

    /** Both together; the order does not matter. */
    public TrialReport plus(TrialReport other) {
        Map<FaultKind, Long> both = new TreeMap<>(faults);
        other.faults.forEach((kind, count) -> both.merge(kind, count, Long::sum));
        return new TrialReport(
                runs + other.runs,
                acknowledged + other.acknowledged,
                refused + other.refused,
                unknown + other.unknown,
                applied + other.applied,
                virtual.plus(other.virtual),
                wall.plus(other.wall),
                events + other.events,
                framesDelivered + other.framesDelivered,
                framesLost + other.framesLost,
                both,
                traceHash ^ other.traceHash);
    }
}
