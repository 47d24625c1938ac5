/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.mutex;

import io.consenso.PeerId;
import io.consenso.coordination.Member;
import io.consenso.coordination.PeerOrder;
import io.consenso.coordination.Send;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Ricart and Agrawala's algorithm (An Optimal Algorithm for Mutual Exclusion in Computer Networks, 1981), for many resources.
 *
 * <p><b>Why tokens grow.</b> The token of an entry is (T, id), its request's Lamport time and process, as one number. Let a and b be two
 * entries of one resource and (Ta, a) < (Tb, b). b entered with a's permission. When a's process gave it, then either it had already sent the
 * request Ta: as that comes first, b was deferred until a was over. Or it had not: but then its clock was past Tb as soon as it heard of b's
 * request, and Ta > Tb, a contradiction. So entries happen in the order of their tokens.
 *
 * <p>A process that restarts would break this with a clock that begins anew. So it asks nothing before all others that live have told it
 * their clocks: each is past every request that it has permitted, and past its own. So all entries of before, and all requests that wait,
 * come before its own, as long as one of those who permitted them lives on.
 */
final class RicartAgrawalaProcess implements MutexProcess<PermissionMessage> {
    private final PeerId self;
    private final List<PeerId> members;
    private final List<PeerId> others;
    private final RicartAgrawalaOptions options;
    private final long life;
    private final MutexObserver observer;
    private final Peers peers;
    private final WaitingRequests waiting = new WaitingRequests();
    private final Map<String, Permissions> asked = new LinkedHashMap<>();
    private final HeldGrants held = new HeldGrants();
    // Whom a reply is due to, and for which of its times, as soon as the resource is free here.
    private final Map<String, Map<PeerId, Long>> deferred = new LinkedHashMap<>();
    private long clock;
    private long nextHeartbeatNanos;

    RicartAgrawalaProcess(Member member, RicartAgrawalaOptions options, long life, MutexObserver observer) {
        self = member.self();
        members = member.peers();
        others = member.others();
        this.options = options;
        this.life = life;
        this.observer = observer;
        peers = new Peers(others, options.detector());
    }

    @Override
    public List<Send<PermissionMessage>> start(long now) {
        peers.start(now);
        nextHeartbeatNanos = now + options.heartbeatEvery().toNanos();
        return Send.toEach(others, new PermissionMessage.Join(life));
    }

    @Override
    public List<Send<PermissionMessage>> acquire(long now, Request request) {
        waiting.add(request);
        return proceed(now, request.resource());
    }

    @Override
    public List<Send<PermissionMessage>> release(long now, Grant grant) {
        if (held.remove(grant).isEmpty()) {
            return List.of();
        }
        List<Send<PermissionMessage>> sends = permitDeferred(grant.resource());
        sends.addAll(proceed(now, grant.resource()));
        return sends;
    }

    @Override
    public List<Send<PermissionMessage>> leave(long now) {
        waiting.all().forEach(request -> observer.failed(request, new MutexException.Unavailable("closed")));
        List<Send<PermissionMessage>> sends = new ArrayList<>();
        List.copyOf(deferred.keySet()).forEach(resource -> sends.addAll(permitDeferred(resource)));
        sends.addAll(Send.toEach(others, new PermissionMessage.Leave(life)));
        return sends;
    }

    @Override
    public List<Send<PermissionMessage>> receive(long now, PeerId from, PermissionMessage message) {
        peers.heard(from, now);
        if (message instanceof PermissionMessage.Request request) {
            return List.of(answer(now, from, request));
        } else if (message instanceof PermissionMessage.Reply reply) {
            return permitted(now, from, reply);
        } else if (message instanceof PermissionMessage.Deferred notice) {
            permissions(notice.resource(), notice.time()).ifPresent(each -> each.defer(from, now));
            return List.of();
        } else if (message instanceof PermissionMessage.Join join) {
            return joined(now, from, join);
        } else if (message instanceof PermissionMessage.Welcome welcome) {
            return welcomed(now, from, welcome);
        } else if (message instanceof PermissionMessage.Alive) {
            return List.of();
        } else if (message instanceof PermissionMessage.Leave leave) {
            peers.left(from, leave.life());
            deferred.values().forEach(each -> each.remove(from));
            return proceed(now);
        }
        throw new IllegalArgumentException("no such message: " + message);
    }

