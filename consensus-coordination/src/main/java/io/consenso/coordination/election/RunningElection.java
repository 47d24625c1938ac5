/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.election;

import io.consenso.PeerId;
import io.consenso.coordination.Member;
import io.consenso.coordination.ProcessRunner;
import io.consenso.coordination.Send;
import io.consenso.engine.EngineFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** What the message-passing elections have in common on the outside: runs the process and tells who leads. */
final class RunningElection<M> implements Election {
    private final Announcing process;
    private final ProcessRunner<M, Announcing> runner;
    private final Map<Object, CompletableFuture<Void>> steppingDown = new ConcurrentHashMap<>();
    private volatile Optional<Leadership> current = Optional.empty();
    private volatile boolean ended;

    RunningElection(Member member, ElectionProcess<M> process, EngineFactory.Codec<M> codec) {
        this.process = new Announcing(process);
        runner = ProcessRunner.start(member, this.process, codec, why -> end());
    }

    @Override
    public Optional<Leadership> current() {
        return current;
    }

    @Override
    public void listen(ElectionListener listener) {
        runner.call((announcing, now) -> announcing.listen(listener));
    }

    @Override
    public CompletableFuture<Void> stepDown() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Object key = new Object();
        steppingDown.put(key, done);
        runner.call((announcing, now) -> {
            List<Send<M>> sends = announcing.stepDown(now);
            complete(key, done);
            return sends;
        });
        if (ended) {
            complete(key, done);
        }
        return done;
    }

    /** Hands the leadership over first, if it is here. */
    @Override
    public void close() {
        runner.call(Announcing::stepDown);
        runner.close();
    }

    private void complete(Object key, CompletableFuture<Void> done) {
        steppingDown.remove(key);
        done.complete(null);
    }

    private void end() {
        ended = true;
        process.announce(Optional.empty());
        steppingDown.forEach(this::complete);
    }

    /** Tells the listeners, on the lane, whenever a call to the process has changed who leads. */
    private final class Announcing implements ElectionProcess<M> {
        private final ElectionProcess<M> process;
        private final List<ElectionListener> listeners = new ArrayList<>();

        Announcing(ElectionProcess<M> process) {
            this.process = process;
        }

        List<Send<M>> listen(ElectionListener listener) {
            listeners.add(listener);
            listener.onLeader(current);
            return List.of();
        }

        void announce(Optional<Leadership> now) {
            if (!now.equals(current)) {
                current = now;
                listeners.forEach(listener -> listener.onLeader(now));
            }
        }

        private List<Send<M>> announcing(List<Send<M>> sends) {
            announce(process.leadership());
            return sends;
        }

        @Override
        public List<Send<M>> start(long nowNanos) {
            return announcing(process.start(nowNanos));
        }

        @Override
        public List<Send<M>> receive(long nowNanos, PeerId from, M message) {
            return announcing(process.receive(nowNanos, from, message));
        }

        @Override
        public List<Send<M>> tick(long nowNanos) {
            return announcing(process.tick(nowNanos));
        }

        @Override
        public List<Send<M>> stepDown(long nowNanos) {
            return announcing(process.stepDown(nowNanos));
        }

        @Override
        public Optional<Leadership> leadership() {
            return process.leadership();
        }

        @Override
        public long wakeAtNanos() {
            return process.wakeAtNanos();
        }
    }
}
