/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.service;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Who wants to know what. Added to on any thread, told on the door's lane. */
final class Watches {
    private final Map<String, List<MapWatch>> maps = new ConcurrentHashMap<>();
    private final Map<RoomKey, List<Consumer<Optional<Seat>>>> firsts = new ConcurrentHashMap<>();

    private record MapWatch(Predicate<String> keys, MapWatcher watcher) {}

    /** Returns what ends it. */
    Runnable map(String map, Predicate<String> keys, MapWatcher watcher) {
        MapWatch watch = new MapWatch(keys, watcher);
        List<MapWatch> all = maps.computeIfAbsent(map, unknown -> new CopyOnWriteArrayList<>());
        all.add(watch);
        return () -> all.remove(watch);
    }

    /** Returns what ends it. */
    Runnable first(RoomKey room, Consumer<Optional<Seat>> told) {
        List<Consumer<Optional<Seat>>> all = firsts.computeIfAbsent(room, unknown -> new CopyOnWriteArrayList<>());
        all.add(told);
        return () -> all.remove(told);
    }

    boolean isWatched(String map) {
        return !maps.getOrDefault(map, List.of()).isEmpty();
    }

    boolean isWatched(RoomKey room) {
        return !firsts.getOrDefault(room, List.of()).isEmpty();
    }

    void changed(String map, MapChange change) {
        for (MapWatch watch : maps.getOrDefault(map, List.of())) {
            if (watch.keys.test(change.key())) {
                watch.watcher.onChange(change);
            }
        }
    }

    void first(RoomKey room, Optional<Seat> first) {
        firsts.getOrDefault(room, List.of()).forEach(told -> told.accept(first));
    }

    void jumped(CoordinationMachine machine) {
        maps.values().forEach(all -> all.forEach(watch -> watch.watcher.onJump()));
        firsts.keySet().forEach(room -> first(room, machine.first(room)));
    }
}
