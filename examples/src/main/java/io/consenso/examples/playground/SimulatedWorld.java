/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import io.consenso.PeerId;
import io.consenso.coordination.Member;
import io.consenso.testkit.picture.SpaceTimeDiagram;
import io.consenso.testkit.simulation.DiskOptions;
import io.consenso.testkit.simulation.LinkOptions;
import io.consenso.testkit.simulation.SimulatedGroup;
import io.consenso.testkit.simulation.SimulatedNode;
import io.consenso.testkit.simulation.Simulation;
import io.consenso.testkit.simulation.SimulationFailure;
import io.consenso.testkit.simulation.Trace;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** On virtual time; the same seed gives the same run. */
final class SimulatedWorld<T> implements World<T> {
    private static final Duration PICTURE_TAIL = Duration.ofMillis(1);

    private static final Pattern NUMBERS = Pattern.compile(" (round|epoch)=\\d+");

    private final Play<T> play;
    private final Simulation simulation;
    private final SimulatedGroup<T> group;
    private final Journal journal;
    private final Timing timing = Timing.simulated();
    private long originNanos;

    SimulatedWorld(Play<T> play, long seed, Consumer<String> printer) {
        this.play = play;
        simulation = new Simulation(seed, Trace.recording());
        simulation.trace().labels((name, frame) -> shortened(play.describe(frame)));
        journal = new Journal(() -> simulation.now() - originNanos, printer, play, simulation.trace());
        group = SimulatedGroup.of(simulation, play.peers().size(), this::join);
        simulation.network().disconnectHints(0);
        group.nodes()
                .forEach(node ->
                        node.disk().options(DiskOptions.ssd().withSync(Duration.ofNanos(200_000), Duration.ZERO)));
        for (int one = 0; one < peers().size(); one++) {
            for (int other = 0; other < peers().size(); other++) {
                // Farther peers answer later, so that no two arrows end at the same place.
                Duration delay = Duration.ofNanos(2_000_000 + 250_000L * Math.abs(one - other));
                simulation
                        .network()
                        .options(
                                peers().get(one),
                                peers().get(other),
                                LinkOptions.reliable().withDelay(delay, Duration.ofNanos(150_000)));
            }
        }
    }

    /** There is not much room along an arrow. */
    private static String shortened(String label) {
        return NUMBERS.matcher(label).replaceAll("");
    }

    private T join(SimulatedNode node, List<PeerId> peers) {
        PeerId self = node.peer();
        // Only in its first life does a process crash between two messages.
        long messagesMax = node.incarnations() > 1
                ? Long.MAX_VALUE
                : play.faults().lastMessage(self).orElse(Long.MAX_VALUE);
        RecordedTransport transport = new RecordedTransport(
                node.transport(), self, journal, messagesMax, () -> simulation.after(Duration.ZERO, () -> crash(self)));
        return play.join(new Seat(
                new Member(Performance.GROUP, self, peers, transport, node.host()), journal, timing, node::storage));
    }

    @Override
    public void start() {
        originNanos = simulation.now();
        try {
            group.start();
        } catch (SimulationFailure e) {
            // The algorithm refuses its options: no matter where.
            throw e.getCause() instanceof IllegalArgumentException refusal ? refusal : e;
        }
    }

    @Override
    public List<PeerId> peers() {
        return group.peers();
    }

    @Override
    public Timing timing() {
        return timing;
    }

    @Override
    public Journal journal() {
        return journal;
    }

    @Override
    public long elapsedMillis() {
        return (simulation.now() - originNanos) / 1_000_000;
    }

    @Override
    public void at(long millis, Runnable action) {
        long delay = originNanos + millis * 1_000_000 - simulation.now();
        simulation.after(Duration.ofNanos(Math.max(0, delay)), action);
    }

    @Override
    public void call(PeerId peer, Consumer<T> action) {
        group.process(peer).ifPresent(process -> group.node(peer).run(() -> action.accept(process)));
    }

    @Override
    public boolean isUp(PeerId peer) {
        return group.node(peer).isUp();
    }

    @Override
    public void crash(PeerId peer) {
        if (isUp(peer)) {
            journal.crashes(peer);
            group.crash(peer);
        }
    }

    @Override
    public void restart(PeerId peer) {
        if (!isUp(peer)) {
            journal.returns(peer);
            group.restart(peer);
        }
    }

    @Override
    public boolean await(BooleanSupplier condition, Duration limit) {
        return simulation.runUntil(condition, limit);
    }

    @Override
    public boolean allUp(Predicate<T> condition) {
        return up().stream()
                .allMatch(peer -> group.process(peer).filter(condition).isPresent());
    }

    /** What has happened until now. */
    String picture(String replay) {
        simulation.run(PICTURE_TAIL);
        Duration from = Duration.ofNanos(originNanos).plusMillis(play.drawnFromMillis(timing));
        return SpaceTimeDiagram.of(simulation.trace())
                .title(play.title())
                .replay(replay)
                .window(from, Duration.ofNanos(simulation.now()))
                .countFrom(Duration.ofNanos(originNanos))
                .spacing(peers().size() > 4 ? 180 : peers().size() > 3 ? 290 : 250)
                .hide(play.chatter().toArray(String[]::new))
                .toSvg();
    }

    @Override
    public void close() {
        simulation.close();
    }
}
