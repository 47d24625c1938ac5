/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.agreement;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.coordination.Member;
import io.consenso.coordination.ProcessRunner;
import io.consenso.coordination.Send;
import io.consenso.spi.Host;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** Runs any algorithm in rounds for its callers. */
final class RoundAgreement<V> implements Agreement<V> {
    private final CompletableFuture<Decision<V>> decision = new CompletableFuture<>();
    private final CompletableFuture<Decision<V>> ended = new CompletableFuture<>();
    private final ProcessRunner<AgreementMessage, RoundProcess<V>> runner;
    private volatile Map<PeerId, Long> late = Map.of();

    private RoundAgreement(Member member, Rounds rounds, RoundAlgorithm<V> algorithm) {
        RoundProcess<V> process = new RoundProcess<>(
                member.others(), rounds, fixedBeginning(rounds, member.host()), algorithm, new Ending());
        runner = ProcessRunner.start(member, process, AgreementFrames.CODEC, this::onEnd);
    }

    /** Joins; throws {@link IllegalArgumentException} when the moment at which the first round begins is past. */
    static <V> Agreement<V> join(Member member, Rounds rounds, RoundAlgorithm<V> algorithm) {
        return new RoundAgreement<>(member, rounds, algorithm);
    }

    /** The moment on the monotonic clock, which nobody sets. */
    private static OptionalLong fixedBeginning(Rounds rounds, Host host) {
        if (!(rounds.beginning() instanceof Rounds.AtMoment fixed)) {
            return OptionalLong.empty();
        }
        long untilMillis = fixed.moment().toEpochMilli() - host.wallMillis();
        if (untilMillis < 0) {
            throw new IllegalArgumentException("the first round began at " + fixed.moment() + ", which is past");
        }
        return OptionalLong.of(host.nanoTime() + untilMillis * 1_000_000);
    }

    @Override
    public CompletableFuture<Decision<V>> propose(Bytes value) {
        CompletableFuture<Decision<V>> result = new CompletableFuture<>();
        runner.call((process, now) -> {
            try {
                List<Send<AgreementMessage>> sends = process.propose(now, value);
                pass(decision, result);
                return sends;
            } catch (AgreementException e) {
                result.completeExceptionally(e);
                return List.of();
            }
        });
        // After the end nobody hears the call.
        pass(ended, result);
        return result;
    }

    @Override
    public CompletableFuture<Decision<V>> begin() {
        runner.call(RoundProcess::begin);
        return decision();
    }

    @Override
    public CompletableFuture<Decision<V>> decision() {
        return decision.copy();
    }

    @Override
    public boolean isDecided() {
        return decision.isDone() && !decision.isCompletedExceptionally();
    }

    @Override
    public Map<PeerId, Long> lateMessages() {
        return late;
    }

    @Override
    public void close() {
        runner.close();
    }

    private void onEnd(Throwable why) {
        AgreementException failure =
                new AgreementException("this process ended before it decided: " + why.getMessage());
        failure.initCause(why);
        decision.completeExceptionally(failure);
        ended.completeExceptionally(failure);
    }

    private static <T> void pass(CompletableFuture<T> from, CompletableFuture<T> to) {
        CompletableFuture<T> unused = from.whenComplete((value, thrown) -> {
            if (thrown == null) {
                to.complete(value);
            } else {
                to.completeExceptionally(thrown);
            }
        });
    }

    private final class Ending implements RoundProcess.Listener<V> {
        @Override
        public void onDecision(Decision<V> decided) {
            decision.complete(decided);
        }

        @Override
        public void onFailure(AgreementException why) {
            decision.completeExceptionally(why);
        }

        @Override
        public void onLate(Map<PeerId, Long> counted) {
            late = counted;
        }
    }
}
