/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.coordination.election.Election;
import io.consenso.coordination.election.Leadership;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Processes that elect a leader, and another one when it crashes or resigns. */
final class ElectionPlay implements Play<Election> {
    private static final long BEFORE_MILLIS = 1;

    private final ElectionKind kind;
    private final List<PeerId> peers;
    private final Faults faults;
    private final List<PeerMoment> resignations;
    private final List<PeerMoment> toResign;
    private final Map<PeerId, Optional<Leadership>> views = new ConcurrentHashMap<>();
    private final Map<Long, PeerId> leaders = new ConcurrentHashMap<>();
    private final List<String> violations = new CopyOnWriteArrayList<>();

    ElectionPlay(ElectionKind kind, List<PeerId> peers, Faults faults, List<PeerMoment> resignations) {
        this.kind = kind;
        this.peers = peers;
        this.faults = faults;
        this.resignations = resignations;
        toResign = new CopyOnWriteArrayList<>(resignations);
    }

    @Override
    public String title() {
        return kind.title();
    }

    @Override
    public List<PeerId> peers() {
        return peers;
    }

    @Override
    public Faults faults() {
        return faults;
    }

    @Override
    public long crashMillis(Timing timing) {
        return kind.settledMillis(timing);
    }

    @Override
    public Election join(Seat seat) {
        views.remove(seat.self());
        Election election = kind.join(seat);
        election.listen(leadership -> heard(seat, leadership));
        return election;
    }

    private void heard(Seat seat, Optional<Leadership> leadership) {
        Optional<Leadership> before = views.put(seat.self(), leadership);
        if (leadership.isEmpty() && (before == null || before.isEmpty())) {
            return;
        }
        seat.journal()
                .leader(
                        seat.self(),
                        leadership.map(Leadership::leader),
                        leadership.map(Leadership::epoch).orElse(0L));
        leadership.ifPresent(one -> {
            PeerId other = leaders.putIfAbsent(one.epoch(), one.leader());
            if (other != null && !other.equals(one.leader())) {
                violations.add(one.leader() + " and " + other + " both lead in epoch " + one.epoch());
            }
        });
    }

    @Override
    public void leave(Election process) {
        process.close();
    }

    @Override
    public String describe(Bytes frame) {
        return kind.describe(frame);
    }

    @Override
    public Set<String> chatter() {
        return kind.chatter();
    }

    /** The first election is drawn only if there is no other. */
    @Override
    public long drawnFromMillis(Timing timing) {
        long first = Long.MAX_VALUE;
        for (PeerMoment crash : faults.crashes()) {
            first = Math.min(first, crash.number().orElse(crashMillis(timing)));
        }
        for (PeerMoment resignation : resignations) {
            first = Math.min(first, resignation.number().orElse(crashMillis(timing)));
        }
        return first == Long.MAX_VALUE ? 0 : Math.max(0, first - BEFORE_MILLIS);
    }

    @Override
    public void begin(World<Election> world) {
        for (PeerMoment resignation : resignations) {
            world.at(resignation.number().orElse(crashMillis(world.timing())), () -> {
                if (world.isUp(resignation.peer())) {
                    world.call(resignation.peer(), election -> resign(world, resignation, election));
                } else {
                    toResign.remove(resignation);
                }
            });
        }
    }

    private void resign(World<Election> world, PeerMoment resignation, Election election) {
        PeerId peer = resignation.peer();
        boolean leads =
                election.current().filter(one -> one.leader().equals(peer)).isPresent();
        world.journal().note(peer, leads ? "resigns" : "leads nothing");
        if (leads) {
            world.journal().recount();
        }
        CompletableFuture<Void> unused =
                election.stepDown().whenComplete((nothing, problem) -> toResign.remove(resignation));
    }

    @Override
    public boolean isOver(World<Election> world) {
        return toResign.isEmpty() && isSettled(world);
    }

    /** Whether all that live follow one that lives. */
    private boolean isSettled(World<Election> world) {
        Set<Optional<PeerId>> followed = world.up().stream()
                .map(peer -> views.getOrDefault(peer, Optional.empty()).map(Leadership::leader))
                .collect(Collectors.toSet());
        return followed.size() == 1
                && followed.iterator().next().filter(world::isUp).isPresent();
    }

    @Override
    public Outcome outcome(World<Election> world) {
        List<PeerId> up = world.up();
        Optional<Leadership> view = up.isEmpty() ? Optional.empty() : views.getOrDefault(up.get(0), Optional.empty());
        String line = isSettled(world) && view.isPresent()
                ? "all that live follow " + view.get().leader() + ", epoch "
                        + view.get().epoch()
                : "no leader that all follow";
        return new Outcome(
                isSettled(world) && violations.isEmpty(),
                violations.isEmpty() ? List.of(line) : violations,
                kind.formulas(world.journal(), peers.size(), up.size(), !faults.isEmpty() || !resignations.isEmpty()));
    }
}
