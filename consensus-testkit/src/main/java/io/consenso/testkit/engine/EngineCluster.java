/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.Membership;
import io.consenso.PeerId;
import io.consenso.engine.Engine;
import io.consenso.engine.EngineFactory;
import io.consenso.engine.Ready;
import io.consenso.spi.Log;
import io.consenso.spi.MalformedFrameException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A group of bare engines, n1, n2 and so on; a network that keeps every message until told what to do with it; disks that finish writes at once
 * or when told; a time that moves when told. {@link EngineInvariants} and those of the protocol are checked all along, and every message takes
 * the codec's round trip. Same calls, same seed, same outcome.
 *
 * @param <M> the engines' messages
 */
public final class EngineCluster<M> {
    private static final long STEP_NANOS = Duration.ofMillis(20).toNanos();

    private final Membership membership;
    private final SplittableRandom random;
    private final EngineFactory<M> engines;
    private final EngineFactory.Codec<M> codec;
    private final EngineInvariants<M> invariants;
    private final EngineObserver<M> observer;
    private final List<Letter<M>> network = new ArrayList<>();
    private final Map<PeerId, EngineReplica<M>> replicas = new LinkedHashMap<>();
    private final Set<String> cut = new TreeSet<>();
    private BooleanSupplier pollDeferred = () -> false;
    private long now = 1_000_000_000L;
    private long lastId;

    /** A group that has not started yet. */
    public EngineCluster(EngineFactory<M> factory, int size, long seed, ProtocolInvariants<M> protocol) {
        random = new SplittableRandom(seed);
        membership = Membership.of(IntStream.rangeClosed(1, size)
                .mapToObj(number -> PeerId.of("n" + number))
                .collect(Collectors.toList()));
        Function<PeerId, Log> durable = peer -> replica(peer).disk();
        invariants = new EngineInvariants<M>(durable).quorum(protocol::isQuorum);
        observer = Observers.of(List.of(invariants, protocol.watching(durable)));
        engines = ObservedEngines.observe(factory, observer);
        codec = engines.codec();
        membership.voters().forEach(id -> replicas.put(id, new EngineReplica<>(id, this)));
    }

    /** Starts every replica. */
    public EngineCluster<M> start() {
        replicas().forEach(EngineReplica::start);
        return this;
    }

    /** Who belongs to the group. */
    public Membership membership() {
        return membership;
    }

    /** All of them, in order. */
    public List<EngineReplica<M>> replicas() {
        return List.copyOf(replicas.values());
    }

    /** The replica of that number, from 1. */
    public EngineReplica<M> n(int number) {
        return replica(PeerId.of("n" + number));
    }

    /** The replica of that name. */
    public EngineReplica<M> replica(PeerId id) {
        return Objects.requireNonNull(replicas.get(id), () -> "no replica " + id);
    }

    /** What is checked, and what is committed. */
    public EngineInvariants<M> invariants() {
        return invariants;
    }

    /** Whether all disks finish writes at once, as in the beginning. */
    public void disksInstant(boolean instant) {
        replicas.values().forEach(replica -> replica.diskInstant(instant));
    }

    /** While that is true, inputs are not followed by a poll: several are gathered into one. */
    public void deferPolls(BooleanSupplier deferred) {
        pollDeferred = deferred;
    }

    boolean isPollDeferred() {
        return pollDeferred.getAsBoolean();
    }

    EngineObserver<M> observer() {
        return observer;
    }

    Engine<M> create(EngineFactory.Boot boot) {
        return engines.create(boot);
    }

    long nextSeed() {
        return random.nextLong();
    }

    long nextId() {
        return ++lastId;
    }

    // Network.

    void send(EngineReplica<M> from, Ready.Send<M> send) {
        assertThat(send.to()).as("recipient of %s", send).isNotEqualTo(from.id());
        M arriving = overTheWire(send.message());
        if (!cut.contains(from.id() + ">" + send.to())) {
            network.add(new Letter<>(from.id(), send.to(), arriving));
        }
    }

    private M overTheWire(M message) {
        try {
            M arrived = codec.decode(codec.encode(message).toBytes());
            assertThat(arrived).as("after the round trip").isEqualTo(message);
            return arrived;
        } catch (MalformedFrameException e) {
            throw new AssertionError(message.toString(), e);
        }
    }

    /** The messages on their way, oldest first. */
    public List<Letter<M>> network() {
        return Collections.unmodifiableList(network);
    }

    /** Loses what is on its way from one to the other, and whatever comes after it. */
    public void cut(EngineReplica<M> from, EngineReplica<M> to) {
        cut.add(from.id() + ">" + to.id());
        network.removeIf(
                letter -> letter.from().equals(from.id()) && letter.to().equals(to.id()));
    }

