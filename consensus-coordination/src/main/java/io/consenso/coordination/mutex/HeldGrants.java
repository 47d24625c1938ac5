/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.mutex;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a process holds, each resource under one grant at a time. */
final class HeldGrants {
    private final Map<String, Held> byResource = new LinkedHashMap<>();

    /** A grant, whose it is, and how long it lasts. */
    record Held(Request request, Grant grant, long untilNanos) {}

    void add(Held held) {
        byResource.put(held.grant().resource(), held);
    }

    boolean isEmpty() {
        return byResource.isEmpty();
    }

    boolean contains(String resource) {
        return byResource.containsKey(resource);
    }

    Collection<Held> all() {
        return List.copyOf(byResource.values());
    }

    /** Takes that grant away, if it is held. */
    Optional<Held> remove(Grant grant) {
        @Nullable Held held = byResource.get(grant.resource());
        if (held == null || !held.grant().equals(grant)) {
            return Optional.empty();
        }
        byResource.remove(grant.resource());
        return Optional.of(held);
    }

    /** Those whose time is up. */
    List<Held> expired(long nowNanos) {
        return byResource.values().stream()
                .filter(held -> held.untilNanos() <= nowNanos)
                .toList();
    }

    /** When the next one ends. */
    long wakeAtNanos() {
        return byResource.values().stream().mapToLong(Held::untilNanos).min().orElse(Long.MAX_VALUE);
    }
}
