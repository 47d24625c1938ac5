/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.Bytes;
import io.consenso.Membership;
import io.consenso.PeerId;
import io.consenso.engine.Engine;
import io.consenso.engine.Ready;
import io.consenso.spi.Entry;
import io.consenso.spi.MalformedFrameException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Replicas, a network that keeps every message until told what to do with it, and a time that moves when told. */
final class SimCluster {
    static final long T = Duration.ofSeconds(1).toNanos();
    static final RaftOptions OPTIONS = RaftOptions.defaults().withElectionTimeout(Duration.ofNanos(T));

    final RaftOptions options;
    final Membership membership;
    final SplittableRandom random;
    final SafetyChecks checks = new SafetyChecks(this);
    final List<Letter> network = new ArrayList<>();
    long now = 1_000_000_000L;
    boolean isDiskInstant = true;
    BooleanSupplier pollDeferred = () -> false;

    private final RaftCodec codec = new RaftCodec();
    private final Map<PeerId, SimReplica> replicas = new LinkedHashMap<>();
    private final Set<String> cut = new HashSet<>();
    private final Map<String, Long> proposalIds = new HashMap<>();
    private long lastId;

    /** A message on its way. */
    record Letter(PeerId from, PeerId to, Message message) {}

    SimCluster(int size, RaftOptions options, long seed) {
        this.options = options;
        random = new SplittableRandom(seed);
        membership = Membership.of(
                IntStream.rangeClosed(1, size).mapToObj(i -> PeerId.of("n" + i)).collect(Collectors.toList()));
        membership.voters().forEach(id -> replicas.put(id, new SimReplica(id, this)));
    }

    static SimCluster started(int size) {
        SimCluster cluster = new SimCluster(size, OPTIONS, 1);
        cluster.replicas().forEach(SimReplica::start);
        return cluster;
    }

    /** A cluster whose first replica leads, its no-op committed everywhere. */
    static SimCluster ledByFirst(int size) {
        SimCluster cluster = started(size);
        cluster.elect(cluster.n(1));
        return cluster;
    }

    List<SimReplica> replicas() {
        return List.copyOf(replicas.values());
    }

    SimReplica n(int number) {
        return replica(PeerId.of("n" + number));
    }

    SimReplica replica(PeerId id) {
        return Objects.requireNonNull(replicas.get(id));
    }

    boolean isPollDeferred() {
        return pollDeferred.getAsBoolean();
    }

    long nextId() {
        return ++lastId;
    }

    Engine.Proposal proposal(String payload) {
        long id = nextId();
        proposalIds.put(payload, id);
        return new Engine.Proposal(id, Bytes.ofUtf8(payload));
    }

    /** None for an entry that was on disk from the start. */
    Optional<Long> proposalId(String payload) {
        return Optional.ofNullable(proposalIds.get(payload));
    }

    static String text(Entry entry) {
        return entry.payload().toUtf8();
    }

    // Network.

    void send(SimReplica from, Ready.Send<Message> send) {
        assertThat(send.to()).as("recipient of %s", send).isNotEqualTo(from.id);
        checks.leaves(from, send.to(), send.message());
        if (!cut.contains(from.id + ">" + send.to())) {
            network.add(new Letter(from.id, send.to(), overTheWire(send.message())));
        }
    }

    private Message overTheWire(Message message) {
        try {
            Message arrived = codec.decode(codec.encode(message).toBytes());
            assertThat(arrived).isEqualTo(message);
            return arrived;
        } catch (MalformedFrameException e) {
            throw new AssertionError(message.toString(), e);
        }
    }

    void cut(SimReplica from, SimReplica to) {
        cut.add(from.id + ">" + to.id);
        network.removeIf(letter -> letter.from().equals(from.id) && letter.to().equals(to.id));
    }

    void cutBoth(SimReplica one, SimReplica other) {
        cut(one, other);
        cut(other, one);
    }

    /** Cuts these replicas off from all others. */
    void isolate(SimReplica... group) {
        List<SimReplica> inside = List.of(group);
        for (SimReplica one : inside) {
            for (SimReplica other : replicas()) {
                if (!inside.contains(other)) {
                    cutBoth(one, other);
                }
            }
        }
    }

    void heal() {
        cut.clear();
    }

    void deliver(Letter letter) {
        take(letter);
        hand(letter);
    }

    /** This very letter, not one that says the same. */
    @SuppressWarnings("ReferenceEquality")
    void take(Letter letter) {
        for (int i = 0; i < network.size(); i++) {
            if (network.get(i) == letter) {
                network.remove(i);
                return;
            }
        }
    }

    /** Delivers without taking the message off the network: it may come again. */
    void hand(Letter letter) {
        SimReplica to = replica(letter.to());
        if (to.isUp) {
            to.input(engine -> engine.receive(letter.from(), letter.message()));
        }
    }

    /** Delivers the oldest message of that kind from one to the other. */
    <M extends Message> M deliver(SimReplica from, SimReplica to, Class<M> kind) {
        Letter letter = find(from, to, kind).orElseThrow(() -> new AssertionError("no " + kind + " in " + network));
        deliver(letter);
        return kind.cast(letter.message());
    }

    Optional<Letter> find(SimReplica from, SimReplica to, Class<? extends Message> kind) {
        return network.stream()
                .filter(l -> l.from().equals(from.id) && l.to().equals(to.id) && kind.isInstance(l.message()))
                .findFirst();
    }

    void drop(Predicate<Letter> which) {
        network.removeIf(which);
    }

    /** Delivers all there is, in order, and what comes of it, until nothing is on its way. Time stands still. */
    void settle() {
        for (int i = 0; i < 100_000 && !network.isEmpty(); i++) {
            deliver(network.get(0));
        }
        assertThat(network).as("chatter without end").isEmpty();
    }

    // Time.

    /** Lets time pass step by step, with everything delivered at once. */
    void run(long nanos) {
        long end = now + nanos;
        while (now < end) {
            now = Math.min(end, now + T / 50);
            tickAll();
            settle();
            replicas().forEach(replica -> {
                if (replica.isUp) {
                    replica.finishFetch();
                }
            });
            settle();
        }
    }

    private void tickAll() {
        for (SimReplica replica : replicas()) {
            if (replica.isUp && replica.wakeAt <= now) {
                replica.tick();
            }
        }
    }

    void runUntil(BooleanSupplier goal) {
        for (int i = 0; i < 2_000 && !goal.getAsBoolean(); i++) {
            run(T / 50);
        }
        assertThat(goal.getAsBoolean()).as("never: %s", this).isTrue();
    }

    /** Lets this replica be the first whose time-out ends, if need be after a split vote. */
    void elect(SimReplica replica) {
        for (int i = 0; i < 50 && !replica.isLeader(); i++) {
            now = Math.max(now, replica.wakeAt);
            replica.tick();
            settle();
        }
        assertThat(replica.isLeader()).as("%s leads", replica).isTrue();
    }

    List<SimReplica> leaders() {
        return replicas().stream().filter(SimReplica::isLeader).collect(Collectors.toList());
    }

    Optional<SimReplica> newestLeader() {
        return leaders().stream().max((a, b) -> Long.compare(a.term(), b.term()));
    }

    @Override
    public String toString() {
        return replicas().stream()
                .map(SimReplica::toString)
                .collect(Collectors.joining("\n  ", "\n  ", "\n  cut " + cut));
    }
}
