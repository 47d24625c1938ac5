/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.coordination.Process;
import io.consenso.coordination.Send;
import io.consenso.coordination.detector.FailureDetector;
import io.consenso.engine.EngineFactory;
import io.consenso.spi.Frame;
import io.consenso.spi.MalformedFrameException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sends heart-beats to all others and asks its failure detectors about them. */
final class HeartbeatProcess implements Process<Long> {
    static final EngineFactory.Codec<Long> CODEC = new EngineFactory.Codec<>() {
        @Override
        public Frame encode(Long number) {
            return Frame.of(Bytes.ofLong(number));
        }

        @Override
        public Long decode(Bytes frame) throws MalformedFrameException {
            if (frame.length() != Long.BYTES) {
                throw new MalformedFrameException("no heart-beat");
            }
            return frame.toLong();
        }
    };

    private final List<PeerId> others;
    private final long everyNanos;
    private final Map<String, FailureDetector> detectors;
    private final Listener listener;
    private final Map<String, Set<PeerId>> suspected = new HashMap<>();
    private long beats;
    private long nextBeatNanos;

    /** Hears of every change of mind. */
    interface Listener {
        /** The detector of that name suspects the peer from now on, or does so no more; it is silent for so long. */
        void onChange(String detector, PeerId peer, boolean isSuspected);
    }

    /** With the detectors by their names. */
    HeartbeatProcess(List<PeerId> others, Duration every, Map<String, FailureDetector> detectors, Listener listener) {
        this.others = others;
        this.everyNanos = every.toNanos();
        this.detectors = detectors;
        this.listener = listener;
        detectors.keySet().forEach(name -> suspected.put(name, new HashSet<>()));
    }

    @Override
    public List<Send<Long>> start(long nowNanos) {
        nextBeatNanos = nowNanos;
        others.forEach(peer -> heard(peer, nowNanos));
        return tick(nowNanos);
    }

    @Override
    public List<Send<Long>> receive(long nowNanos, PeerId from, Long message) {
        heard(from, nowNanos);
        return tick(nowNanos);
    }

    @Override
    public List<Send<Long>> tick(long nowNanos) {
        look(nowNanos);
        if (nowNanos - nextBeatNanos < 0) {
            return List.of();
        }
        nextBeatNanos += everyNanos;
        return Send.toEach(others, ++beats);
    }

    @Override
    public long wakeAtNanos() {
        long wakeAt = nextBeatNanos;
        for (Map.Entry<String, FailureDetector> detector : detectors.entrySet()) {
            for (PeerId peer : others) {
                long at = detector.getValue().suspectedAtNanos(peer);
                if (!isSuspected(detector.getKey(), peer) && at - wakeAt < 0) {
                    wakeAt = at;
                }
            }
        }
        return wakeAt;
    }

    private boolean isSuspected(String detector, PeerId peer) {
        return suspected.getOrDefault(detector, Set.of()).contains(peer);
    }

    private void heard(PeerId peer, long nowNanos) {
        detectors.values().forEach(detector -> detector.heard(peer, nowNanos));
    }

    private void look(long nowNanos) {
        detectors.forEach((name, detector) -> {
            Set<PeerId> before = suspected.getOrDefault(name, new HashSet<>());
            for (PeerId peer : others) {
                boolean isSuspected = detector.isSuspected(peer, nowNanos);
                if (isSuspected ? before.add(peer) : before.remove(peer)) {
                    listener.onChange(name, peer, isSuspected);
                }
            }
        });
    }
}
