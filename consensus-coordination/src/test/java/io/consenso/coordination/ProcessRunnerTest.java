/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.engine.EngineFactory;
import io.consenso.spi.Frame;
import io.consenso.spi.MalformedFrameException;
import io.consenso.testkit.simulation.SimulatedGroup;
import io.consenso.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessRunnerTest {
    private static final String GROUP = "ring";
    private static final EngineFactory.Codec<Long> NUMBERS = new EngineFactory.Codec<>() {
        @Override
        public Frame encode(Long message) {
            return Frame.of(Bytes.ofLong(message));
        }

        @Override
        public Long decode(Bytes frame) throws MalformedFrameException {
            if (frame.length() != Long.BYTES) {
                throw new MalformedFrameException("no number");
            }
            return frame.toLong();
        }
    };

    /** Passes numbers on to the next until they are 0, and counts its ticks. */
    private static final class Relay implements Process<Long> {
        private final PeerId next;
        private final List<Long> received = new ArrayList<>();
        private final List<Long> ticks = new ArrayList<>();
        private long wakeAt = Long.MAX_VALUE;

        Relay(Member member) {
            next = PeerOrder.successor(member.peers(), member.self());
        }

        List<Send<Long>> begin(long number) {
            return List.of(new Send<>(next, number));
        }

        @Override
        public List<Send<Long>> start(long nowNanos) {
            wakeAt = nowNanos + 1_000_000;
            return List.of();
        }

        @Override
        public List<Send<Long>> receive(long nowNanos, PeerId from, Long message) {
            if (message < 0) {
                throw new IllegalStateException("negative");
            }
            received.add(message);
            return message == 0 ? List.of() : begin(message - 1);
        }

        @Override
        public List<Send<Long>> tick(long nowNanos) {
            ticks.add(nowNanos);
            wakeAt = ticks.size() < 3 ? nowNanos + 1_000_000 : Long.MAX_VALUE;
            return List.of();
        }

        @Override
        public long wakeAtNanos() {
            return wakeAt;
        }
    }

    private record Running(Relay relay, ProcessRunner<Long, Relay> runner, List<Throwable> ends) {}

    private final Simulation simulation = new Simulation(1);
    private final SimulatedGroup<Running> group = SimulatedGroup.of(simulation, 3, (node, peers) -> {
        Member member = new Member(GROUP, node.peer(), peers, node.transport(), node.host());
        Relay relay = new Relay(member);
        List<Throwable> ends = new ArrayList<>();
        return new Running(relay, ProcessRunner.start(member, relay, NUMBERS, ends::add), ends);
    });

    private Running running(int number) {
        return group.process(group.peer(number)).orElseThrow();
    }

    @Test
    void messagesGoAroundAndAreCounted() {
        group.start();
        running(1).runner().call((relay, now) -> relay.begin(4));
        simulation.run(Duration.ofSeconds(1));
        assertThat(running(1).relay().received).containsExactly(2L);
        assertThat(running(2).relay().received).containsExactly(4L, 1L);
        assertThat(running(3).relay().received).containsExactly(3L, 0L);
        assertThat(running(1).runner().messagesSent()).isEqualTo(2);
    }

    @Test
    void timersFireWhenTheProcessSays() {
        group.start();
        simulation.run(Duration.ofSeconds(1));
        List<Long> ticks = running(1).relay().ticks;
        assertThat(ticks).hasSize(3);
        assertThat(ticks.get(2) - ticks.get(0)).isBetween(2_000_000L, 3_000_000L);
    }

    @Test
    void framesThatMakeNoSenseAreDroppedAndCounted() {
        group.start();
        PeerId stranger = PeerId.of("stranger");
        simulation.node(stranger).transport().send(GROUP, group.peer(1), Frame.of(Bytes.ofLong(3)));
        group.node(group.peer(2)).transport().send(GROUP, group.peer(1), Frame.of(Bytes.ofUtf8("?")));
        simulation.run(Duration.ofSeconds(1));
        assertThat(running(1).relay().received).isEmpty();
        assertThat(running(1).runner().framesDropped()).isEqualTo(2);
    }

    @Test
    void aProcessThatThrowsEndsAndSaysWhy() {
        group.start();
        running(1).runner().call((relay, now) -> relay.begin(-1));
        running(1).runner().call((relay, now) -> relay.begin(5));
        simulation.run(Duration.ofSeconds(1));
        assertThat(running(2).ends()).singleElement().isInstanceOf(IllegalStateException.class);
        assertThat(running(2).relay().received).isEmpty();
        running(2).runner().call((relay, now) -> relay.begin(7));
        simulation.run(Duration.ofSeconds(1));
        assertThat(running(3).relay().received).isEmpty();
    }

    @Test
    void whoClosesIsToldOnceAndHearsNothingMore() {
        group.start();
        group.node(group.peer(2)).run(() -> running(2).runner().close());
        group.node(group.peer(2)).run(() -> running(2).runner().close());
        running(1).runner().call((relay, now) -> relay.begin(5));
        simulation.run(Duration.ofSeconds(1));
        assertThat(running(2).ends()).hasSize(1);
        assertThat(running(2).relay().received).isEmpty();
    }

    @Test
    void membersAreSortedAndChecked() {
        PeerId p2 = PeerId.of("p2");
        PeerId p10 = PeerId.of("p10");
        var node = simulation.node(p2);
        Member member = new Member(GROUP, p2, List.of(p10, p2), node.transport(), node.host());
        assertThat(member.peers()).containsExactly(p2, p10);
        assertThat(member.others()).containsExactly(p10);
        assertThat(PeerOrder.successor(member.peers(), p10)).isEqualTo(p2);
        assertThat(PeerOrder.largest(List.of(p10, p2))).isEqualTo(p10);
        assertThatThrownBy(() -> new Member(GROUP, p2, List.of(p10), node.transport(), node.host()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("p2 is not among");
        assertThatThrownBy(() -> new Member(GROUP, p2, List.of(p2, p2), node.transport(), node.host()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("twice");
    }
}
