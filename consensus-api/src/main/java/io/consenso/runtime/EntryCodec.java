/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.runtime;

import io.consenso.Bytes;
import io.consenso.runtime.proto.Block;
import io.consenso.runtime.proto.EntryHeader;
import io.consenso.runtime.proto.Style;
import io.consenso.spi.MalformedFrameException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The payload of a COMMANDS entry: a varint length, an {@link EntryHeader}, then the bytes of its blocks. */
final class EntryCodec {
    private EntryCodec() {}

    /**
     * A decoded payload.
     *
     * @param timeMillis as stamped by the leader, not yet clamped
     * @param seed as stamped by the leader
     * @param style what stands in the blocks
     * @param base the last entry that had changed the state on which updates were computed; 0 in other styles
     * @param blocks in order; their bytes are slices of the payload
     */
    record Batch(long timeMillis, long seed, Style style, long base, List<CommandBlock> blocks) {}

    /** Of commands for active replication. */
    static Bytes encode(long timeMillis, long seed, List<CommandBlock> blocks) {
        return encode(EntryHeader.newBuilder().setTimeMillis(timeMillis).setSeed(seed), blocks);
    }

    /** Of what the leader has made of commands. */
    static Bytes encode(Style style, Formed formed) {
        EntryHeader.Builder header = EntryHeader.newBuilder()
                .setTimeMillis(formed.timeMillis())
                .setSeed(formed.seed())
                .setStyle(style)
                .setBase(formed.base());
        return encode(header, formed.blocks());
    }

    private static Bytes encode(EntryHeader.Builder header, List<CommandBlock> blocks) {
        int payload = 0;
        for (CommandBlock block : blocks) {
            header.addBlocks(toProto(block));
            payload += block.commands().length();
        }
        byte[] encoded = Headers.withRoomFor(header.build(), payload);
        int position = encoded.length - payload;
        for (CommandBlock block : blocks) {
            block.commands().copyTo(encoded, position);
            position += block.commands().length();
        }
        return Bytes.wrap(encoded);
    }

    static Batch decode(Bytes payload) throws MalformedFrameException {
        Headers.Parsed<EntryHeader> parsed = Headers.parse(payload, EntryHeader.parser());
        EntryHeader header = parsed.header();
        List<CommandBlock> blocks = new ArrayList<>(header.getBlocksCount());
        Bytes rest = parsed.rest();
        int position = 0;
        for (Block block : header.getBlocksList()) {
            int length = block.getBytes();
            if (length < 0 || length > rest.length() - position) {
                throw new MalformedFrameException("a block of " + length + " bytes does not fit its entry");
            }
            blocks.add(fromProto(block, rest.slice(position, position + length)));
            position += length;
        }
        return new Batch(header.getTimeMillis(), header.getSeed(), header.getStyle(), header.getBase(), blocks);
    }

    static Block toProto(CommandBlock block) {
        Block.Builder proto = Block.newBuilder()
                .setSession(block.session())
                .setFloor(block.floor())
                .setFirstSequence(block.first())
                .setBytes(block.commands().length());
        block.open().ifPresent(proto::setOpen);
        return proto.build();
    }

    static CommandBlock fromProto(Block block, Bytes commands) {
        return new CommandBlock(
                block.getSession(),
                block.getFloor(),
                block.getFirstSequence(),
                commands,
                block.hasOpen() ? Optional.of(block.getOpen()) : Optional.empty());
    }
}
