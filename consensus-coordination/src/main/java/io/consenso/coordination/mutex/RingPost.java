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
import java.util.function.Predicate;

/** What was passed on and is not yet confirmed. */
final class RingPost {
    private final long timeoutNanos;
    private final Map<Long, Outgoing> outgoing = new LinkedHashMap<>();
    private long nextSerial;

    /** To whom, what, and until when a receipt must be here. */
    record Outgoing(PeerId to, RingMessage.Passed message, long untilNanos) {}

    RingPost(long firstSerial, long timeoutNanos) {
        nextSerial = firstSerial;
        this.timeoutNanos = timeoutNanos;
    }

    long nextSerial() {
        return nextSerial++;
    }

    Send<RingMessage> pass(long now, PeerId to, RingMessage.Passed message) {
        outgoing.put(message.serial(), new Outgoing(to, message, now + timeoutNanos));
        return new Send<>(to, message);
    }

    void confirmed(long serial) {
        outgoing.remove(serial);
    }

    /** Takes out what was not confirmed in time. */
    List<Outgoing> pollOverdue(long now) {
        return poll(each -> each.untilNanos() <= now);
    }

    /** Takes out what that member will not confirm any more. */
    List<Outgoing> pollTo(PeerId peer) {
        return poll(each -> each.to().equals(peer));
    }

    long wakeAtNanos() {
        return outgoing.values().stream().mapToLong(Outgoing::untilNanos).min().orElse(Long.MAX_VALUE);
    }

    private List<Outgoing> poll(Predicate<Outgoing> which) {
        List<Outgoing> polled =
                new ArrayList<>(outgoing.values().stream().filter(which).toList());
        polled.forEach(each -> outgoing.remove(each.message().serial()));
        return polled;
    }
}
