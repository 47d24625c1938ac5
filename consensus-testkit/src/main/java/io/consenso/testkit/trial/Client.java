/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.trial;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.ReadMode;
import io.consenso.testkit.history.History;
import io.consenso.testkit.history.Operation;
import io.consenso.testkit.simulation.SimulatedCluster;
import io.consenso.testkit.simulation.Simulation;
import io.consenso.testkit.simulation.Trace;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One client: asks some replica, waits for the answer, thinks for a while, asks again. After a failure it goes to another replica. */
final class Client {
    private final Simulation simulation;
    private final SimulatedCluster<?> cluster;
    private final History history;
    private final Workload workload;
    private final int number;
    private final RandomGenerator random;
    private final Duration thinking;
    private PeerId contact;
    private boolean stopped;

    Client(
            Simulation simulation,
            SimulatedCluster<?> cluster,
            History history,
            Workload workload,
            int number,
            Duration thinking) {
        this.simulation = simulation;
        this.cluster = cluster;
        this.history = history;
        this.workload = workload;
        this.number = number;
        this.thinking = thinking;
        random = simulation.random("client/" + number);
        contact = cluster.peers().get(number % cluster.peers().size());
    }

    void start() {
        simulation.after(Duration.ofNanos(random.nextLong(2 * thinking.toNanos())), this::askAndGoOn);
    }

    /** Asks nothing more by itself; what it has asked may still be answered. */
    void stop() {
        stopped = true;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the history has the outcome
    private void askAndGoOn() {
        if (stopped) {
            return;
        }
        ask(contact).whenComplete((reply, failure) -> {
            if (failure != null || random.nextInt(10) == 0) {
                contact = cluster.peers().get(random.nextInt(cluster.peers().size()));
            }
            start();
        });
    }

    /** Asks that replica for what the workload says, and keeps the history. */
    CompletableFuture<Bytes> ask(PeerId peer) {
        Workload.Request request = workload.next(random, number);
        long operation = request.isQuery()
                ? history.query(number, request.key(), request.payload())
                : history.command(number, request.key(), request.payload());
        long traced = simulation.trace().isRecording()
                ? simulation.trace().invoked("client " + number, peer, text(operation))
                : 0;
        CompletableFuture<Bytes> answer = request.isQuery()
                ? cluster.query(peer, request.payload(), ReadMode.LINEARIZABLE)
                : cluster.propose(peer, Tagged.command(operation, request.payload()));
        return answer.whenComplete((reply, failure) -> note(operation, traced, reply, failure));
    }

    private void note(long id, long traced, @Nullable Bytes reply, @Nullable Throwable failure) {
        history.complete(id, reply, failure);
        if (simulation.trace().isRecording()) {
            Operation.Outcome outcome = history.operations().get((int) id).outcome();
            simulation.trace().completed(traced, Trace.Outcome.valueOf(outcome.name()), text(id));
        }
    }

    private String text(long id) {
        return "#" + id + " " + history.operations().get((int) id);
    }
}
