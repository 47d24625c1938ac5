/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.transport.netty;

import com.google.protobuf.MessageLite;
import io.consenso.Bytes;
import io.consenso.spi.Frame;
import io.consenso.transport.netty.proto.Handshake;
import io.consenso.transport.netty.proto.Hello;
import io.consenso.transport.netty.proto.Verdict;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;

/** The other side of a connection, played by hand on a plain socket: it says just what a test wants it to say. */
final class FakePeer implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;
    private final DataInputStream in;

    FakePeer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new DataInputStream(socket.getInputStream());
    }

    static FakePeer dial(InetSocketAddress address) throws IOException {
        return new FakePeer(new Socket(address.getAddress(), address.getPort()));
    }

    /** Dials and goes through the whole handshake as {@code from}. */
    static FakePeer connected(InetSocketAddress address, String from, String to) throws IOException {
        FakePeer peer = dial(address);
        peer.magic().hello(Wire.VERSION, "default", from, to).awaitMagic();
        peer.nextHandshake();
        String refusal = peer.nextHandshake().getVerdict().getRefusal();
        if (!refusal.isEmpty()) {
            throw new IOException(refusal);
        }
        return peer.verdict("");
    }

    FakePeer magic() throws IOException {
        return raw(bytes(Wire.magic()));
    }

    FakePeer hello(int version, String cluster, String from, String to) throws IOException {
        Hello.Builder hello = Hello.newBuilder()
                .setVersion(version)
                .setCluster(cluster)
                .setFrom(from)
                .setTo(to);
        return record(Handshake.newBuilder().setHello(hello).build());
    }

    FakePeer verdict(String refusal) throws IOException {
        return record(Handshake.newBuilder()
                .setVerdict(Verdict.newBuilder().setRefusal(refusal))
                .build());
    }

    FakePeer frame(String group, Bytes payload) throws IOException {
        return raw(frameBytes(group, payload));
    }

    FakePeer stillHere() throws IOException {
        return raw(bytes(Wire.stillHere(UnpooledByteBufAllocator.DEFAULT)));
    }

    FakePeer raw(byte... bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    static byte[] frameBytes(String group, Bytes payload) {
        return bytes(Wire.frame(UnpooledByteBufAllocator.DEFAULT, Wire.header(group), Frame.of(payload)));
    }

    static byte[] recordBytes(MessageLite message) {
        return bytes(Wire.message(UnpooledByteBufAllocator.DEFAULT, message));
    }

    private FakePeer record(MessageLite message) throws IOException {
        return raw(recordBytes(message));
    }

    void awaitMagic() throws IOException {
        if (in.readInt() != Wire.MAGIC) {
            throw new IOException("no magic");
        }
    }

    Handshake nextHandshake() throws IOException {
        return Handshake.parseFrom(nextBody());
    }

    Received nextFrame() throws IOException {
        return Received.parse(nextBody());
    }

    private byte[] nextBody() throws IOException {
        byte[] body = new byte[in.readInt()];
        in.readInt();
        in.readFully(body);
        return body;
    }

    /** Reads until the other side closes. */
    void awaitClosed() {
        try {
            while (in.read() >= 0) {
                // Whatever it still said.
            }
        } catch (SocketTimeoutException e) {
            throw new UncheckedIOException("still open", e);
        } catch (IOException e) {
            // A reset is as good as an end.
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static byte[] bytes(ByteBuf buffer) {
        try {
            return ByteBufUtil.getBytes(buffer);
        } finally {
            buffer.release();
        }
    }

    /** A length and a checksum, with no body after them. */
    static byte[] prefix(int length, int checksum) {
        return ByteBuffer.allocate(Wire.PREFIX_BYTES)
                .putInt(length)
                .putInt(checksum)
                .array();
    }
}
