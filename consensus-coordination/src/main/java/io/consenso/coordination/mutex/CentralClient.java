/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.mutex;

import io.consenso.PeerId;
import io.consenso.coordination.Send;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The side that asks: its requests that wait at the server, what it holds, the largest token it has heard of. */
final class CentralClient {
    private final PeerId self;
    private final CentralServerOptions options;
    private final MutexObserver observer;
    private final Map<Long, Waiting> waiting = new LinkedHashMap<>();
    private final HeldGrants held = new HeldGrants();
    private long tokenSeen;
    private long inquiry;
    private boolean wasHeard;
    private long heardNanos;

    private static final class Waiting {
        final Request request;
        long askAgainNanos;
        boolean wasAnswered;
        int ahead;
        boolean isRecovering;

        Waiting(Request request) {
            this.request = request;
        }
    }

    CentralClient(PeerId self, CentralServerOptions options, MutexObserver observer) {
        this.self = self;
        this.options = options;
        this.observer = observer;
    }

    List<Send<CentralMessage>> acquire(long now, Request request) {
        Waiting wait = new Waiting(request);
        waiting.put(request.number(), wait);
        return List.of(ask(now, wait));
    }

    List<Send<CentralMessage>> release(Grant grant) {
        return held.remove(grant).map(this::releaseOf).map(List::of).orElse(List.of());
    }

    List<Send<CentralMessage>> leave() {
        List<Send<CentralMessage>> sends = new ArrayList<>();
        for (HeldGrants.Held each : held.all()) {
            sends.addAll(release(each.grant()));
        }
        for (Waiting wait : waiting.values()) {
            observer.failed(wait.request, new MutexException.Unavailable("closed"));
            sends.add(releaseOf(wait.request));
        }
        waiting.clear();
        return sends;
    }

    List<Send<CentralMessage>> queued(long now, CentralMessage.Queued queued) {
        heard(now, queued.tokenSeen());
        @Nullable Waiting wait = waiting.get(queued.request());
        if (wait != null) {
            wait.wasAnswered = true;
            wait.ahead = queued.ahead();
            wait.isRecovering = queued.isRecovering();
            wait.askAgainNanos = now + options.silenceNanos();
        }
        return List.of();
    }

    List<Send<CentralMessage>> granted(long now, CentralMessage.Granted granted) {
        heard(now, 0);
        @Nullable Waiting wait = waiting.get(granted.request());
        if (wait == null) {
            return isHeld(granted.request())
                    ? List.of()
                    // Given up, released, or asked for before this process crashed: the server need not wait for it.
                    : List.of(send(new CentralMessage.Release(granted.request(), granted.resource())));
        }
        if (FencingToken.epoch(granted.token()) < FencingToken.epoch(tokenSeen)) {
            // From a server of before: the one of now was told that this counts no more.
            return List.of(ask(now, wait));
        }
        tokenSeen = Math.max(tokenSeen, granted.token());
        waiting.remove(granted.request());
        Grant grant = new Grant(wait.request.resource(), self, granted.token());
        long until = now + options.holdMax().toNanos();
        held.add(new HeldGrants.Held(wait.request, grant, until));
        observer.granted(wait.request, grant, until);
        return List.of();
    }

    /** A server has started: it is told what is held here and whom it must serve; grants of its predecessors count no more. */
    List<Send<CentralMessage>> recover(long now, CentralMessage.Recover recover) {
        heard(now, 0);
        List<CentralMessage.Holding> holdings = held.all().stream()
                .map(each -> new CentralMessage.Holding(
                        each.request().number(),
                        each.grant().resource(),
                        each.grant().token(),
                        Math.max(0, each.untilNanos() - now)))
                .toList();
        List<Send<CentralMessage>> sends = new ArrayList<>();
        if (inquiry != recover.inquiry()) {
            inquiry = recover.inquiry();
            tokenSeen = FencingToken.nextEpoch(tokenSeen);
        }
        sends.add(send(new CentralMessage.Report(inquiry, tokenSeen, holdings)));
        waiting.values().forEach(wait -> sends.add(ask(now, wait)));
        return sends;
    }

    List<Send<CentralMessage>> tick(long now) {
        List<Send<CentralMessage>> sends = new ArrayList<>();
        for (HeldGrants.Held each : held.expired(now)) {
            observer.lost(each.grant());
            sends.addAll(release(each.grant()));
        }
        for (Waiting wait : List.copyOf(waiting.values())) {
            if (wait.request.deadlineNanos() <= now) {
                waiting.remove(wait.request.number());
                observer.failed(wait.request, new MutexException.TimedOut(explain(now, wait)));
                sends.add(releaseOf(wait.request));
            } else if (wait.askAgainNanos <= now) {
                sends.add(ask(now, wait));
            }
        }
        return sends;
    }

    long wakeAtNanos() {
        return waiting.values().stream()
                .mapToLong(wait -> Math.min(wait.askAgainNanos, wait.request.deadlineNanos()))
                .reduce(held.wakeAtNanos(), Math::min);
    }

    private String explain(long now, Waiting wait) {
        PeerId server = options.server();
        if (!wasHeard) {
            return "nothing was ever heard from the server " + server;
        }
        long silence = now - heardNanos;
        if (!wait.wasAnswered || silence > options.silenceNanos()) {
            return "nothing heard from the server " + server + " for " + Durations.millis(silence);
        }
        return wait.isRecovering
                ? "the server " + server + " lives and still learns who holds what"
                : "the server " + server + " lives, " + wait.ahead + " are served first";
    }

    private boolean isHeld(long request) {
        return held.all().stream().anyMatch(each -> each.request().number() == request);
    }

    private void heard(long now, long token) {
        wasHeard = true;
        heardNanos = now;
        tokenSeen = Math.max(tokenSeen, token);
    }

    private Send<CentralMessage> ask(long now, Waiting wait) {
        wait.askAgainNanos = now + options.silenceNanos();
        return send(new CentralMessage.Request(wait.request.number(), wait.request.resource(), tokenSeen));
    }

    private Send<CentralMessage> releaseOf(HeldGrants.Held each) {
        return releaseOf(each.request());
    }

    private Send<CentralMessage> releaseOf(Request request) {
        return send(new CentralMessage.Release(request.number(), request.resource()));
    }

    private Send<CentralMessage> send(CentralMessage message) {
        return new Send<>(options.server(), message);
    }
}
