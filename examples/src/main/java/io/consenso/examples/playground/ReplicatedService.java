/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import io.consenso.Bytes;
import io.consenso.ReplicatedState;
import io.consenso.coordination.service.Coordination;
import io.consenso.coordination.service.CoordinationMachine;
import io.consenso.coordination.service.CoordinationOptions;
import io.consenso.engine.EngineFactory;
import io.consenso.examples.Protocol;
import io.consenso.runtime.Replica;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/** The coordination service in one process: a replica on a disk, and the door to it. */
final class ReplicatedService implements AutoCloseable {
    private static final long ELECTION_MILLIS = 60;
    private static final long LEASE_MILLIS = 200;

    private final Replica replica;
    private final Coordination door;

    private ReplicatedService(Replica replica, Coordination door) {
        this.replica = replica;
        this.door = door;
    }

    /** By when the replicas have a leader, usually. */
    static long settledMillis(Timing timing) {
        return timing.millis(5 * ELECTION_MILLIS);
    }

    static EngineFactory<?> engine(Protocol protocol, Timing timing) {
        return protocol.engine(Duration.ofMillis(timing.millis(ELECTION_MILLIS)));
    }

    /** What a frame is. */
    static String describe(Protocol protocol, Bytes frame) {
        return ReplicaFrames.describe(engine(protocol, Timing.simulated()), frame);
    }

    static ReplicatedService open(Seat seat, Protocol protocol) {
        CoordinationMachine machine = new CoordinationMachine();
        Replica replica = replica(seat, protocol, machine);
        CoordinationOptions options = CoordinationOptions.of(seat.self())
                .withLease(Duration.ofMillis(seat.timing().millis(LEASE_MILLIS)));
        return new ReplicatedService(
                replica,
                Coordination.on(replica, machine, options, seat.member().host()));
    }

    /** The replica at that seat, of whatever state. */
    static Replica replica(Seat seat, Protocol protocol, ReplicatedState state) {
        try {
            return Replica.builder()
                    .group(seat.member().group())
                    .self(seat.self())
                    .voters(seat.member().peers())
                    .engine(engine(protocol, seat.timing()))
                    .transport(seat.member().transport())
                    .storage(seat.storage().get())
                    .host(seat.member().host())
                    .stateMachine(state)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Coordination door() {
        return door;
    }

    @Override
    public void close() {
        door.close();
        replica.close();
    }
}
