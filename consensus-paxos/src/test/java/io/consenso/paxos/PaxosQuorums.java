/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import io.consenso.Membership;
import io.consenso.PeerId;
import io.consenso.engine.EngineFactory;
import io.consenso.engine.Progress;
import io.consenso.engine.Ready;
import io.consenso.engine.Role;
import io.consenso.spi.Log;
import io.consenso.spi.LogView;
import io.consenso.testkit.engine.EngineObserver;
import io.consenso.testkit.engine.Observers;
import io.consenso.testkit.engine.Violations;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who decides has asked a quorum, seen where it happens and not by the harm that follows, which takes much more to come about.
 *
 * <ul>
 *   <li><b>election</b>: promises of a phase 1 quorum left for a leader, in its own ballot
 *   <li><b>read round</b>: a leader grants a read, its own or a follower's, when so many have answered a heartbeat that was sent after the read
 *       was asked for, in the leader's own ballot, that nobody else can have been elected
 *   <li><b>read probe</b>: who grants a read without leading was told so by the leader, or has asked so many voters since the read was asked for
 *       that nothing can have been chosen without one of them, and reads no less than they hold
 * </ul>
 */
@SuppressWarnings("exports") // the messages are this engine's own
public final class PaxosQuorums implements EngineObserver<Message> {
    private final Violations violations = new Violations();
    private final Map<Long, Set<PeerId>> promises = new HashMap<>();
    private final Map<PeerId, Reader> readers = new TreeMap<>();
    private IntUnaryOperator q1 = PaxosQuorums::majority;
    private IntUnaryOperator q2 = PaxosQuorums::majority;
    private long event;

    /** What was seen of a replica in its present life. */
    private static final class Reader {
        Membership membership;
        long leads = -1;
        final Map<Long, Long> readsAsked = new HashMap<>();
        final Map<String, Long> requests = new HashMap<>();
        final Map<Long, Long> roundsSent = new HashMap<>();
        final Map<PeerId, Long> answered = new TreeMap<>();
        final Map<Long, Probe> probes = new HashMap<>();
        long toldIndex = -1;

        Reader(Membership membership) {
            this.membership = membership;
        }

        /** Everybody who has answered a heartbeat sent at that moment or later, this replica included. */
        Set<PeerId> heardSince(PeerId self, long moment) {
            Set<PeerId> heard = new TreeSet<>();
            answered.forEach((peer, at) -> {
                if (at >= moment) {
                    heard.add(peer);
                }
            });
            heard.add(self);
            return heard;
        }
    }

    /** A question to all voters, when it was asked, and what came back. */
    private static final class Probe {
        final long sentAt;
        final Set<PeerId> answered = new TreeSet<>();
        long last;

        Probe(PeerId self, long sentAt) {
            this.sentAt = sentAt;
            answered.add(self);
        }
    }

    /** With nothing seen yet. */
    PaxosQuorums() {}

    /** These, with {@link PaxosInvariants}, for majorities. */
    public static EngineObserver<Message> watching(Function<PeerId, ? extends Log> durable) {
        return watching(durable, PaxosQuorums::majority, PaxosQuorums::majority);
    }

    /** The same, where so many of so many voters make a phase 1 and a phase 2 quorum. */
    public static EngineObserver<Message> watching(
            Function<PeerId, ? extends Log> durable, IntUnaryOperator q1OfN, IntUnaryOperator q2OfN) {
        return Observers.of(
                List.of(new PaxosInvariants(durable).quorums(q1OfN, q2OfN), new PaxosQuorums().quorums(q1OfN, q2OfN)));
    }

    /** How many of so many voters a phase 1 and a phase 2 quorum take, if not a majority. */
    PaxosQuorums quorums(IntUnaryOperator q1OfN, IntUnaryOperator q2OfN) {
        q1 = q1OfN;
        q2 = q2OfN;
        return this;
    }

    private static int majority(int voters) {
        return voters / 2 + 1;
    }

    Violations violations() {
        return violations;
    }

    @Override
    public void booted(PeerId self, EngineFactory.Boot boot) {
        readers.put(
                self, new Reader(boot.snapshot().map(meta -> meta.membership()).orElse(boot.initial())));
    }

    @Override
    public void readAsked(PeerId self, long readId) {
        reader(self).readsAsked.put(readId, ++event);
    }

    @Override
    public void received(PeerId self, PeerId from, Message message) {
        Reader reader = reader(self);
        if (message instanceof Message.ReadIndexRequest request) {
            reader.requests.putIfAbsent(from + " " + request.request(), ++event);
        } else if (message instanceof Message.HeartbeatReply reply && reply.ballot() == reader.leads) {
            reader.answered.merge(from, reader.roundsSent.getOrDefault(reply.round(), 0L), Math::max);
        } else if (message instanceof Message.ReadIndexReply reply) {
            reader.toldIndex = Math.max(reader.toldIndex, reply.index());
        } else if (message instanceof Message.ReadProbeReply reply) {
            Probe probe = reader.probes.get(reply.probe());
            if (probe != null && probe.answered.add(from)) {
                probe.last = Math.max(probe.last, Math.max(reply.last(), reply.chosen()));
            }
        }
    }

