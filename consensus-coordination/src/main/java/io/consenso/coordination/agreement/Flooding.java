/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.agreement;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.coordination.Member;
import io.consenso.coordination.PeerOrder;
import io.consenso.coordination.Send;
import io.consenso.coordination.agreement.AgreementMessage.Proposals;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The algorithm of {@link SynchronousConsensus} at one process: FloodSet, which sends only what is new. */
final class Flooding implements RoundAlgorithm<Bytes> {
    private final PeerId self;
    private final List<PeerId> peers;
    private final List<PeerId> others;
    private final int rounds;
    private final Aggregation aggregation;
    private final Map<PeerId, Bytes> known = new TreeMap<>(PeerOrder.BY_NAME);
    private Map<PeerId, Bytes> learned = new LinkedHashMap<>();

    Flooding(Member member, int rounds, Aggregation aggregation) {
        this(member.self(), member.peers(), rounds, aggregation);
    }

    Flooding(PeerId self, List<PeerId> peers, int rounds, Aggregation aggregation) {
        this.self = self;
        this.peers = peers;
        this.others = peers.stream().filter(peer -> !peer.equals(self)).toList();
        this.rounds = rounds;
        this.aggregation = aggregation;
    }

    @Override
    public int rounds() {
        return rounds;
    }

    @Override
    public void propose(Bytes value) {
        learn(self, value);
    }

    @Override
    public List<Send<AgreementMessage>> begin(int round) {
        Map<PeerId, Bytes> news = learned;
        learned = new LinkedHashMap<>();
        return news.isEmpty() ? List.of() : Send.toEach(others, new Proposals(round, news));
    }

    @Override
    public int inboxMax(int round) {
        return 1;
    }

    @Override
    public void end(int round, List<Received> inbox) {
        for (Received received : inbox) {
            if (received.message() instanceof Proposals proposals) {
                proposals.values().forEach(this::learn);
            }
        }
    }

    @Override
    public Outcome<Bytes> outcome() {
        return new Outcome<>(
                known.isEmpty() ? Optional.empty() : Optional.of(aggregation.of(known.values())), List.of());
    }

    private void learn(PeerId proposer, Bytes value) {
        if (peers.contains(proposer) && known.putIfAbsent(proposer, value) == null) {
            learned.put(proposer, value);
        }
    }
}
