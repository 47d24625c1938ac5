/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Elects one leader among the processes that stand for it. Candidates queue; the first leads until it resigns or its lease runs out, then the
 * next. The epoch is the fencing token of its leadership.
 *
 * <p>Every process may look on, candidate or not: it hears of changes as its replica applies them, so what it knows may be old, and only the
 * leader itself knows, by its lease, that it still leads.
 */
public final class LeaderLatch implements AutoCloseable {
    private final Door door;
    private final RoomKey key;
    private final Runnable unwatch;
    private final List<Consumer<Optional<Leader>>> listeners = new ArrayList<>();
    private volatile Optional<Leader> known = Optional.empty();
    private volatile @Nullable Hold leading;
    private @Nullable CompletableFuture<Hold> candidacy;

    /**
     * Who leads.
     *
     * @param owner the process, as in {@link CoordinationOptions#owner}
     * @param epoch larger than that of every leader before
     */
    public record Leader(String owner, long epoch) {}

    LeaderLatch(Door door, RoomKey key) {
        this.door = door;
        this.key = key;
        unwatch = door.watches().first(key, this::firstChanged);
        door.execute(() -> firstChanged(door.machine().first(key)));
    }

    /** Stands for leader from now on, again whenever leadership was lost, until {@link #resign}. Once is enough. */
    public void stand() {
        door.execute(() -> {
            if (candidacy == null) {
                candidate();
            }
        });
    }

    private void candidate() {
        CompletableFuture<Hold> mine = door.claim(key, 1, 1, false, Optional.empty());
        candidacy = mine;
        CompletableFuture<Void> unused = mine.thenAccept(hold -> door.execute(() -> lead(mine, hold)));
    }

    private void lead(CompletableFuture<Hold> mine, Hold hold) {
        if (candidacy != mine) {
            CompletableFuture<Void> unused = hold.release();
            return;
        }
        leading = hold;
        announce();
        CompletableFuture<Void> unused = hold.lost()
                .thenRun(() -> door.execute(() -> {
                    if (candidacy == mine) {
                        leading = null;
                        announce();
                        candidate();
                    }
                }));
    }

    /** Stands no longer; if this process leads, the next candidate does. Completes when the leadership, if any, is given up. */
    public CompletableFuture<Void> resign() {
        CompletableFuture<Void> resigned = new CompletableFuture<>();
        door.execute(() -> {
            CompletableFuture<Hold> mine = candidacy;
            Hold hold = leading;
            candidacy = null;
            leading = null;
            if (mine != null) {
                mine.cancel(false);
            }
            CompletableFuture<Void> released = hold == null ? CompletableFuture.completedFuture(null) : hold.release();
            CompletableFuture<Void> unused = released.whenComplete((nothing, failure) -> resigned.complete(null));
        });
        return resigned;
    }

    /** What this process holds while it leads and may rely on it. */
    public Optional<Hold> leadership() {
        Hold hold = leading;
        return hold != null && hold.isHeld() ? Optional.of(hold) : Optional.empty();
    }

    /** Who leads as far as this process knows; this process itself only while it may rely on it. */
    public Optional<Leader> leader() {
        Optional<Leader> leader = known;
        if (leader.isPresent() && leader.get().owner().equals(door.owner())) {
            return leadership()
                    .map(Hold::token)
                    .filter(token -> token == leader.get().epoch())
                    .map(token -> leader.get());
        }
        return leader;
    }

    /** Hears of every change from now on, and at once who leads; on the door's lane. Must not block or throw. */
    public void listen(Consumer<Optional<Leader>> listener) {
        door.execute(() -> {
            listeners.add(listener);
            listener.accept(leader());
        });
    }

    private void firstChanged(Optional<Seat> first) {
        Optional<Leader> now = first.map(seat -> new Leader(seat.owner(), seat.token()));
        // After a jump, what was under way may come behind what was read.
        boolean isOld = now.isPresent()
                && known.isPresent()
                && now.get().epoch() < known.get().epoch();
        if (!isOld && !now.equals(known)) {
            known = now;
            announce();
        }
    }

    private void announce() {
        Optional<Leader> leader = leader();
        listeners.forEach(listener -> listener.accept(leader));
    }

    /** Resigns and looks on no longer. */
    @Override
    public void close() {
        unwatch.run();
        CompletableFuture<Void> unused = resign();
    }
}
