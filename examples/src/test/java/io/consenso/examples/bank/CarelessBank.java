/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.bank;

import io.consenso.Bytes;
import io.consenso.Command;

// tag::careless[]
/** Charges a fee by the clock of whichever replica applies the command. */
final class CarelessBank extends Bank {
    @Override
    public Bytes apply(Command command) {
        boolean isLate = System.nanoTime() / 1_000 % 2 == 0;
        return isLate ? Bytes.ofUtf8("closed") : super.apply(command);
    }
}
// end::careless[]
