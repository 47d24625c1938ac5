/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.runtime;

import io.consenso.Bytes;
import io.consenso.runtime.proto.OpenSession;
import io.consenso.spi.MalformedFrameException;
import java.util.List;
import java.util.Optional;

/**
 * Consecutive commands of one session in the form in which they travel and are logged, or a request to open a session.
 *
 * @param session whose commands these are; 0 in a request to open
 * @param floor the owner needs no answer to commands below this sequence number any more
 * @param first the sequence number of the first command
 * @param commands each as a varint length and its bytes; in an entry of another style than active, each with another piece behind it
 * @param open the request to open a session
 */
record CommandBlock(long session, long floor, long first, Bytes commands, Optional<OpenSession> open) {
    static CommandBlock open(OpenSession request) {
        return new CommandBlock(0, 0, 0, Bytes.EMPTY, Optional.of(request));
    }

    static CommandBlock of(long session, long floor, long first, Bytes commands) {
        return new CommandBlock(session, floor, first, commands, Optional.empty());
    }

    /** Of the same session, with other contents. */
    CommandBlock with(long newFirst, Bytes newCommands) {
        return of(session, floor, newFirst, newCommands);
    }

    /** What the block costs in a size budget. */
    int size() {
        return commands.length() + 32;
    }

    /** Throws unless the commands can be cut apart: what is logged must be readable, or no replica could ever go past it. */
    void requireReadable() throws MalformedFrameException {
        for (LengthPrefixed reader = reader(); reader.hasNext(); ) {
            reader.skip();
        }
    }

    LengthPrefixed reader() {
        return new LengthPrefixed(commands);
    }

    /** Puts commands one after the other. */
    static final class Writer {
        private byte[] buffer;
        private int length;

        Writer(int bytes) {
            buffer = new byte[bytes];
        }

        static Bytes encode(List<Bytes> pieces) {
            int bytes = 0;
            for (Bytes piece : pieces) {
                bytes += encodedLength(piece);
            }
            Writer writer = new Writer(bytes);
            pieces.forEach(writer::add);
            return writer.finish();
        }

        static int encodedLength(Bytes command) {
            int varint = 1;
            for (int rest = command.length() >>> 7; rest != 0; rest >>>= 7) {
                varint++;
            }
            return varint + command.length();
        }

        void add(Bytes command) {
            int rest = command.length();
            while (rest > 0x7f) {
                buffer[length++] = (byte) (rest | 0x80);
                rest >>>= 7;
            }
            buffer[length++] = (byte) rest;
            command.copyTo(buffer, length);
            length += command.length();
        }

        Bytes finish() {
            Bytes commands = Bytes.wrap(buffer, 0, length);
            buffer = new byte[0];
            return commands;
        }
    }
}
