/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.engine.parts;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A follower's reads, for which it asks the leader (Raft dissertation, 6.4). All that came in one round share one request. Requests are numbered
 * from a random start: an answer to a request of an earlier life or of an earlier leader must not be taken for one to a newer request.
 */
public final class ForwardedReads {
    private final Outbox<?> outbox;
    private final Map<Long, Asked> asked = new LinkedHashMap<>();
    private List<Long> fresh = new ArrayList<>();
    private long nextRequest;

    private record Asked(List<Long> readIds, long atNanos) {}

    /**
     * For the time under one leader.
     *
     * @param outbox where grants and refusals go
     * @param firstRequest the number of the first request, drawn at random
     */
    public ForwardedReads(Outbox<?> outbox, long firstRequest) {
        this.outbox = outbox;
        nextRequest = firstRequest;
    }

    /** The read goes with the next request. */
    public void add(long readId) {
        fresh.add(readId);
    }

    /** The number of a request to be sent to the leader at that time, for all reads that came since the last one; empty when none did. */
    public OptionalLong forward(long nowNanos) {
        if (fresh.isEmpty()) {
            return OptionalLong.empty();
        }
        long request = nextRequest++;
        asked.put(request, new Asked(fresh, nowNanos));
        fresh = new ArrayList<>();
        return OptionalLong.of(request);
    }

    /** The leader answers with a read index. A request that is not open any more, or never was, is ignored. */
    public void granted(long request, long index) {
        Asked answered = asked.remove(request);
        if (answered != null) {
            answered.readIds().forEach(readId -> outbox.grant(readId, index));
        }
    }

    /** The leader cannot tell. A request that is not open any more, or never was, is ignored. */
    public void refused(long request) {
        Asked answered = asked.remove(request);
        if (answered != null) {
            outbox.refuseReads(answered.readIds());
        }
    }

    /** Gives up requests sent at that time or before, whose answers must be lost by now, so that they do not pile up. */
    public void expire(long askedBeforeNanos) {
        Iterator<Asked> oldestFirst = asked.values().iterator();
        while (oldestFirst.hasNext()) {
            Asked oldest = oldestFirst.next();
            if (oldest.atNanos() - askedBeforeNanos > 0) {
                return;
            }
            outbox.refuseReads(oldest.readIds());
            oldestFirst.remove();
        }
    }

    /** The leader is gone. */
    public void refuseAll() {
        asked.values().forEach(waiting -> outbox.refuseReads(waiting.readIds()));
        asked.clear();
        outbox.refuseReads(fresh);
        fresh.clear();
    }
}
