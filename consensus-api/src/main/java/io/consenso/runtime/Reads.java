/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.runtime;

import io.consenso.Bytes;
import io.consenso.ConsensusException;
import io.consenso.PeerId;
import io.consenso.engine.Engine;
import io.consenso.engine.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Linearizable queries that wait for their read index. All that wait share the next round; a round that is not answered in time is asked
 * again under a new id, so answers of two rounds never mix.
 *
 * <p>Any thread adds, the loop lane does the rest.
 */
final class Reads {
    private static final int ROUNDS_MAX = 4;
    private static final long RETRY_NANOS = Duration.ofMillis(500).toNanos();
    private static final long REFUSED_PAUSE_NANOS = Duration.ofMillis(20).toNanos();

    private final int countMax;
    private final AtomicInteger count = new AtomicInteger();
    private List<Read> arrived = new ArrayList<>();
    private Optional<ConsensusException.Halted> closed = Optional.empty();

    private List<Read> waiting = new ArrayList<>();
    private final Map<Long, Round> rounds = new HashMap<>();
    private long nextRound = 1;
    private long pausedUntilNanos = Long.MIN_VALUE;

    /** A query and where its answer goes. */
    record Read(Bytes query, CompletableFuture<Bytes> future, long deadlineNanos) {}

    private record Round(List<Read> reads, long startedNanos) {}

    Reads(int countMax) {
        this.countMax = countMax;
    }

    /** Takes a query in. Returns whether the loop lane must be woken for it. */
    boolean add(Read read) {
        synchronized (this) {
            admit();
            arrived.add(read);
            return arrived.size() == 1;
        }
    }

    /** Counts a query in that needs no round, or refuses it; {@link #leave()} counts it out. */
    synchronized void admit() {
        if (closed.isPresent()) {
            throw closed.get();
        }
        if (count.get() >= countMax) {
            throw new ConsensusException.Overloaded(count.get() + " queries are unanswered on this replica");
        }
        count.incrementAndGet();
    }

    /** The query has its answer. */
    void leave() {
        count.decrementAndGet();
    }

    int count() {
        return count.get();
    }

    /** Whether anything needs the loop lane's attention sooner or later. */
    boolean isIdle() {
        synchronized (this) {
            return arrived.isEmpty() && waiting.isEmpty() && rounds.isEmpty();
        }
    }

    /** Starts a round for whatever waits. */
    void ask(Engine<?> engine, long nowNanos) {
        synchronized (this) {
            waiting.addAll(arrived);
            arrived.clear();
        }
        if (waiting.isEmpty() || rounds.size() >= ROUNDS_MAX || nowNanos < pausedUntilNanos) {
            return;
        }
        rounds.put(nextRound, new Round(waiting, nowNanos));
        waiting = new ArrayList<>();
        engine.read(nextRound++);
    }

    /** The queries of a round that was granted, none when the round was given up; they stay counted until they {@link #leave()}. */
    List<Read> granted(Progress.ReadGrant grant) {
        Round round = rounds.remove(grant.readId());
        if (round == null) {
            return List.of();
        }
        return round.reads();
    }

    /** The round cannot be granted now: its queries wait for another. */
    void refused(long readId, long nowNanos) {
        Round round = rounds.remove(readId);
        if (round != null) {
            waiting.addAll(round.reads());
            pausedUntilNanos = nowNanos + REFUSED_PAUSE_NANOS;
        }
    }

    /** Fails what is past its deadline and gives up rounds that are not answered. */
    void expire(long nowNanos, Optional<PeerId> leader) {
        if (rounds.isEmpty() && waiting.isEmpty()) {
            return;
        }
        Iterator<Round> iterator = rounds.values().iterator();
        while (iterator.hasNext()) {
            Round round = iterator.next();
            if (nowNanos - round.startedNanos() >= RETRY_NANOS) {
                iterator.remove();
                waiting.addAll(round.reads());
            }
        }
        List<Read> late = waiting.stream()
                .filter(read -> read.deadlineNanos() - nowNanos <= 0)
                .toList();
        waiting.removeIf(read -> read.deadlineNanos() - nowNanos <= 0);
        fail(late, new ConsensusException.NotLeader("no leader granted the query before its deadline", leader));
    }

    /** Fails everything and refuses what comes. */
    void close(ConsensusException.Halted reason) {
        List<Read> all = new ArrayList<>();
        synchronized (this) {
            if (closed.isEmpty()) {
                closed = Optional.of(reason);
            }
            all.addAll(arrived);
            arrived.clear();
        }
        all.addAll(waiting);
        waiting.clear();
        rounds.values().forEach(round -> all.addAll(round.reads()));
        rounds.clear();
        fail(all, reason);
    }

    private void fail(List<Read> reads, ConsensusException failure) {
        count.addAndGet(-reads.size());
        for (Read read : reads) {
            read.future().completeExceptionally(failure);
        }
    }
}
