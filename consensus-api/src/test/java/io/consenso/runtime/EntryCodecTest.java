/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consenso.Bytes;
import io.consenso.runtime.proto.OpenSession;
import io.consenso.runtime.proto.Style;
import io.consenso.spi.MalformedFrameException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class EntryCodecTest {
    @Property
    void aBatchComesBackAsItWas(@ForAll List<byte[]> one, @ForAll List<byte[]> other, @ForAll long seed)
            throws Exception {
        List<CommandBlock> blocks = List.of(
                block(3, one),
                CommandBlock.open(OpenSession.newBuilder().setNonceLow(5).build()),
                block(4, other));
        EntryCodec.Batch batch = EntryCodec.decode(EntryCodec.encode(77, seed, blocks));
        assertThat(batch).isEqualTo(new EntryCodec.Batch(77, seed, Style.ACTIVE, 0, blocks));
        assertThat(commands(batch.blocks().get(0)))
                .isEqualTo(one.stream().map(Bytes::of).toList());
        assertThat(commands(batch.blocks().get(2)))
                .isEqualTo(other.stream().map(Bytes::of).toList());
    }

    @Test
    void anEntryNamesItsStyleAndWhatItWasComputedOn() throws Exception {
        List<CommandBlock> blocks = List.of(block(3, List.of(new byte[] {1}, new byte[] {2})));
        for (Style style : List.of(Style.SEMI_ACTIVE, Style.PASSIVE)) {
            Bytes encoded = EntryCodec.encode(style, new Formed(77, 5, 1 << 20, blocks, List.of()));
            assertThat(EntryCodec.decode(encoded)).isEqualTo(new EntryCodec.Batch(77, 5, style, 1 << 20, blocks));
        }
    }

    @Test
    void anEntryOfCommandsCarriesNothingForTheOtherStyles() {
        List<CommandBlock> blocks = List.of(block(3, List.of(new byte[] {1})));
        Bytes named = EntryCodec.encode(Style.ACTIVE, new Formed(77, 5, 0, blocks, List.of()));
        assertThat(named).isEqualTo(EntryCodec.encode(77, 5, blocks));
    }

    @Test
    void aLongCommandTakesALongerPrefix() throws Exception {
        byte[] large = new byte[300_000];
        new Random(1).nextBytes(large);
        assertThat(commands(block(1, List.of(large, new byte[127], new byte[128]))))
                .hasSize(3);
    }

    @Test
    void aBatchCutAnywhereIsRefused() throws Exception {
        Bytes whole = EntryCodec.encode(1, 2, List.of(block(1, List.of(new byte[] {1, 2, 3}))));
        for (int length = 0; length < whole.length(); length++) {
            Bytes cut = whole.slice(0, length);
            assertThatThrownBy(() -> EntryCodec.decode(cut)).isInstanceOf(MalformedFrameException.class);
        }
        LengthPrefixed reader =
                CommandBlock.of(1, 1, 1, Bytes.of((byte) 5, (byte) 1)).reader();
        assertThatThrownBy(reader::next).isInstanceOf(MalformedFrameException.class);
    }

    @Test
    void theOverheadOfACommandIsItsLengthPrefix() {
        List<byte[]> commands = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            commands.add(new byte[128]);
        }
        int encoded = EntryCodec.encode(System.currentTimeMillis(), 1, List.of(block(1, commands)))
                .length();
        assertThat(encoded).isLessThan(64 * 130 + 48);
    }

    private static CommandBlock block(long session, List<byte[]> commands) {
        int size = commands.stream()
                .mapToInt(c -> CommandBlock.Writer.encodedLength(Bytes.of(c)))
                .sum();
        CommandBlock.Writer writer = new CommandBlock.Writer(size);
        commands.forEach(c -> writer.add(Bytes.of(c)));
        return CommandBlock.of(session, 1, 9, writer.finish());
    }

    private static List<Bytes> commands(CommandBlock block) throws MalformedFrameException {
        List<Bytes> commands = new ArrayList<>();
        for (LengthPrefixed reader = block.reader(); reader.hasNext(); ) {
            commands.add(reader.next());
        }
        return commands;
    }
}
