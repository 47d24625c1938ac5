/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.examples.Protocol;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Requests at several replicas of one state, in one of the styles of replication. */
final class StylePlay implements Play<StyledReplica> {
    /** By then the entry of the first request has left the leader, and nobody knows yet whether it counts. */
    private static final long CRASH_MILLIS = 4;

    private final ReplicationStyle style;
    private final Protocol protocol;
    private final List<PeerId> peers;
    private final List<PeerMoment> requests;
    private final Faults faults;
    private final Deeds deeds = new Deeds();
    private final Map<PeerId, RequestList> lists = new ConcurrentHashMap<>();
    private final List<PeerMoment> unsettled;
    private final Set<String> answered = ConcurrentHashMap.newKeySet();

    StylePlay(ReplicationStyle style, Protocol protocol, List<PeerId> peers, List<PeerMoment> requests, Faults faults) {
        this.style = style;
        this.protocol = protocol;
        this.peers = List.copyOf(peers);
        this.requests = List.copyOf(requests);
        this.faults = faults;
        unsettled = new CopyOnWriteArrayList<>(requests);
    }

    @Override
    public String title() {
        return style.title() + ", on " + protocol.word();
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
        return firstMillis() + timing.millis(CRASH_MILLIS);
    }

    private long firstMillis() {
        return requests.stream()
                .mapToLong(request -> request.number().orElse(0))
                .min()
                .orElse(0);
    }

    /** Not the election of the leader. */
    @Override
    public long drawnFromMillis(Timing timing) {
        return Math.max(0, firstMillis() - 1);
    }

    @Override
    public StyledReplica join(Seat seat) {
        RequestList list = style.list(seat, deeds);
        lists.put(seat.self(), list);
        return new StyledReplica(ReplicatedService.replica(seat, protocol, list.state()), list);
    }

    @Override
    public void leave(StyledReplica process) {
        process.replica().close();
    }

    @Override
    public String describe(Bytes frame) {
        return ReplicatedService.describe(protocol, frame);
    }

    @Override
    public Set<String> chatter() {
        return ReplicaFrames.CHATTER;
    }

    @Override
    public void begin(World<StyledReplica> world) {
        world.at(firstMillis(), world.journal()::recount);
        for (int i = 0; i < requests.size(); i++) {
            PeerMoment request = requests.get(i);
            String name = "r" + (i + 1);
            world.at(request.number().orElse(0), () -> ask(world, request, name));
        }
    }

    private void ask(World<StyledReplica> world, PeerMoment request, String name) {
        PeerId peer = request.peer();
        world.call(peer, process -> {
            world.journal().note(peer, "asks for " + name);
            CompletableFuture<Bytes> unused = process.replica()
                    .propose(Bytes.ofUtf8(name))
                    .whenComplete((reply, problem) -> settle(world, request, name, problem));
        });
    }

    private void settle(World<StyledReplica> world, PeerMoment request, String name, @Nullable Throwable problem) {
        if (problem == null) {
            world.journal().told(request.peer(), "has its answer to " + name);
            answered.add(name);
        } else {
            world.journal().told(request.peer(), "gives " + name + " up: " + problem.getMessage());
        }
        unsettled.remove(request);
    }

    @Override
    public boolean isOver(World<StyledReplica> world) {
        // Who crashed waits for nothing.
        unsettled.removeIf(request -> !world.isUp(request.peer())
                && world.elapsedMillis() >= request.number().orElse(0));
        return unsettled.isEmpty() && violations(states(world), answered).isEmpty();
    }

    private List<List<String>> states(World<StyledReplica> world) {
        return lists.entrySet().stream()
                .filter(list -> world.isUp(list.getKey()))
                .map(list -> list.getValue().entries())
                .toList();
    }

    /** How the promise is broken to those who have an answer, if it is: each of their requests applied once, and all states alike. */
    static List<String> violations(List<List<String>> states, Set<String> answered) {
        List<String> found = new ArrayList<>();
        if (states.stream().distinct().count() > 1) {
            found.add("the replicas differ: " + states);
        }
        for (List<String> state : states) {
            List<String> applied = state.stream().map(RequestList::request).toList();
            applied.stream()
                    .distinct()
                    .filter(request -> Collections.frequency(applied, request) > 1)
                    .forEach(request -> found.add(request + " is applied more than once: " + state));
            answered.stream()
                    .filter(request -> !applied.contains(request))
                    .sorted()
                    .forEach(request -> found.add(request + " was answered but is not applied: " + state));
        }
        return found.stream().distinct().toList();
    }

    @Override
    public Outcome outcome(World<StyledReplica> world) {
        List<List<String>> states = states(world);
        List<String> violations = violations(states, answered);
        List<String> lines = new ArrayList<>(violations);
        if (violations.isEmpty()) {
            lines.add(answered.size() + " of " + requests.size() + " requests answered, each applied once; "
                    + (states.isEmpty() ? "nobody lives" : "all that live hold " + states.get(0)));
        }
        lines.add(deeds.summary());
        if (faults.isEmpty()) {
            lines.add("messages since the first request: " + world.journal().countOfLate());
        }
        boolean isRight = violations.isEmpty() && (!faults.isEmpty() || answered.size() == requests.size());
        return new Outcome(isRight, lines, List.of());
    }
}
