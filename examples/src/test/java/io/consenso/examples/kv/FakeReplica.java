/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.kv;

import io.consenso.Bytes;
import io.consenso.Command;
import io.consenso.ConsensusException;
import io.consenso.Membership;
import io.consenso.PeerId;
import io.consenso.ReadMode;
import io.consenso.engine.Role;
import io.consenso.runtime.Status;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A store behind the server without a cluster: one thread applies, as a replica's apply lane would. */
final class FakeReplica implements AutoCloseable {
    private final KvStore store = new KvStore();
    private final ExecutorService lane = Executors.newSingleThreadExecutor();
    private volatile boolean isSlow;
    private volatile boolean holdsQueries;
    private volatile @Nullable ConsensusException failure;
    private long index;

    Backend backend() {
        return new Backend("a", this::propose, this::query, FakeReplica::status);
    }

    /** Lets answers come up long after the requests, so that many are under way. */
    void delayAnswers(boolean slow) {
        isSlow = slow;
    }

    /** Answers a query from the state after whatever the lane has to do yet: the latest state that a replica may answer from. */
    void answerQueriesLate() {
        holdsQueries = true;
    }

    void failWith(ConsensusException exception) {
        failure = exception;
    }

    private CompletableFuture<Bytes> propose(Bytes command) {
        return run(() -> store.apply(new Command(++index, 0, 0, 0, command)));
    }

    private CompletableFuture<Bytes> query(Bytes query, ReadMode mode) {
        if (!holdsQueries) {
            return run(() -> store.query(query));
        }
        CompletableFuture<Bytes> future = new CompletableFuture<>();
        lane.execute(() -> {
            pause();
            lane.execute(() -> future.complete(store.query(query)));
        });
        return future;
    }

    private CompletableFuture<Bytes> run(Supplier<Bytes> task) {
        ConsensusException toThrow = failure;
        if (toThrow != null) {
            return CompletableFuture.failedFuture(toThrow);
        }
        CompletableFuture<Bytes> future = new CompletableFuture<>();
        lane.execute(() -> {
            if (isSlow && index % 50 == 0) {
                pause();
            }
            future.complete(task.get());
        });
        return future;
    }

    private static void pause() {
        try {
            Thread.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Status status() {
        Membership membership = Membership.of(List.of(PeerId.of("a")));
        Status.Latency none = new Status.Latency(0, 0, 0, 0);
        return new Status(
                "fake",
                Role.LEADER,
                1,
                Optional.of(PeerId.of("a")),
                0,
                0,
                0,
                membership,
                0,
                0,
                none,
                none,
                Optional.empty());
    }

    @Override
    public void close() {
        lane.shutdown();
    }
}
