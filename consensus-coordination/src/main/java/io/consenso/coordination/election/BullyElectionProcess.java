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
import io.consenso.coordination.detector.HeartbeatDetector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One process of the bully election: Garcia-Molina, "Elections in a distributed computing system", 1982, section III, in the form with three messages that
 * textbooks give.
 *
 * <p>What is added: epochs, with which whoever knows a later one objects to an announcement; and a process that has announced itself leads only T later,
 * when every objection is there and whoever led before has given up. So in time, no two lead at once.
 */
final class BullyElectionProcess implements ElectionProcess<BullyMessage> {
    private final List<PeerId> peers;
    private final List<PeerId> smaller;
    private final List<PeerId> larger;
    private final PeerId self;
    private final BullyElectionOptions options;
    private final FailureDetector detector;

    private State state = State.WAITING;

    /** Who is followed. */
    private @Nullable PeerId leader;

    /** The last epoch that this process knows of. */
    private long epoch;

    /** In which epoch this process leads, or will, or the one that it follows does. */
    private long leaderEpoch;

    /** Has resigned and does not want to lead, until whoever leads instead is gone. */
    private boolean abstains;

    private long beatAtNanos = Long.MAX_VALUE;
    private long deadlineNanos = Long.MAX_VALUE;

    private enum State {
        /** Has asked the larger ones; leads if none answers within T. */
        ELECTING,
        /** A larger one lives; asks again if none announces itself within T'. */
        WAITING,
        /** Has told the smaller ones; leads in T. */
        ANNOUNCED,
        LEADING,
        FOLLOWING,
        /** Has resigned; begins an election if nobody is heard to lead for long. */
        ABSTAINING
    }

    BullyElectionProcess(PeerId self, List<PeerId> peers, BullyElectionOptions options) {
        this.peers = peers;
        this.self = self;
        this.options = options;
        smaller = peers.stream().filter(peer -> isLarger(self, peer)).toList();
        larger = peers.stream().filter(peer -> isLarger(peer, self)).toList();
        detector = new HeartbeatDetector(options.failureTimeout());
    }

    @Override
    public List<Send<BullyMessage>> start(long nowNanos) {
        return begin(nowNanos);
    }

    @Override
    public List<Send<BullyMessage>> receive(long nowNanos, PeerId from, BullyMessage message) {
        if (message instanceof BullyMessage.Election election) {
            return onElection(nowNanos, from, election.epoch());
        } else if (message instanceof BullyMessage.Answer answer) {
            return onAnswer(nowNanos, from, answer.epoch());
        } else if (message instanceof BullyMessage.Coordinator coordinator) {
            return onLeader(nowNanos, from, coordinator.epoch());
        } else if (message instanceof BullyMessage.Heartbeat heartbeat) {
            return onLeader(nowNanos, from, heartbeat.epoch());
        } else if (message instanceof BullyMessage.Resigned resigned) {
            return onResigned(nowNanos, from, resigned.epoch());
        }
        throw new IllegalStateException("no message of the bully election: " + message);
    }

    @Override
    public List<Send<BullyMessage>> tick(long nowNanos) {
        List<Send<BullyMessage>> sends = new ArrayList<>();
        if (isHead() && nowNanos >= beatAtNanos) {
            beatAtNanos = nowNanos + options.heartbeatInterval().toNanos();
            sends.addAll(Send.toEach(others(), new BullyMessage.Heartbeat(leaderEpoch)));
        }
        if (nowNanos >= changeAtNanos()) {
            sends.addAll(onTimeout(nowNanos));
        }
        return sends;
    }

    @Override
    public long wakeAtNanos() {
        return Math.min(isHead() ? beatAtNanos : Long.MAX_VALUE, changeAtNanos());
    }

    @Override
    public Optional<Leadership> leadership() {
        PeerId named = state == State.LEADING ? self : leader;
        return Optional.ofNullable(named).map(one -> new Leadership(one, leaderEpoch));
    }

    @Override
    public List<Send<BullyMessage>> stepDown(long nowNanos) {
        if (!isHead()) {
            return List.of();
        }
        abstains = true;
        become(
                State.ABSTAINING,
                nowNanos
                        + options.answerTimeout()
                                .plus(options.coordinatorTimeout())
                                .toNanos()
                        + options.failureTimeout().toNanos());
        return Send.toEach(others(), new BullyMessage.Resigned(leaderEpoch));
    }

