/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.agreement;

import io.consenso.PeerId;
import io.consenso.coordination.Send;
import io.consenso.coordination.agreement.RoundAlgorithm.Outcome;
import io.consenso.coordination.agreement.RoundAlgorithm.Received;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Runs an algorithm in perfect rounds, without time: for enumerating what traitors may do. */
final class LockStep<V> {
    private final Map<PeerId, RoundAlgorithm<V>> processes = new LinkedHashMap<>();
    private final List<Integer> messagesByRound = new ArrayList<>();

    LockStep(List<PeerId> peers, Function<PeerId, RoundAlgorithm<V>> algorithm) {
        peers.forEach(peer -> processes.put(peer, algorithm.apply(peer)));
    }

    static List<PeerId> peers(int size) {
        return IntStream.rangeClosed(1, size).mapToObj(i -> PeerId.of("p" + i)).toList();
    }

    RoundAlgorithm<V> process(PeerId peer) {
        return Objects.requireNonNull(processes.get(peer));
    }

    Map<PeerId, Outcome<V>> run() {
        int rounds = processes.values().iterator().next().rounds();
        for (int round = 1; round <= rounds; round++) {
            round(round);
        }
        Map<PeerId, Outcome<V>> outcomes = new LinkedHashMap<>();
        processes.forEach((peer, process) -> outcomes.put(peer, process.outcome()));
        return outcomes;
    }

    /** How many messages were sent in each round. */
    List<Integer> messagesByRound() {
        return messagesByRound;
    }

    private void round(int round) {
        Map<PeerId, List<Received>> inboxes = new LinkedHashMap<>();
        processes.keySet().forEach(peer -> inboxes.put(peer, new ArrayList<>()));
        int messages = 0;
        for (Map.Entry<PeerId, RoundAlgorithm<V>> process : processes.entrySet()) {
            for (Send<AgreementMessage> send : process.getValue().begin(round)) {
                messages++;
                inboxes.computeIfAbsent(send.to(), peer -> new ArrayList<>())
                        .add(new Received(process.getKey(), send.message()));
            }
        }
        messagesByRound.add(messages);
        inboxes.forEach((peer, inbox) -> process(peer).end(round, inbox));
    }
}
