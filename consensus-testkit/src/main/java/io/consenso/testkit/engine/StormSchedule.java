/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.engine;

import io.consenso.PeerId;
import io.consenso.engine.EngineFactory;
import io.consenso.spi.SnapshotMeta;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Bare engines in weather that is bad in another way each time: how often each thing happens is drawn from the seed, too, and much never
 * happens at all, so that what does adds up (Groce et al., "Swarm testing", ISSTA 2012). Clocks run apart, old messages come again after
 * epochs and lives, and leaders are cut off just when the others look for another. It ends in the storm: what must hold is safety.
 *
 * @param <M> the engines' messages
 */
public final class StormSchedule<M> {
    private static final int STEPS = 500;
    private static final int OLD_MAX = 200;

    private final SplittableRandom random;
    private final EngineCluster<M> cluster;
    private final List<Runnable> actions = new ArrayList<>();
    private final List<Letter<M>> old = new ArrayList<>();
    private final Map<PeerId, SnapshotMeta> fetching = new HashMap<>();
    private final int lossPercent;
    private final int holdPercent;
    private final int repeatPercent;
    private final int tickPercent;
    private final long timeoutNanos;
    private int proposals;

    /**
     * A schedule.
     *
     * @param factories makes the engines, with options drawn from the generator or not
     * @param timeout after about how long the engines miss a leader
     */
    public StormSchedule(
            long seed,
            Function<SplittableRandom, EngineFactory<M>> factories,
            Duration timeout,
            ProtocolInvariants<M> protocol) {
        random = new SplittableRandom(seed);
        timeoutNanos = timeout.toNanos();
        EngineFactory<M> factory = factories.apply(random);
        cluster = new EngineCluster<>(factory, 2 + random.nextInt(4), seed, protocol);
        cluster.disksInstant(random.nextInt(3) == 0);
        int deferred = random.nextInt(4);
        cluster.deferPolls(() -> random.nextInt(8) < deferred);
        lossPercent = seldom(30);
        holdPercent = seldom(60);
        repeatPercent = seldom(30);
        tickPercent = 50 + random.nextInt(50);
        often(6, () -> deliver(1 + random.nextInt(8)));
        often(6, this::passTime);
        often(4, () -> up(EngineReplica::finishWrite));
        often(3, () -> propose(cluster.newestLeader().orElse(any())));
        often(3, () -> up(EngineReplica::read));
        often(1, () -> up(this::propose));
        often(1, this::everythingDelivered);
        often(1, () -> up(replica -> replica.takeSnapshot(replica.applied() - random.nextInt(4))));
        often(2, () -> up(EngineReplica::finishFetch));
        often(1, () -> up(this::fetchLate));
        often(1, () -> up(replica -> replica.crash(random.nextInt(3))));
        often(2, this::startOne);
        often(1, () -> cluster.cut(any(), any()));
        often(1, cluster::heal);
        often(1, this::isolateSome);
        often(1, this::rush);
        often(1, this::depose);
        often(1, this::repeatOld);
    }

    /** Goes through it. Throws {@link AssertionError} when an invariant breaks. */
    public void run() {
        cluster.start();
        for (int i = 0; i < STEPS; i++) {
            actions.get(random.nextInt(actions.size())).run();
        }
    }

    private int seldom(int max) {
        return random.nextBoolean() ? 0 : random.nextInt(max);
    }

    /** As often as that, or twice, or four times, or half, or never. */
    private void often(int weight, Runnable action) {
        int times = switch (random.nextInt(6)) {
            case 0 -> 0;
            case 1 -> weight;
            case 2 -> 4 * weight;
            case 3 -> 8 * weight;
            default -> 2 * weight;
        };
        for (int i = 0; i < times; i++) {
            actions.add(action);
        }
    }

    private EngineReplica<M> any() {
        return cluster.replicas().get(random.nextInt(cluster.replicas().size()));
    }

    private void up(Consumer<EngineReplica<M>> action) {
        EngineReplica<M> replica = any();
        if (replica.isUp()) {
            replica.pollIfDirty();
            action.accept(replica);
        }
    }

    /** A snapshot that was wanted once arrives, whatever has happened since, unless there is a newer one. */
    private void fetchLate(EngineReplica<M> replica) {
        SnapshotMeta late = fetching.remove(replica.id());
        if (late != null
                && late.index() > replica.snapshot().map(SnapshotMeta::index).orElse(0L)) {
            replica.install(late);
        }
        replica.progress().fetch().ifPresent(wanted -> fetching.put(replica.id(), wanted.meta()));
    }

    private void startOne() {
        cluster.replicas().stream()
                .filter(replica -> !replica.isUp())
                .findFirst()
                .ifPresent(EngineReplica::start);
    }

    private void propose(EngineReplica<M> replica) {
        if (replica.isUp()) {
            replica.propose("p" + proposals++ + "x".repeat(random.nextInt(60)));
        }
    }

    private void passTime() {
        cluster.advance(random.nextLong(random.nextInt(4) == 0 ? timeoutNanos : timeoutNanos / 10));
        for (EngineReplica<M> replica : cluster.replicas()) {
            if (replica.isUp() && replica.wakeAt() <= cluster.now() && random.nextInt(100) < tickPercent) {
                replica.tick();
            }
        }
    }

    private void everythingDelivered() {
        deliver(200);
    }

    private void deliver(int count) {
        for (int i = 0; i < count && !cluster.network().isEmpty(); i++) {
            List<Letter<M>> network = cluster.network();
            Letter<M> letter = network.get(random.nextInt(100) < holdPercent ? random.nextInt(network.size()) : 0);
            keep(letter);
            if (random.nextInt(100) < lossPercent) {
                cluster.take(letter);
            } else if (random.nextInt(100) < repeatPercent) {
                cluster.hand(letter);
            } else {
                cluster.deliver(letter);
            }
        }
    }

    private void keep(Letter<M> letter) {
        if (old.size() < OLD_MAX) {
            old.add(letter);
        } else {
            old.set(random.nextInt(OLD_MAX), letter);
        }
    }

    private void repeatOld() {
        if (!old.isEmpty()) {
            cluster.hand(old.get(random.nextInt(old.size())));
        }
    }

    private void isolateSome() {
        cluster.isolate(cluster.replicas().stream()
                .filter(replica -> random.nextBoolean())
                .toList());
    }

    /** Somebody's clock is ahead of the others' until they have come there. */
    private void rush() {
        EngineReplica<M> replica = any();
        if (replica.isUp() && replica.wakeAt() < Long.MAX_VALUE) {
            long now = cluster.now();
            cluster.now(Math.max(now, replica.wakeAt()));
            replica.tick();
            cluster.now(now);
        }
    }

    /** Everybody but the leader, who is cut off, misses it at once and finds another. */
    private void depose() {
        EngineReplica<M> leader = cluster.newestLeader().orElse(any());
        cluster.isolate(leader);
        for (EngineReplica<M> other : cluster.replicas()) {
            if (other != leader && other.isUp()) {
                other.input(engine -> engine.disconnected(leader.id()));
            }
        }
        cluster.advance(timeoutNanos / 5);
        for (EngineReplica<M> other : cluster.replicas()) {
            if (other != leader && other.isUp() && other.wakeAt() <= cluster.now()) {
                other.tick();
            }
        }
        if (random.nextBoolean()) {
            everythingDelivered();
        }
    }
}
