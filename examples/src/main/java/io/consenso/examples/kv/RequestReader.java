/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.kv;

import io.consenso.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.MessageToMessageDecoder;
import io.netty.handler.codec.redis.ArrayHeaderRedisMessage;
import io.netty.handler.codec.redis.BulkStringHeaderRedisMessage;
import io.netty.handler.codec.redis.BulkStringRedisContent;
import io.netty.handler.codec.redis.FullBulkStringRedisMessage;
import io.netty.handler.codec.redis.InlineCommandRedisMessage;
import io.netty.handler.codec.redis.LastBulkStringRedisContent;
import io.netty.handler.codec.redis.RedisMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * Gathers what {@code RedisDecoder} sees into requests.
 *
 * <p>Sizes are checked as they are announced, before anything is gathered: the codec itself would let a client announce half a gigabyte
 * and collect it. After a violation the stream cannot be trusted, so everything that follows is dropped and the connection ends.
 */
final class RequestReader extends MessageToMessageDecoder<RedisMessage> {
    private static final int WORDS_MAX = 128 << 10;

    private final int requestBytesMax;

    private final List<Bytes> words = new ArrayList<>();
    private int wordsMissing;
    private byte[] word = {};
    private int filled;
    private long bytes;
    private boolean broken;

    RequestReader(int requestBytesMax) {
        super(RedisMessage.class);
        this.requestBytesMax = requestBytesMax;
    }

    @Override
    protected void decode(ChannelHandlerContext context, RedisMessage message, List<Object> out) {
        if (broken) {
            return;
        }
        try {
            take(message, out);
        } catch (ProtocolViolation violation) {
            broken = true;
            out.add(violation);
        }
    }

    private void take(RedisMessage message, List<Object> out) throws ProtocolViolation {
        if (wordsMissing == 0) {
            begin(message, out);
        } else if (message instanceof FullBulkStringRedisMessage whole) {
            if (whole.isNull()) {
                throw new ProtocolViolation("invalid bulk length");
            }
            announce(whole.content().readableBytes());
            add(whole.content());
            finishWord(out);
        } else if (message instanceof BulkStringHeaderRedisMessage header) {
            announce(header.bulkStringLength());
        } else if (message instanceof BulkStringRedisContent content) {
            add(content.content());
            if (message instanceof LastBulkStringRedisContent) {
                finishWord(out);
            }
        } else {
            throw new ProtocolViolation("expected '$'");
        }
    }

    private void begin(RedisMessage message, List<Object> out) throws ProtocolViolation {
        if (message instanceof InlineCommandRedisMessage inline) {
            List<Bytes> line = InlineWords.split(inline.content());
            if (!line.isEmpty()) {
                out.add(new Request(line));
            }
        } else if (message instanceof ArrayHeaderRedisMessage header) {
            if (header.length() > WORDS_MAX) {
                throw new ProtocolViolation("invalid multibulk length");
            }
            wordsMissing = (int) Math.max(0, header.length());
            bytes = 0;
        } else {
            throw new ProtocolViolation("expected '*' or an inline command");
        }
    }

    private void announce(int length) throws ProtocolViolation {
        bytes += length;
        if (length > requestBytesMax) {
            throw new ProtocolViolation("invalid bulk length");
        }
        if (bytes > requestBytesMax) {
            throw new ProtocolViolation("request longer than " + requestBytesMax + " bytes");
        }
        word = new byte[length];
        filled = 0;
    }

    private void add(ByteBuf content) {
        int length = content.readableBytes();
        content.getBytes(content.readerIndex(), word, filled, length);
        filled += length;
    }

    private void finishWord(List<Object> out) {
        words.add(Bytes.wrap(word));
        if (--wordsMissing == 0) {
            out.add(new Request(words));
            words.clear();
        }
    }

    /** The stream makes no sense; the last message that comes from it. */
    static final class ProtocolViolation extends Exception {
        private static final long serialVersionUID = 1L;

        ProtocolViolation(String what) {
            super("ERR Protocol error: " + what, null, false, false);
        }
    }
}
