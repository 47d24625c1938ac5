/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.runtime;

import io.consenso.Bytes;
import io.consenso.engine.Engine;
import io.consenso.engine.Progress;
import io.consenso.engine.Role;
import io.consenso.spi.Entry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The leader's part in forming entries: everything that waits, from here and from other replicas, goes into one entry; while enough entries
 * are in flight, the next one grows. So batches are as large as the load, and a command alone leaves at once. Loop lane only.
 */
final class Ordering {
    private static final int ENTRIES_IN_FLIGHT_MAX = 2;

    private final Replica.Parts parts;
    private final Proposals proposals;
    private final OwnSession own;
    private final RandomGenerator random;
    private final ArrayDeque<CommandBlock> forwarded = new ArrayDeque<>();
    private final ArrayDeque<Long> inFlight = new ArrayDeque<>();
    private long forwardedBytes;
    private long lastMillis;
    private long nextProposal = 1;

    Ordering(Replica.Parts parts, Proposals proposals, OwnSession own) {
        this.parts = parts;
        this.proposals = proposals;
        this.own = own;
        random = parts.host().random();
    }

    /** Commands that another replica wants ordered. What does not fit is dropped, and its owner sends again; one block always fits. */
    void add(CommandBlock block) {
        if (forwarded.isEmpty()
                || forwardedBytes + block.size() <= parts.options().pendingBytesMax()) {
            forwarded.add(block);
            forwardedBytes += block.size();
        }
    }

    /** Hands the engine as many entries as may be in flight. */
    void propose(Engine<?> engine) {
        List<Engine.Proposal> batches = new ArrayList<>();
        while (inFlight.size() + batches.size() < ENTRIES_IN_FLIGHT_MAX) {
            List<CommandBlock> blocks = collect();
            if (blocks.isEmpty()) {
                break;
            }
            lastMillis = Math.max(lastMillis, parts.host().wallMillis());
            Bytes payload = EntryCodec.encode(lastMillis, random.nextLong(), blocks);
            batches.add(new Engine.Proposal(nextProposal++, payload));
        }
        if (!batches.isEmpty()) {
            engine.propose(batches);
        }
    }

    /** Sees what became of the entries. Returns whether there is room for more now, and more to propose. */
    boolean follow(List<Entry> appended, Progress progress) {
        if (progress.role() != Role.LEADER) {
            forwarded.clear();
            forwardedBytes = 0;
            inFlight.clear();
            return false;
        }
        for (Entry entry : appended) {
            if (entry.kind() == Entry.Kind.COMMANDS) {
                inFlight.add(entry.index());
            }
        }
        while (!inFlight.isEmpty() && inFlight.peek() <= progress.commitIndex()) {
            inFlight.remove();
        }
        if (!progress.refused().isEmpty()) {
            proposals.resend();
            return false;
        }
        return inFlight.size() < ENTRIES_IN_FLIGHT_MAX && (!forwarded.isEmpty() || hasOwn());
    }

    /** What was in flight under another leadership is no longer counted. */
    void leaderChanged() {
        inFlight.clear();
    }

    private boolean hasOwn() {
        return proposals.hasUnsent() && own.id() != 0;
    }

    private List<CommandBlock> collect() {
        List<CommandBlock> blocks = new ArrayList<>();
        int bytes = 0;
        int bytesMax = parts.options().batchBytesMax();
        if (proposals.hasUnsent()) {
            Optional<CommandBlock> mine =
                    takeOwn(proposals, own, parts.host().nanoTime(), forwarded.isEmpty() ? bytesMax : bytesMax / 2);
            if (mine.isPresent()) {
                blocks.add(mine.get());
                bytes = mine.get().size();
            }
        }
        while (!forwarded.isEmpty()
                && (blocks.isEmpty() || bytes + forwarded.peek().size() <= bytesMax)) {
            CommandBlock block = forwarded.remove();
            forwardedBytes -= block.size();
            bytes += block.size();
            blocks.add(block);
        }
        return blocks;
    }

    /** This replica's next commands, or the request for the session that they need. */
    static Optional<CommandBlock> takeOwn(Proposals proposals, OwnSession own, long nowNanos, int bytesMax) {
        if (own.mustAsk(nowNanos)) {
            return Optional.of(CommandBlock.open(own.request()));
        }
        long session = own.id();
        return session == 0 ? Optional.empty() : proposals.take(session, bytesMax);
    }
}
