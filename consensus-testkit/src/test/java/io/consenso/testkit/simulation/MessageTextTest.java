/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MessageTextTest {
    private record Position(long index, long term) {}

    private record Append(long term, Position previous, List<Position> entries, Optional<String> hint, boolean last) {}

    private record Ping() {}

    @Test
    void aListIsItsLengthAndARecordItsValues() {
        Append append = new Append(
                3, new Position(7, 2), List.of(new Position(8, 3), new Position(9, 3)), Optional.of("x"), true);
        assertThat(MessageText.shorten(append.toString()))
                .isEqualTo("Append entries=2 term=3 previous=7.2 hint=x last=yes");
    }

    @Test
    void whatIsEmptyIsLeftOut() {
        Append append = new Append(3, new Position(7, 2), List.of(), Optional.empty(), false);
        assertThat(MessageText.shorten(append.toString())).isEqualTo("Append term=3 previous=7.2 last=no");
        assertThat(MessageText.shorten(new Ping().toString())).isEqualTo("Ping");
    }

    @Test
    void whatIsNoRecordIsOneName() {
        assertThat(MessageText.shorten("who are you")).isEqualTo("who-are-you");
        assertThat(MessageText.shorten("")).isEmpty();
        assertThat(MessageText.shorten("Odd[a=], b=[, c=)]")).startsWith("Odd ");
    }

    @Test
    void noTextIsLong() {
        assertThat(MessageText.shorten("Name[text=" + "x".repeat(500) + "]")).hasSize(80);
    }
}
