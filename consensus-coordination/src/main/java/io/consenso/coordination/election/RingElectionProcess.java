/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.election;

import io.consenso.PeerId;
import io.consenso.coordination.PeerOrder;
import io.consenso.coordination.Send;
import io.consenso.coordination.detector.FailureDetector;
import io.consenso.coordination.election.RingMessage.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One process of the election on a ring: Chang and Roberts, "An improved algorithm for decentralized extrema-finding in circular configurations
 * of processes", 1979.
 *
 * <p>What is added for processes that die and return: elections are numbered, a round that does not end is followed by another, the dead are
 * skipped, and a process that begins passes messages on but does not want to lead until it has listened: it knows of no leader yet, and
 * those before it may not know that it lives.
 */
final class RingElectionProcess implements ElectionProcess<RingMessage> {
    private final List<PeerId> ring;
    private final PeerId self;
    private final RingElectionOptions options;
    private final FailureDetector detector;

    private long round;
    private @Nullable PeerId leader;

    /** The largest candidate that was sent on in this round; there is one while this process is a participant. */
    private @Nullable PeerId largestSent;

    private boolean hasSentElected;
    private boolean abstains;
    private long beatAtNanos;
    private long electionAtNanos;

    RingElectionProcess(PeerId self, List<PeerId> ring, RingElectionOptions options) {
        this.ring = ring;
        this.self = self;
        this.options = options;
        detector = options.detector().get();
    }

    @Override
    public List<Send<RingMessage>> start(long nowNanos) {
        ring.stream().filter(peer -> !peer.equals(self)).forEach(peer -> detector.heard(peer, nowNanos));
        abstains = true;
        electionAtNanos = nowNanos + options.failureTimeout().toNanos();
        return beat(nowNanos);
    }

    @Override
    public List<Send<RingMessage>> receive(long nowNanos, PeerId from, RingMessage message) {
        detector.heard(from, nowNanos);
        if (message instanceof RingMessage.Election election) {
            return onElection(nowNanos, election);
        } else if (message instanceof RingMessage.Elected elected) {
            return onElected(nowNanos, elected);
        } else if (message instanceof RingMessage.Heartbeat heartbeat) {
            return onHeartbeat(nowNanos, from, heartbeat);
        }
        throw new IllegalStateException("no message of the ring: " + message);
    }

    @Override
    public List<Send<RingMessage>> tick(long nowNanos) {
        List<Send<RingMessage>> sends = new ArrayList<>();
        if (nowNanos >= beatAtNanos) {
            sends.addAll(beat(nowNanos));
        }
        if (nowNanos >= changeAtNanos()) {
            sends.addAll(begin(nowNanos));
        }
        return sends;
    }

    @Override
    public long wakeAtNanos() {
        return Math.min(beatAtNanos, changeAtNanos());
    }

    @Override
    public Optional<Leadership> leadership() {
        return Optional.ofNullable(leader).map(one -> new Leadership(one, Epochs.of(round, ring, one)));
    }

    /** The heart-beat that says so makes the others elect. This process abstains until one of them leads, or none of them can. */
    @Override
    public List<Send<RingMessage>> stepDown(long nowNanos) {
        if (!self.equals(leader)) {
            return List.of();
        }
        leader = null;
        abstains = true;
        electionAtNanos = nowNanos + options.electionTimeout().toNanos();
        return beat(nowNanos);
    }

    /** Begins an election: becomes a participant and sends its own id. */
    List<Send<RingMessage>> begin(long nowNanos) {
        enter(round + 1, nowNanos);
        abstains = false;
        return sendOn(nowNanos, self);
    }

    /** Whether this process has sent an election message in this round, which is not over yet. */
    boolean isParticipant() {
        return largestSent != null;
    }

    /** The number of the election that this process knows as the last. */
    long round() {
        return round;
    }

    /** All that decides what this process does next, its times apart. */
    @Override
    public String toString() {
        return "%s round=%s leader=%s sent=%s/%s abstains=%s"
                .formatted(self, round, leader, largestSent, hasSentElected, abstains);
    }

