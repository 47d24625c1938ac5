/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.election;

import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.coordination.Member;
import io.consenso.engine.EngineFactory;
import io.consenso.spi.MalformedFrameException;
import io.consenso.testkit.simulation.FrameFilter;
import io.consenso.testkit.simulation.LinkOptions;
import io.consenso.testkit.simulation.SimulatedGroup;
import io.consenso.testkit.simulation.SimulatedNetwork;
import io.consenso.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Simulated members of an election, p1 to pN, on links with a random delay within a bound, and what is asked of them. */
final class ElectionGroup {
    static final String GROUP = "election";

    /** No frame is longer under way. */
    static final Duration DELAY_MAX = Duration.ofMillis(20);

    final Simulation simulation;
    final SimulatedGroup<Election> group;
    private final Function<Bytes, String> describe;
    private final Map<Long, PeerId> leaderByEpoch = new HashMap<>();
    private final Map<String, Long> epochByLife = new HashMap<>();
    private final Map<String, Integer> framesByName = new HashMap<>();

    ElectionGroup(long seed, int size, Function<Bytes, String> describe, Function<Member, Election> join) {
        this.describe = describe;
        simulation = new Simulation(seed);
        group = SimulatedGroup.of(
                simulation,
                size,
                (node, peers) -> join.apply(new Member(GROUP, node.peer(), peers, node.transport(), node.host())));
        RandomGenerator delays = simulation.random("delays");
        SimulatedNetwork network = simulation.network();
        network.filter((from, to, name, frame) -> {
            framesByName.merge(nameOf(frame), 1, Integer::sum);
            // Takes effect on the next frame of this link.
            Duration delay = Duration.ofNanos(delays.nextLong(50_000, DELAY_MAX.toNanos()));
            network.options(from, to, LinkOptions.reliable().withDelay(delay, Duration.ZERO));
            return FrameFilter.Verdict.DELIVER;
        });
    }

    /** Starts everyone, and from then on fails at once when an epoch has two leaders, or a process goes back to an earlier one. */
    ElectionGroup start() {
        simulation.afterEachEvent(this::checkEpochs);
        group.start();
        return this;
    }

    /** Fails from now on as soon as two lead at once. */
    ElectionGroup neverTwo() {
        simulation.afterEachEvent(() -> {
            List<PeerId> leaders = leaders();
            if (leaders.size() > 1) {
                throw new AssertionError("seed " + simulation.seed() + ": two lead at once: " + leaders);
            }
        });
        return this;
    }

    private void checkEpochs() {
        for (PeerId peer : group.peers()) {
            current(peer).ifPresent(leadership -> {
                PeerId other = leaderByEpoch.putIfAbsent(leadership.epoch(), leadership.leader());
                if (other != null && !other.equals(leadership.leader())) {
                    throw new AssertionError(
                            "seed " + simulation.seed() + ": " + other + " led in the epoch of " + leadership);
                }
                String life = peer.value() + "#" + group.node(peer).incarnations();
                Long before = epochByLife.put(life, leadership.epoch());
                if (before != null && before > leadership.epoch()) {
                    throw new AssertionError("seed " + simulation.seed() + ": " + life + " went back from epoch "
                            + before + " to " + leadership);
                }
            });
        }
    }

    Optional<Leadership> current(PeerId peer) {
        return group.process(peer).flatMap(Election::current);
    }

    /** Who believes to lead. */
    List<PeerId> leaders() {
        return group.peers().stream()
                .filter(peer ->
                        current(peer).filter(one -> one.leader().equals(peer)).isPresent())
                .toList();
    }

    List<PeerId> up() {
        return group.peers().stream().filter(peer -> group.node(peer).isUp()).toList();
    }

    /** Whom all that are up name, if they agree, and it is one of them. */
    Optional<Leadership> agreed() {
        Set<Optional<Leadership>> named = new HashSet<>();
        up().forEach(peer -> named.add(current(peer)));
        return named.size() == 1
                ? named.iterator().next().filter(one -> up().contains(one.leader()))
                : Optional.empty();
    }

    /** Lets time pass until all that are up agree, at most that long. */
    Leadership awaitAgreed(Duration limit) {
        boolean isAgreed = simulation.runUntil(() -> agreed().isPresent(), limit);
        assertThat(isAgreed)
                .as(
                        "seed %s: all name one leader: %s",
                        simulation.seed(), up().stream().map(this::current).toList())
                .isTrue();
        return agreed().orElseThrow();
    }

    PeerId peer(int number) {
        return group.peer(number);
    }

    /** How many frames of these names have left since the last {@link #forgetFrames}. */
    int frames(String... names) {
        return List.of(names).stream()
                .mapToInt(name -> framesByName.getOrDefault(name, 0))
                .sum();
    }

    void forgetFrames() {
        framesByName.clear();
    }

    /** A while of crashes, restarts and, if wanted, resignations, with at least one process up at any time. */
    void disturb(RandomGenerator random, Duration length, boolean resign) {
        long end = simulation.now() + length.toNanos();
        while (simulation.now() < end) {
            PeerId peer = group.peers().get(random.nextInt(group.peers().size()));
            if (!group.node(peer).isUp()) {
                group.restart(peer);
            } else if (resign && random.nextInt(4) == 0) {
                // Fails when the process is crashed before it gets to that.
                var unused = group.call(peer, Election::stepDown);
            } else if (up().size() > 1) {
                group.crash(peer);
                if (random.nextBoolean()) {
                    // Back before anyone can notice, while what it has sent is under way.
                    simulation.run(Duration.ofMillis(random.nextInt(5)));
                    group.restart(peer);
                }
            }
            simulation.run(Duration.ofMillis(random.nextInt(random.nextBoolean() ? 10 : 200)));
        }
    }

    /** Starts some of those that are down. */
    void restartSome(RandomGenerator random) {
        group.peers().stream()
                .filter(peer -> !group.node(peer).isUp() && random.nextInt(3) > 0)
                .forEach(group::restart);
    }

    private String nameOf(Bytes frame) {
        String text = describe.apply(frame);
        int space = text.indexOf(' ');
        return space < 0 ? text : text.substring(0, space);
    }

    /** Whether the codec refuses these bytes. */
    static boolean isMalformed(EngineFactory.Codec<?> codec, Bytes frame) {
        try {
            codec.decode(frame);
            return false;
        } catch (MalformedFrameException e) {
            return true;
        }
    }
}
