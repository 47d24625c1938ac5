/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.mutex;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The requests of one process that wait, in the order in which they came, for each resource. */
final class WaitingRequests {
    private final Map<String, ArrayDeque<Request>> byResource = new LinkedHashMap<>();

    void add(Request request) {
        byResource
                .computeIfAbsent(request.resource(), resource -> new ArrayDeque<>())
                .add(request);
    }

    /** The resources that are waited for; a copy. */
    Set<String> resources() {
        return Set.copyOf(byResource.keySet());
    }

    boolean isEmpty() {
        return byResource.isEmpty();
    }

    Optional<Request> first(String resource) {
        return Optional.ofNullable(byResource.get(resource)).map(ArrayDeque::peek);
    }

    /** Takes out the first one. */
    Optional<Request> poll(String resource) {
        Optional<Request> first = first(resource);
        first.ifPresent(request -> removeAll(List.of(request)));
        return first;
    }

    /** Takes out those whose deadline has passed. */
    List<Request> pollExpired(long nowNanos) {
        List<Request> expired = all().stream()
                .filter(request -> request.deadlineNanos() <= nowNanos)
                .toList();
        removeAll(expired);
        return expired;
    }

    List<Request> all() {
        List<Request> all = new ArrayList<>();
        byResource.values().forEach(all::addAll);
        return all;
    }

    /** When the next deadline is. */
    long wakeAtNanos() {
        return byResource.values().stream()
                .flatMap(Collection::stream)
                .mapToLong(Request::deadlineNanos)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private void removeAll(List<Request> requests) {
        for (Request request : requests) {
            byResource.computeIfPresent(request.resource(), (resource, queue) -> {
                queue.remove(request);
                return queue.isEmpty() ? null : queue;
            });
        }
    }
}
