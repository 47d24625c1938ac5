/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import io.consenso.PeerId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * What is to break and to come back.
 *
 * @param crashes who crashes at which millisecond, or when the algorithm likes it best
 * @param crashesAfter who crashes as soon as so many messages of it have left
 * @param restarts who comes back at which millisecond
 */
record Faults(List<PeerMoment> crashes, List<PeerMoment> crashesAfter, List<PeerMoment> restarts) {
    static final Faults NONE = new Faults(List.of(), List.of(), List.of());

    Faults {
        crashes = List.copyOf(crashes);
        crashesAfter = List.copyOf(crashesAfter);
        restarts = List.copyOf(restarts);
    }

    boolean isEmpty() {
        return crashes.isEmpty() && crashesAfter.isEmpty();
    }

    /** Everybody who crashes at some time. */
    List<PeerId> crashing() {
        return Stream.concat(crashes.stream(), crashesAfter.stream())
                .map(PeerMoment::peer)
                .distinct()
                .toList();
    }

    /** The message with which that process crashes, if it is to. */
    Optional<Long> lastMessage(PeerId peer) {
        return crashesAfter.stream()
                .filter(moment -> moment.peer().equals(peer))
                .map(moment -> moment.number().orElseThrow())
                .findFirst();
    }

    /** Throws {@link IllegalArgumentException} when somebody is not there, crashes twice or comes back without having crashed. */
    void check(Collection<PeerId> peers, long crashMillis) {
        Map<PeerId, Long> crashed = new HashMap<>();
        for (PeerMoment crash : crashes) {
            if (crashed.put(crash.peer(), crash.number().orElse(crashMillis)) != null) {
                throw new IllegalArgumentException("--crash names " + crash.peer() + " twice");
            }
        }
        for (PeerMoment crash : crashesAfter) {
            if (crashed.put(crash.peer(), 0L) != null) {
                throw new IllegalArgumentException(crash.peer() + " is to crash twice");
            }
            if (crash.number().orElseThrow() == 0) {
                throw new IllegalArgumentException("--crash-after counts from 1; for none at all, --crash "
                        + crash.peer().value().substring(1) + "@0");
            }
        }
        Names.check("--crash", crashes.stream().map(PeerMoment::peer).toList(), peers);
        Names.check("--crash-after", crashesAfter.stream().map(PeerMoment::peer).toList(), peers);
        Names.check("--restart", restarts.stream().map(PeerMoment::peer).toList(), peers);
        for (PeerMoment restart : restarts) {
            Long crash = crashed.get(restart.peer());
            if (crash == null || crash >= restart.number().orElseThrow()) {
                throw new IllegalArgumentException("--restart " + restart.peer() + "@"
                        + restart.number().orElseThrow() + ": " + restart.peer() + " does not crash before that");
            }
        }
    }

    /** Has them happen; the answer says whether all of them have. */
    BooleanSupplier schedule(World<?> world, long crashMillis) {
        AtomicInteger due = new AtomicInteger(crashes.size() + restarts.size());
        for (PeerMoment crash : crashes) {
            world.at(crash.number().orElse(crashMillis), () -> {
                world.crash(crash.peer());
                due.decrementAndGet();
            });
        }
        for (PeerMoment restart : restarts) {
            world.at(restart.number().orElseThrow(), () -> {
                world.restart(restart.peer());
                due.decrementAndGet();
            });
        }
        return () -> due.get() == 0;
    }
}