    @Override
    public List<Send<PermissionMessage>> tick(long now) {
        List<Send<PermissionMessage>> sends = new ArrayList<>();
        for (HeldGrants.Held each : held.expired(now)) {
            // Told first: the release may grant the next request of this process at once.
            observer.lost(each.grant());
            sends.addAll(release(now, each.grant()));
        }
        for (Request request : waiting.pollExpired(now)) {
            observer.failed(request, new MutexException.TimedOut(explain(now, request)));
            sends.addAll(withdraw(request));
        }
        if (nextHeartbeatNanos <= now) {
            nextHeartbeatNanos = now + options.heartbeatEvery().toNanos();
            sends.addAll(heartbeat(now));
        }
        // Somebody may be suspected by now.
        sends.addAll(proceed(now));
        return sends;
    }

    @Override
    public long wakeAtNanos() {
        boolean isBeating = options.detector().isPresent()
                || !peers.unwelcoming().isEmpty()
                || !asked.isEmpty()
                || deferred.values().stream().anyMatch(each -> !each.isEmpty());
        long wakeAt = Math.min(held.wakeAtNanos(), waiting.wakeAtNanos());
        return isBeating ? Math.min(wakeAt, nextHeartbeatNanos) : wakeAt;
    }

    private List<Send<PermissionMessage>> proceed(long now) {
        List<Send<PermissionMessage>> sends = new ArrayList<>();
        waiting.resources().forEach(resource -> sends.addAll(proceed(now, resource)));
        return sends;
    }

    /** Asks for what waits first, unless it is held here or asked for already, and enters when nobody's permission is missing. */
    private List<Send<PermissionMessage>> proceed(long now, String resource) {
        List<Send<PermissionMessage>> sends = new ArrayList<>();
        Optional<Request> first = waiting.first(resource);
        if (first.isEmpty() || held.contains(resource) || !peers.missing(now).isEmpty()) {
            return sends;
        }
        @Nullable Permissions permissions = asked.get(resource);
        if (permissions == null) {
            clock++;
            permissions = new Permissions(first.get(), clock, others, now);
            asked.put(resource, permissions);
            restartHeartbeat(now);
            sends.addAll(Send.toEach(others, new PermissionMessage.Request(clock, resource)));
        }
        if (permissions.missing().stream().allMatch(peer -> peers.isLeftOut(peer, now))) {
            enter(now, permissions);
        }
        return sends;
    }

    private void enter(long now, Permissions permissions) {
        String resource = permissions.request.resource();
        asked.remove(resource);
        waiting.poll(resource);
        long token = Math.addExact(Math.multiplyExact(permissions.time, members.size()), members.indexOf(self));
        Grant grant = new Grant(resource, self, token);
        long until = now + options.holdMax().toNanos();
        held.add(new HeldGrants.Held(permissions.request, grant, until));
        observer.granted(permissions.request, grant, until);
    }

    private Send<PermissionMessage> answer(long now, PeerId from, PermissionMessage.Request request) {
        clock = Math.max(clock, request.time()) + 1;
        String resource = request.resource();
        if (!held.contains(resource) && !comesFirst(resource, from, request.time())) {
            return new Send<>(from, new PermissionMessage.Reply(request.time(), resource));
        }
        restartHeartbeat(now);
        deferred.computeIfAbsent(resource, name -> new LinkedHashMap<>()).merge(from, request.time(), Math::max);
        return new Send<>(from, new PermissionMessage.Deferred(request.time(), resource));
    }

    /** Whether this process has asked for the resource with a lower (T, id) than that. */
    private boolean comesFirst(String resource, PeerId from, long time) {
        @Nullable Permissions own = asked.get(resource);
        if (own == null) {
            return false;
        }
        return own.time != time ? own.time < time : PeerOrder.BY_NAME.compare(self, from) < 0;
    }

