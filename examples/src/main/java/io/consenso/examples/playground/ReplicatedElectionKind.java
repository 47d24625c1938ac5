/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import io.consenso.Bytes;
import io.consenso.coordination.election.Election;
import io.consenso.coordination.election.ElectionListener;
import io.consenso.coordination.election.Leadership;
import io.consenso.coordination.election.ReplicatedElection;
import io.consenso.examples.Protocol;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Leader election by a replicated queue of candidates. */
record ReplicatedElectionKind(Protocol protocol) implements ElectionKind {
    @Override
    public String title() {
        return "Leader election by a replicated queue, on " + protocol.word();
    }

    @Override
    public Election join(Seat seat) {
        ReplicatedService service = ReplicatedService.open(seat, protocol);
        return new WithService(new ReplicatedElection(service.door(), "leader"), service);
    }

    @Override
    public String describe(Bytes frame) {
        return ReplicatedService.describe(protocol, frame);
    }

    @Override
    public Set<String> chatter() {
        return ReplicaFrames.CHATTER;
    }

    @Override
    public long settledMillis(Timing timing) {
        return ReplicatedService.settledMillis(timing);
    }

    /** A command is not a number of messages: commands that wait for each other share them. */
    @Override
    public List<Formula> formulas(Journal journal, int size, int live, boolean hasFaults) {
        return List.of();
    }

    private record WithService(Election election, ReplicatedService service) implements Election {
        @Override
        public Optional<Leadership> current() {
            return election.current();
        }

        @Override
        public void listen(ElectionListener listener) {
            election.listen(listener);
        }

        @Override
        public CompletableFuture<Void> stepDown() {
            return election.stepDown();
        }

        @Override
        public void close() {
            election.close();
            service.close();
        }
    }
}
