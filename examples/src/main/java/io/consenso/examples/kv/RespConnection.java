/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.kv;

import io.consenso.Bytes;
import io.consenso.ReadMode;
import io.consenso.examples.kv.RequestReader.ProtocolViolation;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client: its requests take effect, and are answered, in the order in which they came, though many are under way at once.
 *
 * <p>Writes follow one another into the log without waiting; so do reads past it. Where the two meet, order needs help:
 *
 * <ul>
 *   <li>a read after unanswered writes goes through the log behind them, where it sees them without waiting for them;
 *   <li>a write after unanswered reads is held until they are answered, since they might see it otherwise, being answered from a later
 *       state; whatever follows is held behind it.
 * </ul>
 *
 * <p>Everything here runs on the connection's event loop except {@link Waiting#complete}, which runs wherever the answer came up.
 */
@SuppressWarnings(
        "FutureReturnValueIgnored") // what becomes of a request is its reply; what fails to be written has no reader
final class RespConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(RespConnection.class);

    /** So many requests of one connection may be under way; more wait here, and then in the socket. */
    private static final int WINDOW = 1024;

    /** Answers are written in pieces of about this size, so that a slow client is noticed. */
    private static final int BURST_BYTES = 256 << 10;

    private final Backend backend;
    private final ReadMode reads;
    private final Session session;
    private final Channel channel;

    private final Deque<Waiting> unanswered = new ArrayDeque<>();
    private final Deque<Object> held = new ArrayDeque<>();
    private final AtomicBoolean answerDue = new AtomicBoolean();
    private int inLog;
    private int inQuery;
    private boolean closing;

    RespConnection(Channel channel, Backend backend, ReadMode reads, Session session) {
        this.backend = backend;
        this.reads = reads;
        this.session = session;
        this.channel = channel;
    }

    /** Where a request is answered. */
    private enum Route {
        HERE,
        LOG,
        QUERY
    }

    /** A request's place in the queue of answers. */
    private final class Waiting {
        private final Route route;
        private volatile @Nullable Reply reply;

        Waiting(Route route) {
            this.route = route;
        }

        /** Many answers that come up in a row cost one task on the event loop. */
        void complete(Reply answer) {
            reply = answer;
            if (answerDue.compareAndSet(false, true)) {
                channel.eventLoop().execute(RespConnection.this::answer);
            }
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (closing) {
            return;
        }
        if (!held.isEmpty() || !dispatch(message)) {
            held.add(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        answer();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        answer();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        // The client has said all it will say and may still be listening.
        if (event == ChannelInputShutdownEvent.INSTANCE && !closing) {
            held.add(event);
            answer();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        closing = true;
        held.clear();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof DecoderException) {
            channelRead(context, new ProtocolViolation(String.valueOf(cause.getMessage())));
            answer();
        } else {
            // A client that goes away shows as an IOException; nothing of interest.
            if (!(cause instanceof IOException)) {
                LOG.warn("closing the connection of {}", channel.remoteAddress(), cause);
            }
            channel.close();
        }
    }

    /** Returns false when the message has to wait. */
    private boolean dispatch(Object message) {
        if (message instanceof Request request) {
            return unanswered.size() < WINDOW && dispatch(request);
        }
        if (message instanceof ProtocolViolation violation) {
            answerNow(new Reply.Failure(String.valueOf(violation.getMessage())));
        }
        closing = true;
        return true;
    }

    private boolean dispatch(Request request) {
        try {
            Verb verb = Verb.of(request);
            if (verb.kind() == Verb.Kind.CONNECTION) {
                answerHere(verb, request);
                return true;
            }
            if (verb.kind() == Verb.Kind.WRITE && inQuery > 0) {
                return false;
            }
            Bytes command = KvRequests.translate(verb, request).encode();
            if (verb.kind() == Verb.Kind.WRITE || inLog > 0) {
                inLog++;
                send(Route.LOG, verb.kind(), backend.propose(), command);
            } else {
                inQuery++;
                send(Route.QUERY, verb.kind(), query -> backend.query().apply(query, reads), command);
            }
        } catch (Refusal refusal) {
            answerNow(refusal.reply());
        }
        return true;
    }

    private void answerHere(Verb verb, Request request) throws Refusal {
        if (verb == Verb.INFO) {
            Waiting waiting = enqueue(Route.HERE);
            backend.query()
                    .apply(new KvCommand(KvCommand.Op.DIGEST).encode(), ReadMode.LOCAL)
                    .whenComplete((encoded, failure) -> waiting.complete(
                            Info.render(backend, request, failure == null ? Reply.decode(encoded) : null)));
            return;
        }
        answerNow(session.answer(verb, request));
        closing |= verb == Verb.QUIT;
    }

    private void send(Route route, Verb.Kind kind, Function<Bytes, CompletableFuture<Bytes>> way, Bytes command) {
        Waiting waiting = enqueue(route);
        way.apply(command)
                .whenComplete((encoded, failure) -> waiting.complete(
                        failure == null ? Reply.decode(encoded) : Failures.reply(failure, kind == Verb.Kind.READ)));
    }

    private Waiting enqueue(Route route) {
        Waiting waiting = new Waiting(route);
        unanswered.add(waiting);
        return waiting;
    }

    private void answerNow(Reply reply) {
        enqueue(Route.HERE).reply = reply;
    }

    /** Writes what is answered, goes on with what is held, and reads on if there is room. */
    private void answer() {
        answerDue.set(false);
        boolean wrote = false;
        do {
            wrote |= writeAnswered();
        } while (dispatchHeld());
        if (wrote) {
            channel.flush();
        }
        if (closing && unanswered.isEmpty()) {
            channel.writeAndFlush(channel.alloc().buffer(0)).addListener(ChannelFutureListener.CLOSE);
        } else {
            channel.config().setAutoRead(held.isEmpty() && channel.isWritable());
        }
    }

    private boolean dispatchHeld() {
        boolean any = false;
        while (!held.isEmpty() && !closing && dispatch(held.getFirst())) {
            held.removeFirst();
            any = true;
        }
        return any;
    }

    private boolean writeAnswered() {
        boolean wrote = false;
        while (isAnswered(unanswered.peek()) && channel.isWritable()) {
            ByteBuf out = channel.alloc().buffer();
            while (isAnswered(unanswered.peek()) && out.readableBytes() < BURST_BYTES) {
                take(unanswered.remove(), out);
            }
            channel.write(out);
            wrote = true;
        }
        return wrote;
    }

    private static boolean isAnswered(@Nullable Waiting waiting) {
        return waiting != null && waiting.reply != null;
    }

    private void take(Waiting waiting, ByteBuf out) {
        inLog -= waiting.route == Route.LOG ? 1 : 0;
        inQuery -= waiting.route == Route.QUERY ? 1 : 0;
        Reply reply = waiting.reply;
        if (reply != null) {
            RespWriter.write(reply, out);
        }
    }
}