    private List<Send<PermissionMessage>> permitted(long now, PeerId from, PermissionMessage.Reply reply) {
        permissions(reply.resource(), reply.time()).ifPresent(each -> each.give(from));
        return proceed(now, reply.resource());
    }

    private Optional<Permissions> permissions(String resource, long time) {
        return Optional.ofNullable(asked.get(resource)).filter(each -> each.time == time);
    }

    /** What the sender's earlier life was asked, it does not know; and what it has asked counts no more. */
    private List<Send<PermissionMessage>> joined(long now, PeerId from, PermissionMessage.Join join) {
        peers.joined(from, join.life());
        deferred.values().forEach(each -> each.remove(from));
        List<Send<PermissionMessage>> sends = new ArrayList<>();
        sends.add(new Send<>(from, new PermissionMessage.Welcome(join.life(), life, clock)));
        if (!peers.hasWelcomed(from)) {
            sends.add(new Send<>(from, new PermissionMessage.Join(life)));
        }
        asked.forEach((resource, permissions) -> {
            if (permissions.missing().contains(from)) {
                permissions.asked(from, now);
                sends.add(new Send<>(from, new PermissionMessage.Request(permissions.time, resource)));
            }
        });
        return sends;
    }

    private List<Send<PermissionMessage>> welcomed(long now, PeerId from, PermissionMessage.Welcome welcome) {
        if (welcome.newcomer() != life) {
            return List.of();
        }
        clock = Math.max(clock, welcome.clock());
        peers.welcomed(from, welcome.life());
        return proceed(now);
    }

    private List<Send<PermissionMessage>> withdraw(Request request) {
        @Nullable Permissions permissions = asked.get(request.resource());
        if (permissions == null || !permissions.request.equals(request)) {
            return List.of();
        }
        asked.remove(request.resource());
        return permitDeferred(request.resource());
    }

    private List<Send<PermissionMessage>> permitDeferred(String resource) {
        List<Send<PermissionMessage>> sends = new ArrayList<>();
        Map<PeerId, Long> due = deferred.remove(resource);
        if (due != null) {
            due.forEach((peer, time) -> sends.add(new Send<>(peer, new PermissionMessage.Reply(time, resource))));
        }
        return sends;
    }

    private List<Send<PermissionMessage>> heartbeat(long now) {
        List<Send<PermissionMessage>> sends = new ArrayList<>();
        sends.addAll(Send.toEach(peers.unwelcoming(), new PermissionMessage.Join(life)));
        asked.forEach((resource, permissions) -> {
            for (PeerId peer : permissions.silent(2 * options.heartbeatEvery().toNanos(), now)) {
                sends.add(new Send<>(peer, new PermissionMessage.Request(permissions.time, resource)));
            }
        });
        deferred.forEach((resource, due) -> due.forEach(
                (peer, time) -> sends.add(new Send<>(peer, new PermissionMessage.Deferred(time, resource)))));
        if (options.detector().isPresent()) {
            sends.addAll(Send.toEach(others, new PermissionMessage.Alive()));
        }
        return sends;
    }

    private void restartHeartbeat(long now) {
        if (nextHeartbeatNanos <= now) {
            nextHeartbeatNanos = now + options.heartbeatEvery().toNanos();
        }
    }

    private String explain(long now, Request request) {
        @Nullable Permissions permissions = asked.get(request.resource());
        if (permissions == null && peers.missing(now).isEmpty()) {
            return "this process itself holds " + request.resource();
        }
        List<PeerId> missing = permissions == null ? peers.missing(now) : permissions.missing();
        TreeSet<PeerId> busy = new TreeSet<>(PeerOrder.BY_NAME);
        List<String> silent = new ArrayList<>();
        for (PeerId peer : missing) {
            long silence = peers.silenceNanos(peer, now);
            if (silence > options.silenceNanos() || permissions == null || !permissions.isDeferring(peer)) {
                silent.add("nothing heard from " + peer + " for " + Durations.millis(silence));
            } else {
                busy.add(peer);
            }
        }
        if (!busy.isEmpty()) {
            silent.add(0, busy + " live and come first");
        }
        return String.join(", ", silent);
    }
}
