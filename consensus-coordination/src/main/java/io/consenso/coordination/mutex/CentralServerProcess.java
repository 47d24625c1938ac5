/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.mutex;

import io.consenso.PeerId;
import io.consenso.coordination.Member;
import io.consenso.coordination.Send;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A member: the side that asks and, at the server, the one that grants. What these say to each other within the server is no message. */
final class CentralServerProcess implements MutexProcess<CentralMessage> {
    private final PeerId self;
    private final PeerId server;
    private final CentralClient client;
    private final Optional<CentralServer> granting;

    CentralServerProcess(Member member, CentralServerOptions options, long inquiry, MutexObserver observer) {
        self = member.self();
        server = options.server();
        client = new CentralClient(self, options, observer);
        granting = self.equals(server)
                ? Optional.of(new CentralServer(options, member.peers(), inquiry))
                : Optional.empty();
    }

    @Override
    public List<Send<CentralMessage>> start(long now) {
        return outside(now, granting.map(side -> side.start(now)).orElse(List.of()));
    }

    @Override
    public List<Send<CentralMessage>> acquire(long now, Request request) {
        return outside(now, client.acquire(now, request));
    }

    @Override
    public List<Send<CentralMessage>> release(long now, Grant grant) {
        return outside(now, client.release(grant));
    }

    @Override
    public List<Send<CentralMessage>> leave(long now) {
        return outside(now, client.leave());
    }

    @Override
    public List<Send<CentralMessage>> receive(long now, PeerId from, CentralMessage message) {
        return outside(now, dispatch(now, from, message));
    }

    @Override
    public List<Send<CentralMessage>> tick(long now) {
        List<Send<CentralMessage>> sends = new ArrayList<>(client.tick(now));
        granting.ifPresent(side -> sends.addAll(side.tick(now)));
        return outside(now, sends);
    }

    @Override
    public long wakeAtNanos() {
        return Math.min(
                client.wakeAtNanos(), granting.map(CentralServer::wakeAtNanos).orElse(Long.MAX_VALUE));
    }

    /** Delivers what is for this process itself, and what comes of that, and returns the rest. */
    private List<Send<CentralMessage>> outside(long now, List<Send<CentralMessage>> sends) {
        ArrayDeque<Send<CentralMessage>> due = new ArrayDeque<>(sends);
        List<Send<CentralMessage>> outside = new ArrayList<>();
        while (!due.isEmpty()) {
            Send<CentralMessage> send = due.remove();
            if (send.to().equals(self)) {
                due.addAll(dispatch(now, self, send.message()));
            } else {
                outside.add(send);
            }
        }
        return outside;
    }

    private List<Send<CentralMessage>> dispatch(long now, PeerId from, CentralMessage message) {
        return from.equals(server) && isFromServer(message)
                ? fromServer(now, message)
                : granting.map(side -> toServer(now, side, from, message)).orElse(List.of());
    }

    private static boolean isFromServer(CentralMessage message) {
        return message instanceof CentralMessage.Queued
                || message instanceof CentralMessage.Granted
                || message instanceof CentralMessage.Recover;
    }

    private List<Send<CentralMessage>> fromServer(long now, CentralMessage message) {
        if (message instanceof CentralMessage.Queued queued) {
            return client.queued(now, queued);
        } else if (message instanceof CentralMessage.Granted granted) {
            return client.granted(now, granted);
        } else if (message instanceof CentralMessage.Recover recover) {
            return client.recover(now, recover);
        }
        throw new IllegalArgumentException("nothing that a server says: " + message);
    }

    private static List<Send<CentralMessage>> toServer(
            long now, CentralServer side, PeerId from, CentralMessage message) {
        if (message instanceof CentralMessage.Request request) {
            return side.request(now, from, request);
        } else if (message instanceof CentralMessage.Release release) {
            return side.release(now, from, release);
        } else if (message instanceof CentralMessage.Report report) {
            return side.report(now, from, report);
        }
        // A grant by somebody who is not the server: that member was given other options.
        return List.of();
    }
}
