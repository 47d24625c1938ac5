/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.runtime;

import io.consenso.Bytes;
import io.consenso.DecidingStateMachine;
import io.consenso.spi.MalformedFrameException;
import java.util.ArrayList;
import java.util.List;

/**
 * The leader's part in semi-active replication: puts a decision behind each command. Blocks that are no longer needed are decided, too, since only
 * the apply lane knows what their sessions have applied. Loop lane only.
 */
final class Decisions {
    private final DecidingStateMachine machine;
    private final int batchBytesMax;
    private final int decisionBytesMax;

    Decisions(DecidingStateMachine machine, ReplicaOptions options) {
        this.machine = machine;
        batchBytesMax = options.batchBytesMax();
        decisionBytesMax = options.commandBytesMax();
    }

    /** Decides as many commands as an entry may hold with their decisions, at least one. */
    Formed decide(long timeMillis, long seed, List<CommandBlock> blocks) throws MalformedFrameException {
        List<CommandBlock> decided = new ArrayList<>();
        List<CommandBlock> left = new ArrayList<>();
        int bytes = 0;
        for (CommandBlock block : blocks) {
            if (block.open().isPresent()) {
                decided.add(block);
            } else if (bytes >= batchBytesMax) {
                left.add(block);
            } else {
                bytes += decide(block, batchBytesMax - bytes, decided, left);
            }
        }
        return new Formed(timeMillis, seed, 0, decided, left);
    }

    /** Returns how many bytes it took. */
    private int decide(CommandBlock block, int room, List<CommandBlock> decided, List<CommandBlock> left)
            throws MalformedFrameException {
        List<Bytes> pieces = new ArrayList<>();
        int bytes = 0;
        LengthPrefixed reader = block.reader();
        while (reader.hasNext() && bytes < room) {
            Bytes command = reader.next();
            Bytes decision = machine.decide(command);
            if (decision.length() > decisionBytesMax) {
                throw new IllegalStateException(
                        "a decision of " + decision.length() + " bytes, at most " + decisionBytesMax + " are possible");
            }
            pieces.add(command);
            pieces.add(decision);
            bytes += CommandBlock.Writer.encodedLength(command) + CommandBlock.Writer.encodedLength(decision);
        }
        decided.add(block.with(block.first(), CommandBlock.Writer.encode(pieces)));
        if (reader.hasNext()) {
            left.add(block.with(block.first() + pieces.size() / 2, reader.rest()));
        }
        return bytes;
    }
}
