/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import io.consenso.PeerId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A follower's reads, for which it asks the leader (6.4). All that came in one round share one request. Requests are numbered from a random
 * start: an answer to a request of an earlier life or of an earlier leader must not be taken for one to a newer request.
 */
final class ForwardedReads {
    private final Node node;
    private final Map<Long, Asked> asked = new LinkedHashMap<>();
    private List<Long> fresh = new ArrayList<>();
    private long nextRequest;

    private record Asked(List<Long> readIds, long atNanos) {}

    ForwardedReads(Node node) {
        this.node = node;
        nextRequest = node.nextRandom();
    }

    void add(long readId) {
        fresh.add(readId);
    }

    void forward(PeerId leader) {
        if (!fresh.isEmpty()) {
            long request = nextRequest++;
            asked.put(request, new Asked(fresh, node.now()));
            fresh = new ArrayList<>();
            node.send(leader, new Message.ReadIndexRequest(node.term(), request));
        }
    }

    void granted(long request, long index) {
        Asked answered = asked.remove(request);
        if (answered != null) {
            answered.readIds().forEach(readId -> node.outbox().grant(readId, index));
        }
    }

    void refused(long request) {
        Asked answered = asked.remove(request);
        if (answered != null) {
            node.outbox().refuseReads(answered.readIds());
        }
    }

    /** Gives up requests whose answer must be lost by now, so that they do not pile up. */
    void expire() {
        Iterator<Asked> oldestFirst = asked.values().iterator();
        while (oldestFirst.hasNext()) {
            Asked oldest = oldestFirst.next();
            if (node.now() - oldest.atNanos() < 2 * node.electionTimeoutNanos()) {
                return;
            }
            node.outbox().refuseReads(oldest.readIds());
            oldestFirst.remove();
        }
    }

    void refuseAll() {
        asked.values().forEach(waiting -> node.outbox().refuseReads(waiting.readIds()));
        asked.clear();
        node.outbox().refuseReads(fresh);
        fresh.clear();
    }
}
