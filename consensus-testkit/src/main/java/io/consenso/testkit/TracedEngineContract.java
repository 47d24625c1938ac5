/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.engine.EngineFactory;
import io.consenso.testkit.machine.JournalMachine;
import io.consenso.testkit.simulation.SimulatedCluster;
import io.consenso.testkit.simulation.Simulation;
import io.consenso.testkit.simulation.Trace;
import io.consenso.testkit.simulation.TraceEvent;
import io.consenso.testkit.simulation.TraceEvent.Kind;
import io.consenso.testkit.simulation.TracedEngine;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a recorded run of real replicas says to its reader. */
public abstract class TracedEngineContract {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** For subclasses. */
    protected TracedEngineContract() {}

    /** The engine that every replica runs. */
    protected abstract EngineFactory<?> engine();

    /** The names of messages that a group cannot do without when it elects a leader and orders commands. */
    protected abstract Set<String> messages();

    @Test
    void everyFrameHasTheNameOfItsMessage() {
        Trace trace = run(Trace.recording());
        Set<String> names = trace.recorded().stream()
                .filter(event -> event.kind() == Kind.SENT)
                .map(event -> (event.text() + " ").substring(0, (event.text() + " ").indexOf(' ')))
                .collect(Collectors.toSet());
        assertThat(names).containsAll(messages()).contains("Forward").doesNotContain("Unknown", "frame");
    }

    @Test
    void rolesAndCommitsAreTold() {
        List<TraceEvent> events = run(Trace.recording()).recorded();
        assertThat(events)
                .anyMatch(event -> event.kind() == Kind.ROLE && event.text().equals("LEADER"));
        assertThat(events)
                .anyMatch(event -> event.kind() == Kind.LEADER && !event.peer().isEmpty());
        assertThat(events.stream()
                        .filter(event -> event.kind() == Kind.COMMITTED)
                        .map(TraceEvent::node))
                .contains("n1", "n2", "n3");
    }

    @Test
    void aRunIsTheSameWhetherItIsWatchedOrNot() {
        assertThat(run(Trace.recording()).hash())
                .isEqualTo(run(Trace.hashOnly()).hash());
    }

    @Test
    void nothingIsWrappedWhenNobodyReads() {
        EngineFactory<?> factory = engine();
        assertThat(TracedEngine.of(factory, Trace.hashOnly())).isSameAs(factory);
    }

    private Trace run(Trace trace) {
        Simulation simulation = new Simulation(5, trace);
        SimulatedCluster<JournalMachine> cluster = SimulatedCluster.of(
                        simulation, TracedEngine.of(engine(), trace), 3, JournalMachine::new)
                .listener(trace::listener)
                .start();
        PeerId leader = cluster.awaitLeader(LIMIT);
        for (PeerId peer : cluster.peers()) {
            cluster.await(cluster.propose(peer, Bytes.ofLong(peer.hashCode())), LIMIT);
        }
        cluster.crash(leader);
        cluster.awaitLeader(LIMIT);
        cluster.restart(leader);
        cluster.awaitConverged(LIMIT);
        simulation.close();
        return trace;
    }
}
