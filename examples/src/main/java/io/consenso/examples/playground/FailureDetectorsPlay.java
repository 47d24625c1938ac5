/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.coordination.ProcessRunner;
import io.consenso.coordination.detector.FailureDetector;
import io.consenso.coordination.detector.HeartbeatDetector;
import io.consenso.coordination.detector.PhiAccrualDetector;
import io.consenso.coordination.detector.PhiAccrualOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Processes that watch each other with both failure detectors at once. */
final class FailureDetectorsPlay implements Play<ProcessRunner<Long, HeartbeatProcess>> {
    private static final String TIMEOUT = "time";
    private static final String PHI = "phi";
    private static final int SETTLING_BEATS = 4;

    private final List<PeerId> peers;
    private final Faults faults;
    private final double threshold;
    private final Set<Suspicion> suspicions = ConcurrentHashMap.newKeySet();

    private record Suspicion(String detector, PeerId by, PeerId peer) {}

    FailureDetectorsPlay(List<PeerId> peers, Faults faults, double threshold) {
        this.peers = peers;
        this.faults = faults;
        this.threshold = threshold;
    }

    @Override
    public String title() {
        return "Failure detectors: time-out and phi-accrual";
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
        return SETTLING_BEATS * timing.heartbeatEvery().toMillis() + 1;
    }

    @Override
    public ProcessRunner<Long, HeartbeatProcess> join(Seat seat) {
        Duration every = seat.timing().heartbeatEvery();
        Duration deviationMin = every.dividedBy(seat.timing().isReal() ? 2 : 10);
        Map<String, FailureDetector> detectors = new TreeMap<>(Map.of(
                TIMEOUT,
                new HeartbeatDetector(every.multipliedBy(2).plus(seat.timing().delayMax())),
                PHI,
                new PhiAccrualDetector(new PhiAccrualOptions(threshold, 200, deviationMin, every))));
        HeartbeatProcess process =
                new HeartbeatProcess(seat.member().others(), every, detectors, (detector, peer, isSuspected) -> {
                    Suspicion suspicion = new Suspicion(detector, seat.self(), peer);
                    boolean unused = isSuspected ? suspicions.add(suspicion) : suspicions.remove(suspicion);
                    seat.note((isSuspected ? "suspects " : "trusts ") + peer + " by " + detector);
                });
        return ProcessRunner.start(seat.member(), process, HeartbeatProcess.CODEC, end -> {});
    }

    @Override
    public void leave(ProcessRunner<Long, HeartbeatProcess> process) {
        process.close();
    }

    @Override
    public String describe(Bytes frame) {
        return "Heartbeat " + frame.toLong();
    }

    @Override
    public long drawnFromMillis(Timing timing) {
        return faults.crashes().isEmpty() ? 0 : timing.heartbeatEvery().toMillis() * 3 - 5;
    }

    @Override
    public void begin(World<ProcessRunner<Long, HeartbeatProcess>> world) {
        // Nothing but time is needed.
    }

    @Override
    public boolean isOver(World<ProcessRunner<Long, HeartbeatProcess>> world) {
        return world.elapsedMillis() > crashMillis(world.timing())
                && missing(world).isEmpty()
                && mistaken(world).isEmpty();
    }

    /** Whom somebody who lives should suspect and does not. */
    private List<Suspicion> missing(World<?> world) {
        List<Suspicion> missing = new ArrayList<>();
        for (PeerId by : world.up()) {
            for (PeerId peer : peers) {
                if (!world.isUp(peer)) {
                    missing.add(new Suspicion(TIMEOUT, by, peer));
                    missing.add(new Suspicion(PHI, by, peer));
                }
            }
        }
        missing.removeAll(suspicions);
        return missing;
    }

    private List<Suspicion> mistaken(World<?> world) {
        return suspicions.stream()
                .filter(suspicion -> world.isUp(suspicion.by) && world.isUp(suspicion.peer))
                .toList();
    }

    @Override
    public Outcome outcome(World<ProcessRunner<Long, HeartbeatProcess>> world) {
        List<PeerId> down = peers.stream().filter(peer -> !world.isUp(peer)).toList();
        String who = down.isEmpty()
                ? "nobody"
                : String.join(", ", down.stream().map(PeerId::value).toList());
        List<String> lines = List.of(String.format(
                Locale.ROOT,
                "all that live suspect %s, and nobody who lives: %d suspicions missing, %d wrong",
                who,
                missing(world).size(),
                mistaken(world).size()));
        return new Outcome(missing(world).isEmpty() && mistaken(world).isEmpty(), lines, List.of());
    }
}
