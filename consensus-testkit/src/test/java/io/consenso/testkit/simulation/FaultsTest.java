/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.PeerId;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FaultsTest {
    private static final List<PeerId> PEERS =
            Stream.of("a", "b", "c", "d", "e").map(PeerId::of).toList();

    @Test
    void everyKindOccursAndTheSameSeedRepeatsThem() {
        Simulation once = new Simulation(5);
        Faults faults = run(once);
        assertThat(faults.injected()).containsOnlyKeys(Faults.Kind.values());
        Simulation again = new Simulation(5);
        assertThat(run(again).injected()).isEqualTo(faults.injected());
        assertThat(again.trace().hash()).isEqualTo(once.trace().hash());
        assertThat(again.eventsFired()).isEqualTo(once.eventsFired());
    }

    @Test
    void afterTheStopEverythingIsUpAndConnected() {
        Simulation simulation = new Simulation(6);
        run(simulation);
        assertThat(simulation.nodes()).allMatch(SimulatedNode::isUp);
        for (PeerId from : PEERS) {
            assertThat(PEERS).noneMatch(to -> simulation.network().isCut(from, to));
        }
    }

    @Test
    void noMoreNodesAreDownThanAllowed() {
        Simulation simulation = new Simulation(7);
        List<SimulatedNode> nodes = PEERS.stream().map(simulation::node).toList();
        FaultOptions options = FaultOptions.everything(2)
                .withKinds(EnumSet.of(Faults.Kind.CRASH, Faults.Kind.KILL, Faults.Kind.CRASH_IN_TASK));
        nodes.forEach(node -> node.program(FaultsTest::gossip));
        nodes.forEach(SimulatedNode::start);
        Faults faults = new Faults(simulation, nodes, options);
        faults.start();
        boolean tooMany = simulation.runUntil(
                () -> nodes.stream().filter(node -> !node.isUp()).count() > 2, Duration.ofSeconds(60));
        assertThat(tooMany).isFalse();
    }

    private static void gossip(SimulatedNode node) {
        new Gossip(node, PEERS, Duration.ofMillis(20));
    }

    private static Faults run(Simulation simulation) {
        List<SimulatedNode> nodes = PEERS.stream().map(simulation::node).toList();
        for (SimulatedNode node : nodes) {
            node.program(FaultsTest::gossip);
            node.start();
        }
        simulation.network().options(LinkOptions.hostile());
        Faults faults = new Faults(simulation, nodes, FaultOptions.everything(2));
        faults.start();
        simulation.run(Duration.ofSeconds(60));
        faults.stop();
        return faults;
    }
}
