/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.agreement;

import io.consenso.Bytes;
import io.consenso.PeerId;
import java.util.Optional;

/**
 * What {@link ByzantineGenerals} agree on. The same for all processes of a group, except for the private key.
 *
 * @param commander whose order it is
 * @param traitorsMax m: how many processes may be faulty in any way, the commander among them
 * @param defaultOrder what is decided when the commander gave no order, or none that the others can agree on
 * @param keys with which messages are signed; empty for oral messages
 * @param rounds the bounds that the rounds rest on
 */
public record ByzantineOptions(
        PeerId commander, int traitorsMax, Bytes defaultOrder, Optional<GeneralKeys> keys, Rounds rounds) {
    /** Refuses a negative number with {@link IllegalArgumentException}. */
    public ByzantineOptions {
        if (traitorsMax < 0) {
            throw new IllegalArgumentException("m is not negative: " + traitorsMax);
        }
    }

    /** OM(m): oral messages, with the default bounds. */
    public static ByzantineOptions oral(PeerId commander, int traitorsMax, Bytes defaultOrder) {
        return new ByzantineOptions(commander, traitorsMax, defaultOrder, Optional.empty(), Rounds.defaults());
    }

    /** SM(m): signed messages, with the default bounds. */
    public static ByzantineOptions signed(PeerId commander, int traitorsMax, Bytes defaultOrder, GeneralKeys keys) {
        return new ByzantineOptions(commander, traitorsMax, defaultOrder, Optional.of(keys), Rounds.defaults());
    }

    /** With other bounds. */
    public ByzantineOptions withRounds(Rounds other) {
        return new ByzantineOptions(commander, traitorsMax, defaultOrder, keys, other);
    }

    /** With another commander, as after one that is proven faulty. */
    public ByzantineOptions withCommander(PeerId other) {
        return new ByzantineOptions(other, traitorsMax, defaultOrder, keys, rounds);
    }
}
