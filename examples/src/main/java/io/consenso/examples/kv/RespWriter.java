/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.kv;

import io.consenso.Bytes;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * Writes replies in version 2 of the Redis protocol, all of a burst into one buffer: the codec's own encoder makes three buffers of every
 * value, which under pipelining is most of a server's work.
 */
final class RespWriter {
    private RespWriter() {}

    static void write(Reply reply, ByteBuf out) {
        if (reply instanceof Reply.Status status) {
            line('+', status.text(), out);
        } else if (reply instanceof Reply.Failure failure) {
            line('-', failure.text().replace('\r', ' ').replace('\n', ' '), out);
        } else if (reply instanceof Reply.Int number) {
            line(':', Long.toString(number.value()), out);
        } else if (reply instanceof Reply.Bulk bulk) {
            line('$', Integer.toString(bulk.value().length()), out);
            bulk(bulk.value(), out);
        } else if (reply instanceof Reply.Array array) {
            line('*', Integer.toString(array.items().size()), out);
            array.items().forEach(item -> write(item, out));
        } else {
            line('$', "-1", out);
        }
    }

    private static void bulk(Bytes value, ByteBuf out) {
        out.writeBytes(value.asByteBuffer());
        end(out);
    }

    private static void line(char kind, String text, ByteBuf out) {
        out.writeByte(kind);
        out.writeCharSequence(text, StandardCharsets.UTF_8);
        end(out);
    }

    private static void end(ByteBuf out) {
        out.writeByte('\r').writeByte('\n');
    }
}
