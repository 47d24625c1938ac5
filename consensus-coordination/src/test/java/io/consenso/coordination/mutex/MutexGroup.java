/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.mutex;

import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.PeerId;
import io.consenso.coordination.Member;
import io.consenso.testkit.simulation.SimulatedGroup;
import io.consenso.testkit.simulation.SimulatedNode;
import io.consenso.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/** A simulated group of one mutex, whose entries are watched. */
final class MutexGroup {
    static final Duration LONG = Duration.ofMinutes(5);

    final Simulation simulation;
    final SimulatedGroup<BoundedMutex> group;
    final Entries entries = new Entries();

    MutexGroup(Simulation simulation, int size, Function<Member, BoundedMutex> join) {
        this.simulation = simulation;
        group = SimulatedGroup.of(simulation, size, (node, peers) -> {
            BoundedMutex mutex = join.apply(new Member("mutex", node.peer(), peers, node.transport(), node.host()));
            mutex.listen(grant -> entries.ended(grant, simulation.now()));
            return mutex;
        });
    }

    /** From now on two holders, or a token that does not grow, end the run. */
    MutexGroup strict() {
        simulation.afterEachEvent(() -> {
            if (!entries.overlaps().isEmpty() || !entries.tokensBackwards().isEmpty()) {
                throw new AssertionError(entries.overlaps() + " " + entries.tokensBackwards());
            }
        });
        return this;
    }

    MutexGroup start() {
        group.start();
        return this;
    }

    PeerId peer(int number) {
        return group.peer(number);
    }

    SimulatedNode node(int number) {
        return group.node(peer(number));
    }

    BoundedMutex mutex(int number) {
        return group.process(peer(number)).orElseThrow();
    }

    /** Asks for the resource; the entry is noted in the very moment in which the process learns of it. */
    CompletableFuture<Grant> acquire(int number, String resource, Duration deadline) {
        SimulatedNode node = node(number);
        int life = node.incarnations();
        long asked = simulation.now();
        return group.call(
                peer(number),
                mutex -> mutex.acquire(resource, deadline).whenComplete((grant, failure) -> {
                    if (failure == null) {
                        entries.granted(node, life, grant, asked, simulation.now());
                    } else {
                        entries.ended(node, resource, simulation.now());
                    }
                }));
    }

    CompletableFuture<Grant> acquire(int number, String resource) {
        return acquire(number, resource, LONG);
    }

    /** Asks and waits for the grant. */
    Grant enter(int number, String resource) {
        return group.await(acquire(number, resource), LONG);
    }

    CompletableFuture<Void> release(int number, Grant grant) {
        return group.call(peer(number), mutex -> {
            entries.ended(grant, simulation.now());
            return mutex.release(grant);
        });
    }

    /** Releases after that long, whatever becomes of it. */
    void releaseAfter(Duration duration, int number, Grant grant) {
        simulation.after(duration, () -> {
            CompletableFuture<Void> unused = release(number, grant);
        });
    }

    /** Releases and lets everything about it arrive. */
    void leave(int number, Grant grant) {
        group.await(release(number, grant), LONG);
        run(Duration.ofMillis(5));
    }

    void close(int number) {
        entries.all().stream()
                .filter(entry -> entry.node() == node(number))
                .forEach(entry -> entries.ended(entry.grant(), simulation.now()));
        node(number).run(() -> mutex(number).close());
    }

    void run(Duration duration) {
        simulation.run(duration);
    }

    /** How many messages all have sent. */
    long messages() {
        return group.peers().stream()
                .map(group::process)
                .flatMap(Optional::stream)
                .mapToLong(BoundedMutex::messagesSent)
                .sum();
    }

    /** What the future failed with. */
    static Throwable failure(CompletableFuture<?> future) {
        assertThat(future).isCompletedExceptionally();
        return future.handle((value, thrown) ->
                        thrown instanceof CompletionException e && e.getCause() != null ? e.getCause() : thrown)
                .join();
    }
}
