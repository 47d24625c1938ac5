/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.styles;

import io.consenso.Bytes;
import io.consenso.Command;
import io.consenso.DecidingStateMachine;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Door codes by guest: nobody could guess them, so no two replicas would draw the same one; the leader draws. */
// tag::semi-active[]
final class DoorCodes extends Named implements DecidingStateMachine {
    private final SecureRandom random = new SecureRandom();

    @Override
    public Bytes decide(Bytes guest) { // on the leader, beside apply
        byte[] code = new byte[8];
        random.nextBytes(code);
        return Bytes.ofUtf8(HexFormat.of().formatHex(code));
    }

    @Override
    public Bytes apply(Command guest, Bytes code) { // everywhere, with the leader's code
        values.putIfAbsent(guest.payload().toUtf8(), code.toUtf8());
        return query(guest.payload());
    }
}
// end::semi-active[]
