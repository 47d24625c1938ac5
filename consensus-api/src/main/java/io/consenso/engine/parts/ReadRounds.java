/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.engine.parts;

import io.consenso.PeerId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * A leader's reads by read index: the index up to which the log is known to be chosen serves a read as soon as a majority has answered a
 * heartbeat sent after the read came (Raft dissertation, 6.4). Rounds of heartbeats are numbered within a leadership; an answer to a round
 * confirms it and those before. One round serves all reads that wait when it starts.
 */
public final class ReadRounds {
    /** A further round need not wait for the one before, but under load reads gather instead of multiplying heartbeats. */
    private static final int OPEN_ROUNDS_MAX = 2;

    private final LongSupplier readIndex;
    private final Answers answers;
    private final ArrayDeque<Round> open = new ArrayDeque<>();
    private List<Reader> waiting = new ArrayList<>();
    private long newest;

    /**
     * Who asked.
     *
     * @param from the peer that forwards a read; empty for a read on this replica
     * @param id the number of the peer's request, or the read's id
     */
    public record Reader(Optional<PeerId> from, long id) {}

    /** Where answers go. */
    public interface Answers {
        /** The reader may read once it has applied up to that index. */
        void grant(Reader reader, long index);

        /** The leadership ended before it was confirmed. */
        void refuse(Reader reader);
    }

    private record Round(long number, long readIndex, List<Reader> readers) {}

    /**
     * For one leadership.
     *
     * @param readIndex how far the log is known to be chosen, asked when a round starts
     * @param answers hears of every reader once
     */
    public ReadRounds(LongSupplier readIndex, Answers answers) {
        this.readIndex = readIndex;
        this.answers = answers;
    }

    /** The round to name in heartbeats; 0 before the first. */
    public long newest() {
        return newest;
    }

    /** A read on this replica waits for the next round. */
    public void add(long readId) {
        waiting.add(new Reader(Optional.empty(), readId));
    }

    /** A read that a peer forwards waits for the next round. */
    public void add(PeerId from, long request) {
        waiting.add(new Reader(Optional.of(from), request));
    }

    /** Opens a round for all that wait, unless enough are open. Whether it did, and heartbeats are due. */
    public boolean open() {
        if (waiting.isEmpty() || open.size() >= OPEN_ROUNDS_MAX) {
            return false;
        }
        newest++;
        open.add(new Round(newest, readIndex.getAsLong(), waiting));
        waiting = new ArrayList<>();
        return true;
    }

    /** A majority has answered this round, thus all before it. */
    public void confirm(long round) {
        while (!open.isEmpty() && open.element().number() <= round) {
            Round confirmed = open.remove();
            confirmed.readers().forEach(reader -> answers.grant(reader, confirmed.readIndex()));
        }
    }

    /** The leadership ends. */
    public void refuseAll() {
        open.forEach(round -> round.readers().forEach(answers::refuse));
        open.clear();
        waiting.forEach(answers::refuse);
        waiting.clear();
    }
}
