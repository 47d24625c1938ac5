/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consenso.PeerId;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FaultsTest {
    private static final List<PeerId> PEERS =
            Stream.of("a", "b", "c", "d", "e").map(PeerId::of).toList();
    private static final Duration LENGTH = Duration.ofSeconds(60);

    // Of nodes that are no replicas nobody knows how they take a failed write, nor whether a disk can be replaced.
    private static final FaultOptions OPTIONS = FaultOptions.everything(2)
            .withoutKinds(EnumSet.of(FaultKind.FAILED_WRITE, FaultKind.FAILED_SYNC, FaultKind.FULL_DISK))
            .withPace(Duration.ofMillis(150), Duration.ofMillis(400))
            .withSwarm(false);

    private Simulation simulation = new Simulation(5);

    @AfterEach
    void letGo() {
        simulation.close();
    }

    @Test
    void everyKindOccursAndTheSameSeedRepeatsThem() {
        Faults faults = run(draw(OPTIONS));
        EnumSet<FaultKind> kinds = EnumSet.allOf(FaultKind.class);
        kinds.removeIf(kind -> !OPTIONS.kinds().contains(kind) || kind.isDamage() || kind == FaultKind.ROT_FETCH);
        assertThat(faults.injected().keySet()).containsExactlyElementsOf(kinds);
        try (Simulation once = simulation) {
            simulation = new Simulation(5);
            assertThat(run(draw(OPTIONS)).injected()).isEqualTo(faults.injected());
            assertThat(simulation.trace().hash()).isEqualTo(once.trace().hash());
            assertThat(simulation.eventsFired()).isEqualTo(once.eventsFired());
        }
    }

    @Test
    void afterTheEndEverythingIsUpAndConnected() {
        boot();
        Faults faults = apply(draw(OPTIONS));
        simulation.run(LENGTH.dividedBy(2));
        faults.stopAndMend();
        assertThat(simulation.nodes()).allMatch(SimulatedNode::isUp);
        assertThatNothingIsCut();
    }

    @Test
    void aScheduleThatRunsToItsEndMendsEverythingByItself() {
        run(draw(OPTIONS));
        simulation.run(Duration.ofSeconds(1));
        assertThat(simulation.nodes()).allMatch(SimulatedNode::isUp);
        assertThatNothingIsCut();
    }

    @Test
    void noMoreNodesAreDownThanAllowed() {
        FaultOptions options = OPTIONS.withKinds(
                EnumSet.of(FaultKind.CRASH, FaultKind.KILL, FaultKind.CRASH_IN_TASK, FaultKind.RESTART_LOOP));
        boot();
        apply(draw(options));
        boolean tooMany = simulation.runUntil(
                () -> simulation.nodes().stream().filter(node -> !node.isUp()).count() > 2, LENGTH);
        assertThat(tooMany).isFalse();
    }

    @Test
    void whatTwoCutsBothCutIsMendedWhenBothAreOver() {
        boot();
        apply(FaultSchedule.parse("1s isolate n1 3s; 2s cut n1+n2 4s"));
        assertThat(cutAfter(0.5)).isEmpty();
        assertThat(cutAfter(1)).hasSize(8).contains("ab", "ba", "ae");
        assertThat(cutAfter(1)).hasSize(8);
        assertThat(cutAfter(2)).containsExactly("ab", "ba");
        assertThat(cutAfter(2)).isEmpty();
    }

    @Test
    void topologiesAreWhatTheySay() {
        assertThat(cutBy("one-way n1+n2")).containsExactly("ab");
        assertThat(cutBy("partition n1+n2")).hasSize(12).contains("ac", "eb").doesNotContain("ab", "ce");
        assertThat(cutBy("bridge n3+n1+n2")).hasSize(8).contains("ad", "eb").doesNotContain("ca", "ec", "ab", "de");
        assertThat(cutBy("chain n2+n1+n4")).hasSize(16).doesNotContain("ba", "ab", "ad", "da");
        assertThat(cutBy("star n5")).hasSize(12).doesNotContain("ae", "eb").contains("ab");
        assertThat(cutBy("quorum-loss n1+n2+n3")).hasSize(16).doesNotContain("ab", "ba", "ac", "ca");
    }

    @Test
    void theLeaderIsWhoLeadsThen() {
        boot();
        FaultSchedule.parse("1s isolate leader 1s; 3s cut leader+n1 1s")
                .applyTo(simulation, nodes(), () -> Optional.of(PEERS.get(simulation.now() < 2e9 ? 3 : 0)));
        assertThat(cutAfter(1.5)).hasSize(8).contains("da", "ed");
        // Where the leader is named twice, its neighbour stands in.
        assertThat(cutAfter(2)).containsExactly("ab", "ba");
    }

    @Test
    void whatFindsNothingToBreakIsNotCounted() {
        boot();
        Faults faults = apply(FaultSchedule.parse("1s crash n1 2s; 1.5s kill n1 2s; 2s lost-disk n2 1s"));
        simulation.run(Duration.ofSeconds(2).plusMillis(500));
        assertThat(faults.injected()).containsOnlyKeys(FaultKind.CRASH);
        assertThat(faults.skipped()).containsOnlyKeys(FaultKind.KILL, FaultKind.LOST_DISK);
        assertThat(simulation.node(PEERS.get(0)).isUp()).isFalse();
        simulation.run(Duration.ofMillis(600));
        assertThat(simulation.node(PEERS.get(0)).isUp()).isTrue();
    }

    @Test
    void aNodeThatThereIsNotIsRefused() {
        boot();
        assertThatThrownBy(() -> apply(FaultSchedule.parse("1s crash n6 2s")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("n6");
    }

    private List<String> cutBy(String fault) {
        simulation.close();
        simulation = new Simulation(1);
        boot();
        apply(FaultSchedule.parse("0s " + fault + " 1s"));
        return cutAfter(0.5);
    }

    private List<String> cutAfter(double seconds) {
        simulation.run(Duration.ofMillis((long) (seconds * 1000)));
        return PEERS.stream()
                .flatMap(from -> PEERS.stream()
                        .filter(to -> simulation.network().isCut(from, to))
                        .map(to -> "" + from + to))
                .toList();
    }

    private void assertThatNothingIsCut() {
        assertThat(cutAfter(0)).isEmpty();
    }

    private static FaultSchedule draw(FaultOptions options) {
        return FaultSchedule.draw(new Simulation(5).random("faults"), options, PEERS.size(), LENGTH);
    }

    private Faults run(FaultSchedule schedule) {
        boot();
        Faults faults = apply(schedule);
        simulation.run(LENGTH);
        return faults;
    }

    private Faults apply(FaultSchedule schedule) {
        return schedule.applyTo(simulation, nodes(), Optional::empty);
    }

    private List<SimulatedNode> nodes() {
        return PEERS.stream().map(simulation::node).toList();
    }

    private void boot() {
        for (SimulatedNode node : nodes()) {
            node.program(FaultsTest::gossip);
            node.start();
        }
    }

    private static void gossip(SimulatedNode node) {
        new Gossip(node, PEERS, Duration.ofMillis(20));
    }
}
