/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.mutex;

import io.consenso.coordination.Member;
import io.consenso.coordination.ProcessRunner;
import io.consenso.engine.EngineFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** What the doors of all algorithms share: a process, its runner, and the futures of those who wait. */
final class MutexRunner<M, P extends MutexProcess<M>> implements BoundedMutex {
    // Ten years: far enough, and no sum with it overflows.
    private static final Duration LONGEST = Duration.ofDays(3_650);

    private final Member member;
    private final PendingGrants pending = new PendingGrants();
    private final AtomicLong numbers;
    private final ProcessRunner<M, P> runner;

    private MutexRunner(Member member, Function<MutexObserver, P> process, EngineFactory.Codec<M> codec) {
        this.member = member;
        // Numbers of an earlier life of this member must not come again.
        numbers = new AtomicLong(member.host().random().nextLong());
        runner = ProcessRunner.start(member, process.apply(pending), codec, pending::end);
    }

    static <M, P extends MutexProcess<M>> MutexRunner<M, P> start(
            Member member, EngineFactory.Codec<M> codec, Function<MutexObserver, P> process) {
        return new MutexRunner<>(member, process, codec);
    }

    @Override
    public CompletableFuture<Grant> acquire(String resource, Duration deadline) {
        if (resource.isEmpty() || deadline.isNegative()) {
            throw new IllegalArgumentException("a resource without a name, or a negative deadline");
        }
        long waitNanos = (deadline.compareTo(LONGEST) < 0 ? deadline : LONGEST).toNanos();
        Request request =
                new Request(numbers.getAndIncrement(), resource, member.host().nanoTime() + waitNanos);
        CompletableFuture<Grant> future = pending.await(request.number());
        runner.call((process, now) -> process.acquire(now, request));
        return future;
    }

    @Override
    public CompletableFuture<Void> release(Grant grant) {
        pending.forget(grant);
        CompletableFuture<Void> sent = new CompletableFuture<>();
        long number = pending.awaitRelease(sent);
        runner.call((process, now) -> process.release(now, grant));
        // One call further, so that the messages of that one have left.
        runner.call((process, now) -> {
            pending.released(number);
            return List.of();
        });
        return sent;
    }

    @Override
    public void listen(GrantListener listener) {
        pending.listen(listener);
    }

    @Override
    public boolean holds(Grant grant) {
        return pending.holds(grant, member.host().nanoTime());
    }

    @Override
    public long messagesSent() {
        return runner.messagesSent();
    }

    @Override
    public void close() {
        pending.forgetAll();
        runner.call(MutexProcess::leave);
        runner.close();
    }
}
