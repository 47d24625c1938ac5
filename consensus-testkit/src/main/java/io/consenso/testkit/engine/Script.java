/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.engine;

import java.util.ArrayList;
import java.util.List;

/** A script's text, cut into steps: a verb, a comment or an empty line each, with the golden text below it. */
final class Script {
    private static final String INDENT = "    ";

    private final List<Step> steps = new ArrayList<>();

    /**
     * One line and what stands below it.
     *
     * @param number of the line, from 1
     */
    record Step(int number, String text, List<String> golden) {
        boolean isVerb() {
            return !text.isBlank() && !text.startsWith("#");
        }

        List<String> words() {
            return List.of(text.strip().split("\\s+"));
        }
    }

    Script(String text) {
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (line.startsWith(INDENT) && !steps.isEmpty()) {
                steps.get(steps.size() - 1).golden.add(line.strip());
            } else {
                steps.add(new Step(number, line.stripTrailing(), new ArrayList<>()));
            }
        }
    }

    List<Step> steps() {
        return steps;
    }

    /** The same script with these outputs, one for each step. */
    String with(List<List<String>> outputs) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < steps.size(); i++) {
            text.append(steps.get(i).text).append('\n');
            outputs.get(i).forEach(line -> text.append(INDENT).append(line).append('\n'));
        }
        return text.toString();
    }
}
