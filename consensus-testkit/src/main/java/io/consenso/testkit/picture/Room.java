/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.picture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which places already have text, so that no text is written over another. */
final class Room {
    private static final double HEIGHT = 9.5;
    private static final double STEP = 14;

    // Asked by key, never iterated.
    private final Map<Long, List<double[]>> taken = new HashMap<>();

    /** Takes the place of a line of text of that width that begins there and rises by that much for each pixel; false if it is taken. */
    boolean take(double x, double y, double width, double slope) {
        List<double[]> points = points(x, y, width, slope);
        if (points.stream().anyMatch(this::isTaken)) {
            return false;
        }
        points.forEach(point -> taken.computeIfAbsent(cell(point[0], point[1]), key -> new ArrayList<>(2))
                .add(point));
        return true;
    }

    private static List<double[]> points(double x, double y, double width, double slope) {
        List<double[]> points = new ArrayList<>();
        for (double along = 0; along < width; along += STEP) {
            points.add(new double[] {x + along, y + along * slope});
        }
        points.add(new double[] {x + width, y + width * slope});
        return points;
    }

    private boolean isTaken(double[] point) {
        for (int dx = -1; dx <= 1; dx++) {
            for (int dy = -1; dy <= 1; dy++) {
                for (double[] other :
                        taken.getOrDefault(cell(point[0] + dx * STEP, point[1] + dy * HEIGHT), List.of())) {
                    if (Math.abs(other[0] - point[0]) < STEP && Math.abs(other[1] - point[1]) < HEIGHT) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static long cell(double x, double y) {
        return ((long) Math.floor(x / STEP) << 32) ^ ((long) Math.floor(y / HEIGHT) & 0xffffffffL);
    }
}
