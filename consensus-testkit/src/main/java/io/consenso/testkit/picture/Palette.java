/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.picture;

import io.consenso.testkit.simulation.Trace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Colours that colour-blind people tell apart (after Okabe and Ito), dark enough for text on white where there is text. */
final class Palette {
    static final String INK = "#1f2933";
    static final String FAINT = "#5f6b76";
    static final String ALARM = "#b3261e";

    private static final List<String> MESSAGES =
            List.of("#0060a0", "#007a5a", "#9c4a86", "#8a6100", "#2a7fa8", "#5b5b9a", "#4d5a66");

    private Palette() {}

    static String message(int kind) {
        return MESSAGES.get(kind % MESSAGES.size());
    }

    static String role(String role) {
        return switch (role) {
            case "leader" -> "#0072b2";
            case "candidate" -> "#e69f00";
            case "learner" -> "#cc79a7";
            default -> "#bcc8d2";
        };
    }

    static String loss(String reason) {
        return switch (reason) {
            case "CUT" -> "#d55e00";
            case "CORRUPTED" -> "#a0307f";
            case "DOWN", "UNCLAIMED" -> "#7a7a7a";
            case "OVERFLOW", "TOO_LARGE" -> "#7a5200";
            default -> ALARM;
        };
    }

    static String outcome(Trace.@Nullable Outcome outcome) {
        if (outcome == null) {
            return "#ffffff";
        }
        return switch (outcome) {
            case OK -> "#2f9e77";
            case UNKNOWN -> "#9aa5b1";
            case FAILED -> "#d55e00";
        };
    }

    /** So that the outcome does not depend on colour alone. */
    static String sign(Trace.@Nullable Outcome outcome) {
        if (outcome == null) {
            return "…";
        }
        return switch (outcome) {
            case OK -> "✓";
            case UNKNOWN -> "?";
            case FAILED -> "✗";
        };
    }
}
