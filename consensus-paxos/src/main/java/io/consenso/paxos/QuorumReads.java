/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import io.consenso.PeerId;
import io.consenso.paxos.Message.ReadProbe;
import io.consenso.paxos.Message.ReadProbeReply;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * Linearizable reads without the leader (Charapko, Ailijiang, Demirbas: Linearizable Quorum Reads in Paxos, 2019): of so many voters that nothing can
 * be chosen without one of them, the highest slot in which any has voted. Whatever was answered to a client before the read began lies at or below
 * it; the read waits until everything up to there is chosen, so that what it saw once is not unseen by the next.
 */
final class QuorumReads {
    private final Node node;
    private final Learner learner;
    private final ArrayDeque<Round> rounds = new ArrayDeque<>();
    private List<Long> waiting = new ArrayList<>();
    private long nextProbe;

    /** Reads that ask together. */
    private static final class Round {
        final long probe;
        final List<Long> readIds;
        final long askedAt;
        final Set<PeerId> answered = new HashSet<>();
        long index;

        Round(long probe, List<Long> readIds, long askedAt) {
            this.probe = probe;
            this.readIds = readIds;
            this.askedAt = askedAt;
        }
    }

    QuorumReads(Node node, Learner learner) {
        this.node = node;
        this.learner = learner;
        nextProbe = node.nextRandom();
    }

    void add(long readId) {
        waiting.add(readId);
    }

    void onProbe(PeerId from, ReadProbe probe) {
        node.sendAfterPersist(
                from,
                new ReadProbeReply(probe.probe(), node.chosen(), node.records().last()));
    }

    void onReply(PeerId from, ReadProbeReply reply) {
        learner.knownAt(from, reply.chosen());
        for (Round round : rounds) {
            if (round.probe == reply.probe()) {
                answered(round, from, Math.max(reply.chosen(), reply.last()));
            }
        }
    }

    private static void answered(Round round, PeerId voter, long index) {
        round.answered.add(voter);
        round.index = Math.max(round.index, index);
    }

    /** Asks for those that wait, unless others are still asking, and grants what is due. */
    void beforePoll() {
        if (!waiting.isEmpty() && rounds.stream().allMatch(this::isAnswered)) {
            Round round = new Round(nextProbe++, waiting, node.now());
            waiting = new ArrayList<>();
            rounds.add(round);
            answered(round, node.self(), node.records().last());
            node.otherVoters().forEach(voter -> node.send(voter, new ReadProbe(round.probe)));
        }
        Iterator<Round> all = rounds.iterator();
        while (all.hasNext()) {
            Round round = all.next();
            if (isAnswered(round) && node.chosen() >= round.index) {
                round.readIds.forEach(readId -> node.outbox().grant(readId, round.index));
                all.remove();
            }
        }
    }

    private boolean isAnswered(Round round) {
        return node.quorums().meetsEveryQ2(round.answered);
    }

    /** Gives up what cannot be answered, so that it does not pile up. */
    void tick() {
        while (!rounds.isEmpty() && node.now() >= wakeAtNanos()) {
            node.outbox().refuseReads(rounds.remove().readIds);
        }
    }

    long wakeAtNanos() {
        return rounds.isEmpty() ? Long.MAX_VALUE : rounds.element().askedAt + 2 * node.electionTimeoutNanos();
    }
}
