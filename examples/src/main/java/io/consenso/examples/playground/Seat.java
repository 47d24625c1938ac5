/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import io.consenso.PeerId;
import io.consenso.coordination.Member;
import io.consenso.spi.Storage;
import java.util.function.Supplier;

/**
 * Where a process of a play sits.
 *
 * @param member its place in the group
 * @param journal where it says what it does
 * @param timing how fast things go
 * @param storage its disk, for who needs one; asked at most once in a life
 */
record Seat(Member member, Journal journal, Timing timing, Supplier<Storage> storage) {
    PeerId self() {
        return member.self();
    }

    /** It says what it does. */
    void note(String text) {
        journal.note(self(), text);
    }
}
