/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.engine.EngineFactory;
import io.consenso.spi.Host;
import io.consenso.spi.MalformedFrameException;
import io.consenso.spi.Transport;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one {@link Process} over a transport: its messages through the codec, its timer on a lane of its own, on which every call to it
 * happens. Frames that make no sense, or come from nobody in the group, are dropped and counted.
 *
 * @param <M> the messages
 * @param <P> the process
 */
public final class ProcessRunner<M, P extends Process<M>> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessRunner.class);

    private final Member member;
    private final P process;
    private final EngineFactory.Codec<M> codec;
    private final Consumer<Throwable> onEnd;
    private final Host.Lane lane;
    private final AtomicLong framesDropped = new AtomicLong();
    private final AtomicLong messagesSent = new AtomicLong();
    private long timerAtNanos = Long.MAX_VALUE;
    private boolean ended;

    /** One call to the process, at that time. */
    @FunctionalInterface
    public interface Input<M, P> {
        /** Returns what to send. */
        List<Send<M>> call(P process, long nowNanos);
    }

    private ProcessRunner(Member member, P process, EngineFactory.Codec<M> codec, Consumer<Throwable> onEnd) {
        this.member = member;
        this.process = process;
        this.codec = codec;
        this.onEnd = onEnd;
        lane = member.host().lane(member.group() + "/" + member.self());
    }

    /**
     * Starts the process. Throws {@link IllegalStateException} when the transport has a receiver for the group already.
     *
     * @param onEnd told once, on the lane, when the process ends: what it threw, or {@link IllegalStateException} when it was closed
     */
    public static <M, P extends Process<M>> ProcessRunner<M, P> start(
            Member member, P process, EngineFactory.Codec<M> codec, Consumer<Throwable> onEnd) {
        ProcessRunner<M, P> runner = new ProcessRunner<>(member, process, codec, onEnd);
        runner.call(Process::start);
        try {
            member.transport().subscribe(member.group(), runner.new Inbox());
        } catch (IllegalStateException taken) {
            runner.lane.close();
            throw taken;
        }
        return runner;
    }

    /** Has the lane call the process. After the end the call is dropped; who waits for its outcome hears of that by {@code onEnd}. Any thread. */
    public void call(Input<M, P> input) {
        lane.execute(() -> callNow(input));
    }

    /** How many frames were dropped because nobody could read them. */
    public long framesDropped() {
        return framesDropped.get();
    }

    /** How many messages were handed to the transport: what the cost of an algorithm is counted in. */
    public long messagesSent() {
        return messagesSent.get();
    }

    /** Ends the process; returns when nothing of it runs any more. Idempotent. */
    @Override
    public void close() {
        member.transport().unsubscribe(member.group());
        lane.execute(() -> end(new IllegalStateException(member.self() + " was closed")));
        lane.close();
    }

    private void callNow(Input<M, P> input) {
        if (ended) {
            return;
        }
        long now = member.host().nanoTime();
        try {
            input.call(process, now).forEach(this::send);
            arm(now);
        } catch (Throwable thrown) {
            LOG.error("{}/{}: ended by what it threw", member.group(), member.self(), thrown);
            member.transport().unsubscribe(member.group());
            end(thrown);
        }
    }

    private void send(Send<M> send) {
        messagesSent.incrementAndGet();
        member.transport().send(member.group(), send.to(), codec.encode(send.message()));
    }

    private void arm(long now) {
        long wakeAt = process.wakeAtNanos();
        if (wakeAt == Long.MAX_VALUE || wakeAt == timerAtNanos) {
            timerAtNanos = wakeAt;
            return;
        }
        timerAtNanos = wakeAt;
        lane.after(Math.max(0, wakeAt - now), () -> {
            // Who has armed another one meanwhile needs this one no more.
            if (wakeAt == timerAtNanos) {
                timerAtNanos = Long.MAX_VALUE;
                callNow(Process::tick);
            }
        });
    }

    private void end(Throwable why) {
        if (!ended) {
            ended = true;
            onEnd.accept(why);
        }
    }

    private final class Inbox implements Transport.Receiver {
        @Override
        public void onFrame(PeerId from, Bytes frame) {
            Optional<M> message = read(from, frame);
            if (message.isPresent()) {
                call((process, now) -> process.receive(now, from, message.get()));
            } else if (framesDropped.incrementAndGet() == 1) {
                LOG.warn(
                        "{}/{}: dropped a frame from {} that makes no sense; further ones are only counted",
                        member.group(),
                        member.self(),
                        from);
            }
        }

        private Optional<M> read(PeerId from, Bytes frame) {
            if (from.equals(member.self()) || !member.peers().contains(from)) {
                return Optional.empty();
            }
            try {
                return Optional.of(codec.decode(frame));
            } catch (MalformedFrameException e) {
                return Optional.empty();
            }
        }
    }
}
