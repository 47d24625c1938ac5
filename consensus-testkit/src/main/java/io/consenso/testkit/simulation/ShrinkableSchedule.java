/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import java.util.stream.Stream;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.ShrinkingDistance;

/** A schedule as jqwik shrinks it. */
record ShrinkableSchedule(FaultSchedule value) implements Shrinkable<FaultSchedule> {
    @Override
    public Stream<Shrinkable<FaultSchedule>> shrink() {
        return SimplerSchedules.than(value).map(ShrinkableSchedule::new);
    }

    @Override
    public ShrinkingDistance distance() {
        return ShrinkingDistance.of(SimplerSchedules.size(value));
    }
}
