/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Breaks clocks. */
final class ClockFaults {
    private final Layers<SimulatedNode, Long> drifts =
            new Layers<>((node, millionths) -> node.clock().drift(millionths), node -> 0L);

    private final Layers<SimulatedNode, Boolean> stops =
            new Layers<>((node, stopped) -> node.clock().stopWall(stopped), node -> false);

    /** Begins; returns what mends it, or null if there was nothing to break. */
    @Nullable
    Runnable begin(Fault fault, List<SimulatedNode> nodes) {
        SimulatedNode node = nodes.get(0);
        return switch (fault.kind()) {
            case DRIFT -> drifts.begin(node, fault.number());
            case CLOCK_STOP -> stops.begin(node, true);
            case CLOCK_JUMP -> {
                node.clock().stepWall(Duration.ofSeconds(fault.number()));
                yield () -> {};
            }
            case CLOCK_SKEW -> {
                node.clock().stepWall(Duration.ofSeconds(fault.number()));
                yield () -> node.clock().stepWall(Duration.ofSeconds(-fault.number()));
            }
            default -> throw new IllegalArgumentException("no fault of a clock: " + fault);
        };
    }
}
