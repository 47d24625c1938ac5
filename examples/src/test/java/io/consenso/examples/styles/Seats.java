/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.styles;

import io.consenso.Bytes;
import io.consenso.Command;
import io.consenso.StateMachine;

/** Seats with those who took them: every replica runs the same command and comes to the same end. */
// tag::active[]
final class Seats extends Named implements StateMachine {
    @Override
    public Bytes apply(Command command) {
        String[] words = command.payload().toUtf8().split(" ", -1); // seat, guest
        String holder = values.putIfAbsent(words[0], words[1]);
        return Bytes.ofUtf8(holder == null ? "yours" : "taken by " + holder);
    }
}
// end::active[]