    /** Begins an election: asks all that are larger; if there are none, announces itself at once. */
    List<Send<BullyMessage>> begin(long nowNanos) {
        abstains = false;
        if (larger.isEmpty()) {
            return announce(nowNanos);
        }
        become(State.ELECTING, nowNanos + options.answerTimeout().toNanos());
        return Send.toEach(larger, new BullyMessage.Election(epoch));
    }

    private List<Send<BullyMessage>> announce(long nowNanos) {
        epoch = Epochs.after(epoch, peers, self);
        leaderEpoch = epoch;
        become(State.ANNOUNCED, nowNanos + options.answerTimeout().toNanos());
        beatAtNanos = nowNanos + options.heartbeatInterval().toNanos();
        return Send.toEach(smaller, new BullyMessage.Coordinator(leaderEpoch));
    }

    private List<Send<BullyMessage>> onTimeout(long nowNanos) {
        return switch (state) {
            case ELECTING -> announce(nowNanos);
            case ANNOUNCED -> {
                become(State.LEADING, Long.MAX_VALUE);
                yield List.of();
            }
            case WAITING, FOLLOWING, ABSTAINING -> begin(nowNanos);
            case LEADING -> List.of();
        };
    }

    /** Whether this process has asked the larger ones, or was answered by one, and nobody has announced itself yet. */
    boolean isElecting() {
        return state == State.ELECTING || state == State.WAITING;
    }

    private List<Send<BullyMessage>> onElection(long nowNanos, PeerId from, long known) {
        epoch = Math.max(epoch, known);
        if (abstains || isLarger(from, self)) {
            return List.of();
        }
        List<Send<BullyMessage>> sends = new ArrayList<>();
        sends.add(new Send<>(from, new BullyMessage.Answer(epoch)));
        if (state == State.FOLLOWING || (isHead() && epoch > leaderEpoch)) {
            sends.addAll(begin(nowNanos));
        } else if (isHead()) {
            // An election that it begins would end like this one: it leads already.
            sends.add(new Send<>(from, new BullyMessage.Coordinator(leaderEpoch)));
        }
        return sends;
    }

    private List<Send<BullyMessage>> onAnswer(long nowNanos, PeerId from, long known) {
        epoch = Math.max(epoch, known);
        if (isHead() && known > leaderEpoch) {
            return begin(nowNanos);
        }
        if (state == State.ELECTING && isLarger(from, self)) {
            become(State.WAITING, nowNanos + options.coordinatorTimeout().toNanos());
        }
        return List.of();
    }

    /** That one announces itself or lives as the leader. */
    private List<Send<BullyMessage>> onLeader(long nowNanos, PeerId from, long its) {
        if (!Epochs.belongsTo(its, peers, from)) {
            return List.of();
        }
        if (isLarger(self, from) && !abstains) {
            return onSmallerLeader(nowNanos, its);
        }
        if (its < epoch) {
            // Of a smaller one than is followed here these are the last words: that one has told it, or will.
            boolean isOver = leader != null && isLarger(leader, from);
            return isOver ? List.of() : List.of(new Send<>(from, new BullyMessage.Answer(epoch)));
        }
        epoch = its;
        leaderEpoch = its;
        become(State.FOLLOWING, Long.MAX_VALUE);
        leader = from;
        detector.heard(from, nowNanos);
        return List.of();
    }

    /** A smaller one leads, and later than whoever led here, although this process lives and does not abstain. */
    private List<Send<BullyMessage>> onSmallerLeader(long nowNanos, long its) {
        epoch = Math.max(epoch, its);
        boolean isOver = (isHead() || state == State.FOLLOWING) && its > leaderEpoch;
        return isOver ? begin(nowNanos) : List.of();
    }

    private List<Send<BullyMessage>> onResigned(long nowNanos, PeerId from, long its) {
        return from.equals(leader) && its == leaderEpoch ? begin(nowNanos) : List.of();
    }

    private void become(State next, long until) {
        state = next;
        leader = null;
        deadlineNanos = until;
    }

    /** Whether this process has announced itself and was not replaced since. */
    private boolean isHead() {
        return state == State.ANNOUNCED || state == State.LEADING;
    }

    private long changeAtNanos() {
        return leader == null ? deadlineNanos : detector.suspectedAtNanos(leader);
    }

    private List<PeerId> others() {
        return peers.stream().filter(peer -> !peer.equals(self)).toList();
    }

    private static boolean isLarger(PeerId one, PeerId other) {
        return PeerOrder.BY_NAME.compare(one, other) > 0;
    }
}
