/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.trial;

import io.consenso.Bytes;
import io.consenso.Command;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * How a trial marks what goes through the log, so that it is known again where it is applied: a command bears the number of the client's operation in
 * front, an update that, its time, its seed and its reply. The user's state machine sees none of it.
 */
final class Tagged {
    private static final int UPDATE_HEADER = 3 * Long.BYTES + Integer.BYTES;

    private Tagged() {}

    static Bytes command(long operation, Bytes command) {
        return Bytes.concat(List.of(Bytes.ofLong(operation), command));
    }

    static long operation(Bytes tagged) {
        return tagged.slice(0, Long.BYTES).toLong();
    }

    static Bytes content(Bytes taggedCommand) {
        return taggedCommand.slice(Long.BYTES);
    }

    /** The command as the user's state machine sees it. */
    static Command untagged(Command command) {
        return new Command(
                command.index(),
                command.ordinal(),
                command.timeMillis(),
                command.seed(),
                command.session(),
                content(command.payload()));
    }

    static Bytes update(Command request, Bytes update, Bytes reply) {
        ByteBuffer header = ByteBuffer.allocate(UPDATE_HEADER)
                .putLong(operation(request.payload()))
                .putLong(request.timeMillis())
                .putLong(request.seed())
                .putInt(reply.length());
        return Bytes.concat(List.of(Bytes.of(header.flip()), reply, update));
    }

    /** What is in a tagged update. */
    record Update(long operation, long timeMillis, long seed, Bytes reply, Bytes update) {
        static Update of(Bytes tagged) {
            ByteBuffer header = tagged.slice(0, UPDATE_HEADER).asByteBuffer();
            long operation = header.getLong();
            long timeMillis = header.getLong();
            long seed = header.getLong();
            int end = UPDATE_HEADER + header.getInt();
            return new Update(operation, timeMillis, seed, tagged.slice(UPDATE_HEADER, end), tagged.slice(end));
        }

        /** A command in its place: it has no position of its own. */
        Command asCommand() {
            return new Command(0, 0, timeMillis, seed, update);
        }
    }
}
