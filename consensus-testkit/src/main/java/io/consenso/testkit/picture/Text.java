/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.picture;

/** How wide text is, roughly: a picture is made without fonts, and must not depend on any. */
final class Text {
    private static final double CHAR = 0.56;

    private Text() {}

    static double width(String text, double size) {
        return text.codePointCount(0, text.length()) * CHAR * size;
    }

    /** As much of the text as fits, with an ellipsis where some does not; empty where next to nothing fits. */
    static String clip(String text, double width, double size) {
        int fits = (int) (width / (CHAR * size));
        if (text.codePointCount(0, text.length()) <= fits) {
            return text;
        }
        return fits < 3 ? "" : text.substring(0, text.offsetByCodePoints(0, fits - 1)) + "…";
    }
}
