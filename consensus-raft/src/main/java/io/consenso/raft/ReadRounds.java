/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import io.consenso.PeerId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The leader's reads (6.4): the commit index of the moment is a read index as soon as a majority has answered a heartbeat sent after that
 * moment. Rounds of heartbeats are numbered within a term; an answer to a round confirms it and those before. One round serves all reads
 * that wait when it starts.
 */
final class ReadRounds {
    /** A further round need not wait for the one before, but under load reads gather instead of multiplying heartbeats. */
    private static final int OPEN_ROUNDS_MAX = 2;

    private final Node node;
    private final ArrayDeque<Round> open = new ArrayDeque<>();
    private List<Reader> waiting = new ArrayList<>();
    private long newest;

    /** Who asked: a peer under its request, or this replica. */
    private record Reader(Optional<PeerId> from, long id) {}

    private record Round(long number, long readIndex, List<Reader> readers) {}

    ReadRounds(Node node) {
        this.node = node;
    }

    /** The round to name in heartbeats. */
    long newest() {
        return newest;
    }

    void add(long readId) {
        waiting.add(new Reader(Optional.empty(), readId));
    }

    void add(PeerId from, long request) {
        waiting.add(new Reader(Optional.of(from), request));
    }

    /** Opens a round for all that wait, unless enough are open. Whether it did, and heartbeats are due. */
    boolean open() {
        if (waiting.isEmpty() || open.size() >= OPEN_ROUNDS_MAX) {
            return false;
        }
        newest++;
        open.add(new Round(newest, node.commitIndex(), waiting));
        waiting = new ArrayList<>();
        return true;
    }

    /** A majority has answered this round, thus all before it. */
    void confirm(long round) {
        while (!open.isEmpty() && open.element().number() <= round) {
            Round confirmed = open.remove();
            confirmed.readers().forEach(reader -> grant(reader, confirmed.readIndex()));
        }
    }

    private void grant(Reader reader, long index) {
        if (reader.from().isPresent()) {
            node.send(reader.from().get(), new Message.ReadIndexReply(node.term(), reader.id(), index));
        } else {
            node.outbox().grant(reader.id(), index);
        }
    }

    void refuseAll() {
        open.forEach(round -> round.readers().forEach(this::refuse));
        open.clear();
        waiting.forEach(this::refuse);
        waiting.clear();
    }

    private void refuse(Reader reader) {
        if (reader.from().isPresent()) {
            node.send(reader.from().get(), new Message.ReadIndexRefused(node.term(), reader.id()));
        } else {
            node.outbox().refuseRead(reader.id());
        }
    }
}
