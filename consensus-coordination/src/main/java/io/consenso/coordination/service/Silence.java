/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.service;

import io.consenso.coordination.service.proto.CoordinationCommand;
import io.consenso.coordination.service.proto.Expire;
import io.consenso.spi.Host;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Listens for signs of life of all sessions that hold or await something, as this replica applies them, and says whose lease is over by this
 * process's clock. A quarter is added to each lease: that is how much faster this clock may run than the holder's. A sign that is seen late,
 * or again after a restart, only makes it later.
 */
final class Silence {
    private static final long MILLIS = Duration.ofMillis(1).toNanos();

    private final Host host;
    private final Map<Long, Sign> signs = new ConcurrentSkipListMap<>();

    /** @param heardNanos when this replica applied it */
    private record Sign(long renewal, long heardNanos, long ttlNanos) {
        boolean isOver(long nowNanos) {
            return nowNanos - heardNanos > ttlNanos + ttlNanos / 4;
        }
    }

    Silence(Host host) {
        this.host = host;
    }

    /** Called while the command is applied. */
    void heard(long session, long renewal, long ttlMillis) {
        signs.put(session, new Sign(renewal, host.nanoTime(), ttlMillis * MILLIS));
    }

    void forget(long session) {
        signs.remove(session);
    }

    void forgetAll() {
        signs.clear();
    }

    boolean isEmpty() {
        return signs.isEmpty();
    }

    /** What to propose now. The same again only after another lease. */
    List<CoordinationCommand> overdue(long except) {
        long now = host.nanoTime();
        List<CoordinationCommand> commands = new ArrayList<>();
        signs.forEach((session, sign) -> {
            if (session != except && sign.isOver(now)) {
                commands.add(CoordinationCommand.newBuilder()
                        .setExpire(Expire.newBuilder().setSession(session).setRenewal(sign.renewal))
                        .build());
                // Unless it is heard meanwhile.
                signs.replace(session, sign, new Sign(sign.renewal, now, sign.ttlNanos));
            }
        });
        return commands;
    }
}
