/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.PeerId;
import io.consenso.coordination.service.Coordination;
import io.consenso.coordination.service.CoordinationMachine;
import io.consenso.coordination.service.CoordinationOptions;
import io.consenso.coordination.service.Hold;
import io.consenso.engine.EngineFactory;
import io.consenso.runtime.ReplicaOptions;
import io.consenso.spi.Host;
import io.consenso.testkit.simulation.SimulatedCluster;
import io.consenso.testkit.simulation.SimulatedNode;
import io.consenso.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A simulated group whose processes take turns at one lock, each doing a little while it holds it. Whenever one is granted it, and every few
 * milliseconds, no two may believe to hold it, and tokens may only have grown.
 */
final class LockWorld implements AutoCloseable {
    static final Duration LEASE = Duration.ofSeconds(1);

    final Simulation simulation;
    final SimulatedCluster<CoordinationMachine> cluster;
    final Map<PeerId, Client> clients = new LinkedHashMap<>();
    long highestToken;
    long grants;
    long losses;
    long refused;

    @Nullable
    String finding;

    LockWorld(EngineFactory<?> engine, long seed, ReplicaOptions options) {
        simulation = new Simulation(seed);
        cluster = SimulatedCluster.ofEach(simulation, engine, 3, this::machine).options(options);
        look();
    }

    private CoordinationMachine machine(PeerId peer) {
        CoordinationMachine machine = new CoordinationMachine();
        SimulatedNode node = simulation.node(peer);
        int incarnation = node.incarnations();
        // The replica is there once the process has started.
        simulation.after(Duration.ofMillis(1), () -> {
            if (node.isUp() && node.incarnations() == incarnation) {
                // The process may die in the middle of what follows.
                Host host = node.host();
                cluster.replica(peer)
                        .ifPresent(replica -> node.run(() -> {
                            Coordination coordination = Coordination.on(
                                    replica,
                                    machine,
                                    CoordinationOptions.of(peer).withLease(LEASE),
                                    host);
                            Client client = new Client(node, host, coordination);
                            clients.put(peer, client);
                            client.begin();
                        }));
            }
        });
        return machine;
    }

    private void look() {
        assertThat(finding).isNull();
        requireOneHolder();
        simulation.after(Duration.ofMillis(7), this::look);
    }

    private void requireOneHolder() {
        long holders = clients.values().stream().filter(Client::believes).count();
        assertThat(holders).as("who believe to hold the lock").isLessThanOrEqualTo(1);
    }

    @Override
    public void close() {
        simulation.close();
    }

    /** Takes the lock again and again. */
    final class Client {
        private final SimulatedNode node;
        private final int incarnation;
        private final Host.Lane lane;
        private final RandomGenerator random;
        final Coordination coordination;

        @Nullable
        Hold hold;

        long turns;

        Client(SimulatedNode node, Host host, Coordination coordination) {
            this.node = node;
            this.incarnation = node.incarnations();
            this.coordination = coordination;
            lane = host.lane("client");
            random = simulation.random("client/" + node.peer() + incarnation);
        }

        private boolean isAlive() {
            return node.isUp() && node.incarnations() == incarnation;
        }

        /** As the process itself would see it if it ran now. */
        boolean believes() {
            Hold held = hold;
            if (held == null || !isAlive()) {
                return false;
            }
            boolean[] answer = new boolean[1];
            node.run(() -> answer[0] = held.isHeld());
            return answer[0];
        }

        void begin() {
            Duration deadline = Duration.ofMillis(500L + random.nextInt(8_000));
            CompletableFuture<Void> unused = coordination
                    .lock("file")
                    .acquire(deadline)
                    .handle((granted, failure) -> {
                        lane.execute(() -> {
                            if (failure == null) {
                                work(granted);
                            } else {
                                again();
                            }
                        });
                        granted(granted);
                        return null;
                    });
        }

        private void granted(@Nullable Hold granted) {
            if (granted != null) {
                grants++;
                if (granted.token() <= highestToken) {
                    // Whoever throws in a callback is not heard.
                    finding = "token " + granted.token() + " is granted after " + highestToken;
                }
                highestToken = granted.token();
                hold = granted;
                CompletableFuture<Void> unused = granted.lost().thenRun(() -> losses++);
            }
        }

        private void work(Hold held) {
            // Most are quick, some hold it for longer than a lease.
            int millis = random.nextInt(random.nextInt(4) == 0 ? 3_000 : 300);
            lane.after(Duration.ofMillis(millis).toNanos(), () -> {
                if (held.isHeld()) {
                    // Nothing can come between this look and this write, so the write must be in time.
                    assertThat(held.token()).isEqualTo(highestToken);
                    turns++;
                } else if (held.token() < highestToken) {
                    refused++;
                }
                CompletableFuture<Void> unused = held.release().handle((nothing, failure) -> {
                    lane.execute(this::again);
                    return null;
                });
            });
        }

        private void again() {
            lane.after(Duration.ofMillis(1 + random.nextInt(300)).toNanos(), this::begin);
        }
    }
}
