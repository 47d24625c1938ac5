/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.transport.netty;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import io.consenso.Bytes;
import io.consenso.spi.Frame;
import io.consenso.transport.netty.proto.FrameHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The format of the wire, sending side; {@link FrameReader} and {@link Received} are the other one.
 *
 * <p>Each direction of a connection starts with {@link #MAGIC}. Then come records: the length of the body (4 bytes, big-endian), the
 * CRC-32C of the body (4 bytes), the body. In the handshake a body is a {@code Handshake} message; afterwards it is the length of the
 * header (varint), a {@code FrameHeader}, and the payload up to the end.
 */
final class Wire {
    /** "CNSO". */
    static final int MAGIC = 0x434E534F;

    /** Peers of different versions refuse each other. */
    static final int VERSION = 1;

    /** Length and checksum. */
    static final int PREFIX_BYTES = 2 * Integer.BYTES;

    /** What a frame may take beside its payload; a group whose name does not fit is never sent to. */
    static final int OVERHEAD_BYTES_MAX = 4096;

    /** No handshake message comes near it, and a stranger cannot make us reserve more. */
    static final int HANDSHAKE_BYTES_MAX = 4096;

    private Wire() {}

    static ByteBuf magic() {
        return Unpooled.buffer(Integer.BYTES).writeInt(MAGIC);
    }

    static Bytes header(String group) {
        return Bytes.wrap(FrameHeader.newBuilder().setGroup(group).build().toByteArray());
    }

    static ByteBuf stillHere(ByteBufAllocator allocator) {
        return frame(allocator, Bytes.EMPTY, new Frame(List.of()));
    }

    static ByteBuf message(ByteBufAllocator allocator, MessageLite message) {
        ByteBuf buffer = allocator.directBuffer();
        buffer.writeZero(PREFIX_BYTES).writeBytes(message.toByteArray());
        ByteBuffer bytes = buffer.nioBuffer();
        seal(bytes);
        return buffer;
    }

    /** Without the payload. */
    static int overheadBytes(Bytes header) {
        return PREFIX_BYTES + CodedOutputStream.computeUInt32SizeNoTag(header.length()) + header.length();
    }

    /** The whole frame in one pooled buffer: the only time that its parts are copied. */
    static ByteBuf frame(ByteBufAllocator allocator, Bytes header, Frame frame) {
        int length = Math.toIntExact(overheadBytes(header) + frame.length());
        ByteBuf buffer = allocator.directBuffer(length, length);
        try {
            ByteBuffer bytes = buffer.nioBuffer(0, length);
            bytes.position(PREFIX_BYTES);
            putVarint(bytes, header.length());
            header.copyTo(bytes);
            for (Bytes part : frame.parts()) {
                part.copyTo(bytes);
            }
            seal(bytes.flip());
            return buffer.writerIndex(length);
        } catch (RuntimeException e) {
            buffer.release();
            throw e;
        }
    }

    private static void putVarint(ByteBuffer target, int value) {
        int rest = value;
        while (rest >= 0x80) {
            target.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        target.put((byte) rest);
    }

    /** Fills in length and checksum of a record from 0 to the limit. */
    private static void seal(ByteBuffer record) {
        CRC32C checksum = new CRC32C();
        checksum.update(record.position(PREFIX_BYTES));
        record.putInt(0, record.limit() - PREFIX_BYTES);
        record.putInt(Integer.BYTES, (int) checksum.getValue());
    }
}