    /** Cuts both ways. */
    public void cutBoth(EngineReplica<M> one, EngineReplica<M> other) {
        cut(one, other);
        cut(other, one);
    }

    /** Cuts these off from all others. */
    public void isolate(List<EngineReplica<M>> inside) {
        for (EngineReplica<M> one : inside) {
            for (EngineReplica<M> other : replicas()) {
                if (!inside.contains(other)) {
                    cutBoth(one, other);
                }
            }
        }
    }

    /** Cuts it off from all others. */
    public void isolate(EngineReplica<M> alone) {
        isolate(List.of(alone));
    }

    /** Nothing is cut any more. */
    public void heal() {
        cut.clear();
    }

    /** Delivers the message. */
    public void deliver(Letter<M> letter) {
        take(letter);
        hand(letter);
    }

    /** Takes this very message, not one that says the same, off the network. */
    @SuppressWarnings("ReferenceEquality")
    public void take(Letter<M> letter) {
        for (int i = 0; i < network.size(); i++) {
            if (network.get(i) == letter) {
                network.remove(i);
                return;
            }
        }
    }

    /** Delivers without taking the message off the network: it may come again. */
    public void hand(Letter<M> letter) {
        EngineReplica<M> to = replica(letter.to());
        if (to.isUp()) {
            to.input(engine -> engine.receive(letter.from(), letter.message()));
        }
    }

    /** Delivers the oldest message of that kind from one to the other, and returns it. */
    public <K extends M> K deliver(EngineReplica<M> from, EngineReplica<M> to, Class<K> kind) {
        Letter<M> letter = find(from, to, kind).orElseThrow(() -> new AssertionError("no " + kind + " in " + network));
        deliver(letter);
        return kind.cast(letter.message());
    }

    /** The oldest message of that kind from one to the other. */
    public Optional<Letter<M>> find(EngineReplica<M> from, EngineReplica<M> to, Class<? extends M> kind) {
        return network.stream()
                .filter(letter -> letter.from().equals(from.id()) && letter.to().equals(to.id()))
                .filter(letter -> kind.isInstance(letter.message()))
                .findFirst();
    }

    /** Loses these. */
    public void drop(Predicate<Letter<M>> which) {
        network.removeIf(which);
    }

    /** Delivers all there is, in order, and what comes of it, until nothing is on its way. Time stands still. */
    public void settle() {
        for (int i = 0; i < 100_000 && !network.isEmpty(); i++) {
            deliver(network.get(0));
        }
        assertThat(network).as("chatter without end").isEmpty();
    }

    // Time.

    /** What time it is. */
    public long now() {
        return now;
    }

    /** Sets the time, for whoever is told next; a replica's own time never goes back. */
    public void now(long nanos) {
        now = nanos;
    }

    /** Lets time pass, unseen. */
    public void advance(long nanos) {
        now += nanos;
    }

    /** Lets time pass step by step, with everything delivered at once, and snapshots fetched. */
    public void run(long nanos) {
        long end = now + nanos;
        while (now < end) {
            now = Math.min(end, now + STEP_NANOS);
            tickDue();
            settle();
            replicas().stream().filter(EngineReplica::isUp).forEach(EngineReplica::finishFetch);
            settle();
        }
    }

    /** Tells everybody whose time has come. */
    public void tickDue() {
        for (EngineReplica<M> replica : replicas()) {
            if (replica.isDue()) {
                replica.tick();
            }
        }
    }

    /** Lets time pass until the goal is reached; throws when it is not within 40 s. */
    public void runUntil(BooleanSupplier goal) {
        for (int i = 0; i < 2_000 && !goal.getAsBoolean(); i++) {
            run(STEP_NANOS);
        }
        assertThat(goal.getAsBoolean()).as("never: %s", this).isTrue();
    }

    /** Lets time pass for all until it is this replica's turn to stand, if need be several times. */
    public void elect(EngineReplica<M> replica) {
        for (int i = 0; i < 50 && !replica.isLeader(); i++) {
            now += Math.max(0, replica.wakeAt() - replica.now());
            replica.tick();
            settle();
        }
        assertThat(replica.isLeader()).as("%s leads", replica).isTrue();
    }

    /** Whoever thinks that it leads. */
    public List<EngineReplica<M>> leaders() {
        return replicas().stream().filter(EngineReplica::isLeader).toList();
    }

    /** The leader of the highest epoch. */
    public Optional<EngineReplica<M>> newestLeader() {
        return leaders().stream().max((a, b) -> Long.compare(a.epoch(), b.epoch()));
    }

    @Override
    public String toString() {
        return replicas().stream()
                .map(EngineReplica::toString)
                .collect(Collectors.joining("\n  ", "\n  ", "\n  cut " + cut));
    }
}
