/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.coordination.agreement.Agreement;
import io.consenso.coordination.agreement.AgreementFrames;
import io.consenso.coordination.agreement.Decision;
import io.consenso.coordination.agreement.FaultyCommander;
import io.consenso.coordination.agreement.Rounds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Processes that agree in rounds, the first of which begins at a moment that all know.
 *
 * @param <V> what they agree on
 */
final class AgreementPlay<V> implements Play<Agreement<V>> {
    private static final long LEAD_MILLIS = 10;
    private static final long LEAD_REAL_MILLIS = 400;
    private static final Duration OFFSET_MAX = Duration.ofMillis(2);
    private static final double DRIFT_MAX = 0.0002;

    private final AgreementKind<V> kind;
    private final List<PeerId> peers;
    private final Faults faults;
    private final AtomicLong beginsAtMillis = new AtomicLong();
    private final Map<PeerId, Decision<V>> decisions = new ConcurrentHashMap<>();
    private final Map<PeerId, String> failures = new ConcurrentHashMap<>();

    AgreementPlay(AgreementKind<V> kind, List<PeerId> peers, Faults faults, String maxName, int crashesMax) {
        this.kind = kind;
        this.peers = peers;
        this.faults = faults;
        List<PeerId> faulty = Stream.concat(faults.crashing().stream(), kind.traitors().stream())
                .distinct()
                .toList();
        if (faulty.size() > crashesMax) {
            throw new IllegalArgumentException("at most " + maxName + " = " + crashesMax
                    + " processes may be faulty, these are " + faulty.size() + ": " + faulty);
        }
        if (!faults.restarts().isEmpty()) {
            throw new IllegalArgumentException("--restart makes no sense here: who crashed takes no further part");
        }
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

    /** After its messages of the first round have left. */
    @Override
    public long crashMillis(Timing timing) {
        return lead(timing) + timing.processingMax().toMillis() / 2 + 1;
    }

    private static long lead(Timing timing) {
        return timing.isReal() ? LEAD_REAL_MILLIS : LEAD_MILLIS;
    }

    @Override
    public Agreement<V> join(Seat seat) {
        long moment = seat.member().host().wallMillis() + lead(seat.timing());
        beginsAtMillis.compareAndSet(0, moment);
        Rounds rounds = new Rounds(
                seat.timing().delayMax(),
                seat.timing().processingMax(),
                DRIFT_MAX,
                new Rounds.AtMoment(Instant.ofEpochMilli(beginsAtMillis.get()), OFFSET_MAX));
        Agreement<V> agreement = kind.join(seat, rounds);
        CompletableFuture<Decision<V>> unused = agreement.decision().whenComplete((decision, problem) -> {
            if (problem == null) {
                decided(seat, decision);
            } else {
                failures.put(seat.self(), seat.self() + ": " + problem.getMessage());
                seat.journal().told(seat.self(), String.valueOf(problem.getMessage()));
            }
        });
        return agreement;
    }

    private void decided(Seat seat, Decision<V> decision) {
        boolean isTraitor = kind.traitors().contains(seat.self());
        seat.note(isTraitor ? "is a traitor" : "decides " + kind.text(decision.value()));
        for (FaultyCommander faulty : decision.faultyCommanders()) {
            if (!isTraitor) {
                seat.journal().told(seat.self(), "knows that " + faulty.commander() + " is faulty: " + faulty.reason());
            }
        }
        decisions.put(seat.self(), decision);
    }

    @Override
    public void leave(Agreement<V> process) {
        process.close();
    }

    @Override
    public String describe(Bytes frame) {
        return AgreementFrames.describe(frame);
    }

    @Override
    public void begin(World<Agreement<V>> world) {
        kind.proposals()
                .forEach((peer, value) -> world.call(peer, agreement -> {
                    world.journal().note(peer, "proposes " + value.toUtf8());
                    CompletableFuture<Decision<V>> unused = agreement.propose(value);
                }));
    }

    @Override
    public boolean isOver(World<Agreement<V>> world) {
        return world.up().stream().allMatch(peer -> decisions.containsKey(peer) || failures.containsKey(peer));
    }

    @Override
    public Outcome outcome(World<Agreement<V>> world) {
        Map<PeerId, String> decided = new TreeMap<>(Comparator.comparing(PeerId::value));
        for (PeerId peer : world.up()) {
            Decision<V> decision = decisions.get(peer);
            if (decision != null && !kind.traitors().contains(peer)) {
                decided.put(peer, kind.text(decision.value()));
            }
        }
        TreeSet<String> values = new TreeSet<>(decided.values());
        String expected = kind.expected(!faults.isEmpty());
        List<String> lines = new ArrayList<>();
        world.up().stream().filter(failures::containsKey).forEach(peer -> lines.add(failures.get(peer)));
        boolean isRight = values.size() == 1
                && lines.isEmpty()
                && (expected.isEmpty() || values.first().equals(expected));
        lines.add(
                values.size() == 1
                        ? "all " + decided.size() + " right processes decide " + values.first()
                        : "they DISAGREE: " + decided);
        if (!expected.isEmpty() && !isRight) {
            lines.add("it should be " + expected);
        }
        return new Outcome(isRight, lines, kind.formulas(world.journal(), !faults.isEmpty()));
    }
}