    private List<Send<RingMessage>> onElection(long nowNanos, RingMessage.Election election) {
        PeerId candidate = election.candidate();
        if (!ring.contains(candidate) || election.round() < round) {
            return List.of();
        }
        enter(election.round(), nowNanos);
        if (leader != null) {
            return List.of();
        }
        if (candidate.equals(self)) {
            // Not one that a former life of this process has sent.
            return self.equals(largestSent) ? lead(nowNanos) : List.of();
        }
        if (!isParticipant() && !abstains) {
            return sendOn(nowNanos, isLarger(candidate, self) ? candidate : self);
        }
        // The same one again has come round past a candidate that is dead.
        return largestSent == null || isLarger(candidate, largestSent) ? sendOn(nowNanos, candidate) : List.of();
    }

    private List<Send<RingMessage>> sendOn(long nowNanos, PeerId candidate) {
        largestSent = candidate;
        return sendNext(nowNanos, new RingMessage.Election(round, candidate));
    }

    private List<Send<RingMessage>> lead(long nowNanos) {
        follow(self);
        hasSentElected = true;
        return sendNext(nowNanos, new RingMessage.Elected(round, self));
    }

    private List<Send<RingMessage>> onElected(long nowNanos, RingMessage.Elected elected) {
        if (!ring.contains(elected.leader()) || elected.round() < round) {
            return List.of();
        }
        enter(elected.round(), nowNanos);
        if (elected.leader().equals(self) || hasSentElected) {
            return List.of();
        }
        follow(elected.leader());
        hasSentElected = true;
        return sendNext(nowNanos, elected);
    }

    private List<Send<RingMessage>> onHeartbeat(long nowNanos, PeerId from, RingMessage.Heartbeat heartbeat) {
        if (heartbeat.round() < round) {
            return List.of();
        }
        enter(heartbeat.round(), nowNanos);
        if (leader == null && heartbeat.standing() == Standing.LEADS) {
            follow(from);
        } else if (from.equals(leader) && heartbeat.standing() == Standing.ABSTAINS) {
            // It has resigned, or died and returned so soon that nobody noticed.
            return begin(nowNanos);
        }
        return List.of();
    }

    private void enter(long number, long nowNanos) {
        if (number > round) {
            round = number;
            leader = null;
            largestSent = null;
            hasSentElected = false;
            electionAtNanos = nowNanos + options.electionTimeout().toNanos();
        }
    }

    private void follow(PeerId elected) {
        leader = elected;
        largestSent = null;
        abstains = false;
    }

    /** To the next that is not suspected; who is alone is its own neighbour. */
    private List<Send<RingMessage>> sendNext(long nowNanos, RingMessage message) {
        PeerId next = PeerOrder.successor(ring, self);
        while (!next.equals(self) && detector.isSuspected(next, nowNanos)) {
            next = PeerOrder.successor(ring, next);
        }
        if (!next.equals(self)) {
            return List.of(new Send<>(next, message));
        }
        return message instanceof RingMessage.Election election ? onElection(nowNanos, election) : List.of();
    }

    private List<Send<RingMessage>> beat(long nowNanos) {
        beatAtNanos = nowNanos + options.heartbeatInterval().toNanos();
        Standing standing = self.equals(leader) ? Standing.LEADS : abstains ? Standing.ABSTAINS : Standing.TAKES_PART;
        return Send.toEach(
                ring.stream().filter(peer -> !peer.equals(self)).toList(), new RingMessage.Heartbeat(round, standing));
    }

    /** When an election is due: at once when the leader is silent for too long, and when none has come of the last one. */
    private long changeAtNanos() {
        if (leader == null) {
            return electionAtNanos;
        }
        return leader.equals(self) ? Long.MAX_VALUE : detector.suspectedAtNanos(leader);
    }

    private static boolean isLarger(PeerId one, PeerId other) {
        return PeerOrder.BY_NAME.compare(one, other) > 0;
    }
}
