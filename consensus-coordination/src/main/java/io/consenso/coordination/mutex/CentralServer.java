/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.mutex;

import io.consenso.PeerId;
import io.consenso.coordination.Send;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The side that grants: for each resource a queue in the order of arrival and at most one grant.
 *
 * <p>It keeps nothing on disk. So it begins by asking all members what they hold, and grants nothing until all have answered, or until every
 * grant of a predecessor has ended by itself. Its tokens begin at an epoch that the members' answers name: each of them refuses what is
 * below, a grant of the predecessor that is still on its way among it.
 */
final class CentralServer {
    private final CentralServerOptions options;
    private final List<PeerId> members;
    private final long inquiry;
    private final Map<String, Resource> resources = new LinkedHashMap<>();
    private final Set<PeerId> unreported = new HashSet<>();
    private long lastToken;
    private long recoveredNanos;
    private long nextHeartbeatNanos;
    private boolean isRecovering = true;

    private record Claim(PeerId from, long request) {}

    private record Held(Claim claim, long token, long untilNanos) {}

    private static final class Resource {
        final Set<Claim> queue = new LinkedHashSet<>();

        @Nullable
        Held held;
    }

    /**
     * A server of these members, itself among them.
     *
     * @param inquiry names this life of the server
     */
    CentralServer(CentralServerOptions options, List<PeerId> members, long inquiry) {
        this.options = options;
        this.members = members;
        this.inquiry = inquiry;
    }

    List<Send<CentralMessage>> start(long now) {
        unreported.addAll(members);
        recoveredNanos = now + options.serverHoldNanos();
        nextHeartbeatNanos = now + options.heartbeatEvery().toNanos();
        return Send.toEach(members, new CentralMessage.Recover(inquiry));
    }

    List<Send<CentralMessage>> request(long now, PeerId from, CentralMessage.Request request) {
        lastToken = Math.max(lastToken, request.tokenSeen());
        Claim claim = new Claim(from, request.request());
        Resource resource = resources.computeIfAbsent(request.resource(), name -> new Resource());
        if (resource.held != null && resource.held.claim().equals(claim)) {
            // The grant was lost, or refused because it was one of another epoch.
            resource.held = null;
            return List.of(grant(now, request.resource(), resource, claim));
        }
        resource.queue.add(claim);
        if (nextHeartbeatNanos <= now) {
            nextHeartbeatNanos = now + options.heartbeatEvery().toNanos();
        }
        List<Send<CentralMessage>> sends = new ArrayList<>(grantNext(now, request.resource(), resource));
        if (resource.queue.contains(claim)) {
            sends.add(queued(resource, claim));
        }
        return sends;
    }

    List<Send<CentralMessage>> release(long now, PeerId from, CentralMessage.Release release) {
        @Nullable Resource resource = resources.get(release.resource());
        if (resource == null) {
            return List.of();
        }
        Claim claim = new Claim(from, release.request());
        resource.queue.remove(claim);
        if (resource.held != null && resource.held.claim().equals(claim)) {
            resource.held = null;
        }
        List<Send<CentralMessage>> sends = grantNext(now, release.resource(), resource);
        forgetUnused();
        return sends;
    }

    List<Send<CentralMessage>> report(long now, PeerId from, CentralMessage.Report report) {
        lastToken = Math.max(lastToken, report.tokenMin());
        if (!isRecovering || report.inquiry() != inquiry || !unreported.remove(from)) {
            return List.of();
        }
        for (CentralMessage.Holding holding : report.holdings()) {
            lastToken = Math.max(lastToken, holding.token());
            long until = now
                    + Math.min(
                            holding.remainingNanos()
                                    + 2 * options.messageDelayMax().toNanos(),
                            options.serverHoldNanos());
            resources.computeIfAbsent(holding.resource(), name -> new Resource()).held =
                    new Held(new Claim(from, holding.request()), holding.token(), until);
        }
        return unreported.isEmpty() ? recovered(now) : List.of();
    }

    List<Send<CentralMessage>> tick(long now) {
        List<Send<CentralMessage>> sends = new ArrayList<>();
        if (isRecovering && recoveredNanos <= now) {
            sends.addAll(recovered(now));
        }
        resources.forEach((name, resource) -> {
            if (resource.held != null && resource.held.untilNanos() <= now) {
                resource.held = null;
                sends.addAll(grantNext(now, name, resource));
            }
        });
        forgetUnused();
        if (nextHeartbeatNanos <= now) {
            nextHeartbeatNanos = now + options.heartbeatEvery().toNanos();
            sends.addAll(Send.toEach(unreported, new CentralMessage.Recover(inquiry)));
            resources.values().forEach(resource -> resource.queue.forEach(claim -> sends.add(queued(resource, claim))));
        }
        return sends;
    }

    long wakeAtNanos() {
        boolean isAnyoneWaiting = resources.values().stream().anyMatch(resource -> !resource.queue.isEmpty());
        long wakeAt = isRecovering ? recoveredNanos : Long.MAX_VALUE;
        for (Resource resource : resources.values()) {
            wakeAt = Math.min(wakeAt, resource.held == null ? Long.MAX_VALUE : resource.held.untilNanos());
        }
        return isAnyoneWaiting || isRecovering ? Math.min(wakeAt, nextHeartbeatNanos) : wakeAt;
    }

    private List<Send<CentralMessage>> recovered(long now) {
        isRecovering = false;
        unreported.clear();
        List<Send<CentralMessage>> sends = new ArrayList<>();
        resources.forEach((name, resource) -> sends.addAll(grantNext(now, name, resource)));
        return sends;
    }

    private List<Send<CentralMessage>> grantNext(long now, String name, Resource resource) {
        if (isRecovering || resource.held != null || resource.queue.isEmpty()) {
            return List.of();
        }
        Claim first = resource.queue.iterator().next();
        resource.queue.remove(first);
        return List.of(grant(now, name, resource, first));
    }

    private Send<CentralMessage> grant(long now, String name, Resource resource, Claim claim) {
        lastToken = FencingToken.next(lastToken);
        resource.held = new Held(claim, lastToken, now + options.serverHoldNanos());
        return new Send<>(claim.from(), new CentralMessage.Granted(claim.request(), name, lastToken));
    }

    private Send<CentralMessage> queued(Resource resource, Claim claim) {
        int ahead = resource.held == null ? 0 : 1;
        for (Claim each : resource.queue) {
            if (each.equals(claim)) {
                break;
            }
            ahead++;
        }
        return new Send<>(claim.from(), new CentralMessage.Queued(claim.request(), ahead, isRecovering, lastToken));
    }

    private void forgetUnused() {
        resources.values().removeIf(resource -> resource.held == null && resource.queue.isEmpty());
    }
}
