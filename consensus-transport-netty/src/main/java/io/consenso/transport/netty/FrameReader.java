/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.transport.netty;

import io.consenso.spi.MalformedFrameException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what arrives into records and passes on each body whose checksum is right, in a heap array of its own. What comes off the socket
 * is copied once, straight to where it stays: there is no buffer that grows until a record is complete.
 */
final class FrameReader extends ChannelInboundHandlerAdapter {
    private final byte[] prefix = new byte[Wire.PREFIX_BYTES];
    private final ByteBuffer prefixView = ByteBuffer.wrap(prefix);
    private int prefixFilled;
    private byte @Nullable [] body;
    private int bodyFilled;
    private boolean isMagicRead;
    private boolean isOver;
    private int bodyBytesMax = Wire.HANDSHAKE_BYTES_MAX;

    /** From the next record on. */
    void allow(int bytesMax) {
        bodyBytesMax = bytesMax;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws MalformedFrameException {
        ByteBuf in = (ByteBuf) message;
        try {
            while (!isOver && ctx.channel().isOpen() && in.isReadable()) {
                read(ctx, in);
            }
        } catch (MalformedFrameException e) {
            isOver = true;
            throw e;
        } finally {
            in.release();
        }
    }

    private void read(ChannelHandlerContext ctx, ByteBuf in) throws MalformedFrameException {
        if (!isMagicRead) {
            readMagic(in);
        } else if (body == null) {
            readPrefix(in);
        } else {
            readBody(body, in);
        }
        if (body != null && bodyFilled == body.length) {
            ctx.fireChannelRead(take(body));
        }
    }

    private void readMagic(ByteBuf in) throws MalformedFrameException {
        if (fillPrefix(in, Integer.BYTES)) {
            if (prefixView.getInt(0) != Wire.MAGIC) {
                throw new MalformedFrameException("they do not speak this protocol, they began with 0x"
                        + HexFormat.of().formatHex(prefix, 0, 4));
            }
            isMagicRead = true;
        }
    }

    private void readPrefix(ByteBuf in) throws MalformedFrameException {
        if (fillPrefix(in, Wire.PREFIX_BYTES)) {
            int length = prefixView.getInt(0);
            if (length < 0 || length > bodyBytesMax) {
                throw new MalformedFrameException(
                        "a frame of " + Integer.toUnsignedLong(length) + " bytes, the limit is " + bodyBytesMax);
            }
            body = new byte[length];
            bodyFilled = 0;
        }
    }

    private void readBody(byte[] target, ByteBuf in) {
        int count = Math.min(target.length - bodyFilled, in.readableBytes());
        in.readBytes(target, bodyFilled, count);
        bodyFilled += count;
    }

    private byte[] take(byte[] complete) throws MalformedFrameException {
        CRC32C checksum = new CRC32C();
        checksum.update(complete);
        if ((int) checksum.getValue() != prefixView.getInt(Integer.BYTES)) {
            throw new MalformedFrameException("the checksum of a frame of " + complete.length + " bytes is wrong");
        }
        body = null;
        return complete;
    }

    /** Whether that many bytes are there now; then the next call starts anew. */
    private boolean fillPrefix(ByteBuf in, int wanted) {
        int count = Math.min(wanted - prefixFilled, in.readableBytes());
        in.readBytes(prefix, prefixFilled, count);
        prefixFilled += count;
        if (prefixFilled < wanted) {
            return false;
        }
        prefixFilled = 0;
        return true;
    }
}
