/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.coordination.mutex.Grant;
import io.consenso.coordination.mutex.Mutex;
import io.consenso.coordination.mutex.ReplicatedMutex;
import io.consenso.examples.Protocol;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Mutual exclusion by a replicated queue. */
record ReplicatedMutexKind(Protocol protocol) implements MutexKind {
    @Override
    public String title() {
        return "Mutual exclusion by a replicated queue, on " + protocol.word();
    }

    @Override
    public Mutex join(Seat seat) {
        ReplicatedService service = ReplicatedService.open(seat, protocol);
        return new WithService(new ReplicatedMutex(service.door(), seat.self()), service);
    }

    @Override
    public String describe(Bytes frame) {
        return ReplicatedService.describe(protocol, frame);
    }

    @Override
    public Set<String> chatter() {
        return ReplicaFrames.CHATTER;
    }

    /** The replicas elect a leader. */
    @Override
    public boolean isBeginningDrawn() {
        return false;
    }

    /** A command is not a number of messages: commands that wait for each other share them. */
    @Override
    public List<Formula> formulas(Journal journal, List<PeerId> granted, boolean hasFaults) {
        return List.of();
    }

    private record WithService(Mutex mutex, ReplicatedService service) implements Mutex {
        @Override
        public CompletableFuture<Grant> acquire(String resource, Duration deadline) {
            return mutex.acquire(resource, deadline);
        }

        @Override
        public CompletableFuture<Void> release(Grant grant) {
            return mutex.release(grant);
        }

        @Override
        public void close() {
            mutex.close();
            service.close();
        }
    }
}
