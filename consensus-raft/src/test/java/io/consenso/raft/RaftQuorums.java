/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import io.consenso.Membership;
import io.consenso.PeerId;
import io.consenso.engine.EngineFactory;
import io.consenso.engine.Progress;
import io.consenso.engine.Ready;
import io.consenso.engine.Role;
import io.consenso.spi.Log;
import io.consenso.spi.LogPosition;
import io.consenso.spi.LogView;
import io.consenso.testkit.engine.EngineObserver;
import io.consenso.testkit.engine.Observers;
import io.consenso.testkit.engine.Violations;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who decides has asked a majority, seen where it happens and not by the harm that follows, which takes much more to come about.
 *
 * <ul>
 *   <li><b>election</b>: a majority of votes for a leader left their voters, in its own term (3.4)
 *   <li><b>candidacy</b>: what a candidate says of its log is true (3.6.1)
 *   <li><b>read round</b>: a leader grants a read, its own or a follower's, when a majority has answered a heartbeat that was sent after the
 *       read was asked for, in the leader's own term (6.4)
 * </ul>
 */
@SuppressWarnings("exports") // the messages are this engine's own
public final class RaftQuorums implements EngineObserver<Message> {
    private final Violations violations = new Violations();
    private final Map<Long, Map<PeerId, Set<PeerId>>> votes = new HashMap<>();
    private final Map<PeerId, Server> servers = new TreeMap<>();
    private long event;

    /** What was seen of a server in its present life. */
    private static final class Server {
        Membership membership;
        long leads = -1;
        final Map<Long, Long> readsAsked = new HashMap<>();
        final Map<String, Long> requests = new HashMap<>();
        final Map<Long, Long> roundsSent = new HashMap<>();
        final Map<PeerId, Long> answered = new TreeMap<>();

        Server(Membership membership) {
            this.membership = membership;
        }

        /** Everybody who has answered a heartbeat sent at that moment or later, this server included. */
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

    /** With nothing seen yet. */
    RaftQuorums() {}

    /** These, with {@link RaftInvariants}. */
    public static EngineObserver<Message> watching(Function<PeerId, ? extends Log> durable) {
        return Observers.of(List.of(new RaftInvariants(durable), new RaftQuorums()));
    }

    Violations violations() {
        return violations;
    }

    @Override
    public void booted(PeerId self, EngineFactory.Boot boot) {
        Membership membership = boot.snapshot().map(meta -> meta.membership()).orElse(boot.initial());
        servers.put(self, new Server(membership));
    }

    @Override
    public void readAsked(PeerId self, long readId) {
        server(self).readsAsked.put(readId, ++event);
    }

    @Override
    public void received(PeerId self, PeerId from, Message message) {
        Server server = server(self);
        if (message instanceof Message.ReadIndexRequest request) {
            server.requests.putIfAbsent(from + " " + request.request(), ++event);
        } else if (message instanceof Message.HeartbeatReply reply && reply.term() == server.leads) {
            long sent = server.roundsSent.getOrDefault(reply.round(), 0L);
            server.answered.merge(from, sent, Math::max);
        }
    }

    @Override
    public void polled(PeerId self, Ready<Message> ready, LogView log) {
        Server server = server(self);
        Progress progress = ready.progress();
        server.membership = progress.membership();
        boolean isLeader = progress.role() == Role.LEADER;
        if (isLeader && server.leads != progress.epoch()) {
            checkElected(self, progress);
            server.leads = progress.epoch();
            server.roundsSent.clear();
            server.answered.clear();
        }
        if (isLeader) {
            progress.reads().forEach(grant -> checkRound(self, server, server.readsAsked.get(grant.readId()), grant));
        }
        for (Ready.Send<Message> send : ready.sendNow()) {
            if (send.message() instanceof Message.ReadIndexReply reply) {
                checkRound(self, server, server.requests.get(send.to() + " " + reply.request()), reply);
            }
        }
        for (Ready.Send<Message> send : ready.sendNow()) {
            if (send.message() instanceof Message.Heartbeat heartbeat) {
                server.roundsSent.putIfAbsent(heartbeat.round(), ++event);
            }
        }
        if (progress.role() == Role.CANDIDATE) {
            checkCandidacy(self, progress, ready.sendNow(), log);
            checkCandidacy(self, progress, ready.sendAfterPersist(), log);
        }
    }

    private void checkCandidacy(PeerId self, Progress progress, List<Ready.Send<Message>> sends, LogView log) {
        for (Ready.Send<Message> send : sends) {
            if (send.message().term() == progress.epoch()
                    && send.message() instanceof Message.Solicitation solicitation) {
                LogPosition last = solicitation.last();
                // A snapshot that was installed between the message and the poll has replaced the log that the message
                // tells of.
                boolean isReplaced = last.index() < log.floor().index();
                check(
                        isReplaced || log.epochAt(last.index()).equals(OptionalLong.of(last.epoch())),
                        "candidacy",
                        () -> self + " says " + solicitation + ", in its log is term " + log.epochAt(last.index()));
            }
        }
    }

    private void checkElected(PeerId self, Progress progress) {
        Set<PeerId> voters =
                new TreeSet<>(votes.getOrDefault(progress.epoch(), Map.of()).getOrDefault(self, Set.of()));
        voters.add(self);
        check(
                isMajority(progress.membership(), voters),
                "election",
                () -> self + " leads in term " + progress.epoch() + " with the votes of " + voters + " of "
                        + progress.membership());
    }

    private void checkRound(PeerId self, Server server, @Nullable Long askedAt, Object grant) {
        Set<PeerId> heard = askedAt == null ? Set.of() : server.heardSince(self, askedAt);
        check(
                isMajority(server.membership, heard),
                "read round",
                () -> self + ", leader of term " + server.leads + ", says " + grant + "; since it was asked answered "
                        + heard);
    }

    /** By itself, not by the code that is under test. */
    private static boolean isMajority(Membership membership, Set<PeerId> peers) {
        long voters = peers.stream().filter(membership::isVoter).count();
        return 2 * voters > membership.voters().size();
    }

    @Override
    public void leaves(PeerId from, PeerId to, Message message) {
        if (message instanceof Message.VoteReply reply && reply.granted()) {
            votes.computeIfAbsent(reply.term(), term -> new TreeMap<>())
                    .computeIfAbsent(to, candidate -> new TreeSet<>())
                    .add(from);
        }
    }

    private Server server(PeerId self) {
        Server server = servers.get(self);
        if (server == null) {
            throw new IllegalStateException(self + " was not seen to boot");
        }
        return server;
    }

    private void check(boolean holds, String invariant, Supplier<String> seen) {
        if (!holds) {
            violations.found(invariant, seen.get());
        }
    }
}
