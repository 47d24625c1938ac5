/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.picture;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The kinds of messages of a scene, those in sight first, in the order of their first appearance. */
final class Kinds {
    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private final List<String> names;
    private final Set<String> hidden;

    Kinds(List<Scene.Message> messages, Set<String> hidden) {
        messages.forEach(message -> counts.merge(message.name(), 1, Integer::sum));
        this.hidden = hidden;
        this.names = new ArrayList<>(counts.keySet());
        // Those in sight get the colours that are easiest to tell apart.
        names.sort(Comparator.comparing(hidden::contains));
    }

    List<String> names() {
        return names;
    }

    int number(String name) {
        return names.indexOf(name);
    }

    int count(String name) {
        return counts.getOrDefault(name, 0);
    }

    boolean isHidden(String name) {
        return hidden.contains(name);
    }
}
