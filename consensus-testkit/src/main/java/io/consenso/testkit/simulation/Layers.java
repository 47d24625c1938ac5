/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** A value of each of several things, put on top of what it was and of each other: the one that was put on last holds. */
final class Layers<K, V> {
    private final BiConsumer<K, V> set;
    private final Function<K, V> normal;
    private final Map<K, List<Layer<V>>> layers = new HashMap<>();

    /** Two are never equal. */
    private static final class Layer<V> {
        private final V value;

        Layer(V value) {
            this.value = value;
        }
    }

    /**
     * With nothing on top.
     *
     * @param set has a thing take a value
     * @param normal the value that a thing has without any on top
     */
    Layers(BiConsumer<K, V> set, Function<K, V> normal) {
        this.set = set;
        this.normal = normal;
    }

    /** Puts a value on; returns what takes it off again. */
    Runnable begin(K thing, V value) {
        Layer<V> layer = new Layer<>(value);
        List<Layer<V>> on = layers.computeIfAbsent(thing, key -> new ArrayList<>());
        on.add(layer);
        set.accept(thing, value);
        return () -> {
            on.remove(layer);
            set.accept(thing, on.isEmpty() ? normal.apply(thing) : on.get(on.size() - 1).value);
        };
    }
}
