/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Schedules of faults for properties and campaigns: drawn at random, and made smaller when they have found something. */
public final class FaultSchedules {
    private FaultSchedules() {}

    /**
     * Schedules as {@link FaultSchedule#draw} draws them, for a jqwik property. A falsified one shrinks to fewer steps first, then to plainer
     * kinds, shorter durations, earlier times, lower node numbers and milder numbers.
     */
    public static Arbitrary<FaultSchedule> arbitrary(FaultOptions options, int nodes, Duration length) {
        return Arbitraries.fromGenerator(
                random -> new ShrinkableSchedule(FaultSchedule.draw(random, options, nodes, length)));
    }

    /**
     * Makes a failing schedule smaller without jqwik, in the same order: delta debugging on the list (Zeller and Hildebrandt, "Simplifying and
     * isolating failure-inducing input", 2002), then on the parts of each step. The result fails, and nothing that is one change plainer
     * does, unless the runs were used up.
     *
     * @param failing a schedule with which the run fails
     * @param stillFails whether a run with that schedule fails in the same way; must answer the same each time
     * @param runsMax how often that may be asked
     */
    public static FaultSchedule shrink(FaultSchedule failing, Predicate<FaultSchedule> stillFails, int runsMax) {
        Set<FaultSchedule> tried = new HashSet<>();
        FaultSchedule smallest = failing;
        boolean isSmaller = true;
        while (isSmaller) {
            isSmaller = false;
            var candidates = SimplerSchedules.than(smallest).iterator();
            while (!isSmaller && candidates.hasNext() && tried.size() < runsMax) {
                FaultSchedule candidate = candidates.next();
                isSmaller = tried.add(candidate) && stillFails.test(candidate);
                smallest = isSmaller ? candidate : smallest;
            }
        }
        return smallest;
    }
}