    @Override
    public void polled(PeerId self, Ready<Message> ready, LogView log) {
        Reader reader = reader(self);
        Progress progress = ready.progress();
        reader.membership = progress.membership();
        if (progress.role() == Role.LEADER && reader.leads != progress.epoch()) {
            checkElected(self, progress);
            reader.leads = progress.epoch();
            reader.roundsSent.clear();
            reader.answered.clear();
        }
        progress.reads().forEach(grant -> checkGrant(self, reader, progress, grant));
        progress.readsRefused().forEach(reader.readsAsked::remove);
        ready.sendNow().forEach(send -> answers(self, reader, send));
        ready.sendNow().forEach(send -> asks(self, reader, send.message()));
    }

    private void answers(PeerId self, Reader reader, Ready.Send<Message> send) {
        if (send.message() instanceof Message.ReadIndexReply reply) {
            Set<PeerId> heard = heard(self, reader, reader.requests.get(send.to() + " " + reply.request()));
            check(
                    isAgainstElections(reader.membership, heard),
                    "read round",
                    () -> self + ", leader of " + Ballot.toString(reader.leads) + ", says " + reply
                            + "; since it was asked answered " + heard);
        }
    }

    private void asks(PeerId self, Reader reader, Message message) {
        if (message instanceof Message.Heartbeat heartbeat) {
            reader.roundsSent.putIfAbsent(heartbeat.round(), ++event);
        } else if (message instanceof Message.ReadProbe probe) {
            reader.probes.computeIfAbsent(probe.probe(), asked -> new Probe(self, ++event));
        }
    }

    private void checkElected(PeerId self, Progress progress) {
        Set<PeerId> voters = new TreeSet<>(promises.getOrDefault(progress.epoch(), Set.of()));
        voters.add(self);
        int needed = q1.applyAsInt(progress.membership().voters().size());
        check(
                count(progress.membership(), voters) >= needed,
                "election",
                () -> self + " leads under " + Ballot.toString(progress.epoch()) + " with the promises of " + voters
                        + " of " + progress.membership());
    }

    private void checkGrant(PeerId self, Reader reader, Progress progress, Progress.ReadGrant grant) {
        Long askedAt = reader.readsAsked.remove(grant.readId());
        Set<PeerId> heard = heard(self, reader, askedAt);
        // It may have lost the leadership since, in the same round.
        boolean isRound = reader.leads >= 0 && isAgainstElections(reader.membership, heard);
        boolean isTold = progress.role() != Role.LEADER && grant.atIndex() <= reader.toldIndex;
        check(
                isRound || isTold || isProbed(self, reader, askedAt, grant.atIndex()),
                progress.role() == Role.LEADER ? "read round" : "read probe",
                () -> self + ", " + progress.role() + " under " + Ballot.toString(progress.epoch()) + ", grants "
                        + grant + "; since it was asked answered " + heard + ", told was " + reader.toldIndex);
    }

    private static Set<PeerId> heard(PeerId self, Reader reader, @Nullable Long askedAt) {
        return askedAt == null ? Set.of() : reader.heardSince(self, askedAt);
    }

    private boolean isProbed(PeerId self, Reader reader, @Nullable Long askedAt, long index) {
        int voters = reader.membership.voters().size();
        int needed = voters - q2.applyAsInt(voters) + 1;
        if (needed == 1 && reader.membership.isVoter(self)) {
            return true;
        }
        return askedAt != null
                && reader.probes.values().stream()
                        .anyMatch(probe -> probe.sentAt > askedAt
                                && probe.last <= index
                                && count(reader.membership, probe.answered) >= needed);
    }

    /** Whether nobody can have been elected without one of these. */
    private boolean isAgainstElections(Membership membership, Set<PeerId> peers) {
        int voters = membership.voters().size();
        return count(membership, peers) > voters - q1.applyAsInt(voters);
    }

    /** By itself, not by the code that is under test. */
    private static long count(Membership membership, Set<PeerId> peers) {
        return peers.stream().filter(membership::isVoter).count();
    }

    @Override
    public void leaves(PeerId from, PeerId to, Message message) {
        if (message instanceof Message.Promise promise && promise.last() == Long.MAX_VALUE) {
            promises.computeIfAbsent(promise.ballot(), ballot -> new TreeSet<>())
                    .add(from);
        }
    }

    private Reader reader(PeerId self) {
        Reader reader = readers.get(self);
        if (reader == null) {
            throw new IllegalStateException(self + " was not seen to boot");
        }
        return reader;
    }

    private void check(boolean holds, String invariant, Supplier<String> seen) {
        if (!holds) {
            violations.found(invariant, seen.get());
        }
    }
}
