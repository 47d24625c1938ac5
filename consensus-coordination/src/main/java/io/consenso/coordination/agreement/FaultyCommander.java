/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.agreement;

import io.consenso.PeerId;
import java.util.List;

/**
 * A commander of which it is proven that it is faulty, provided that no more processes are than were reckoned with. A commander that is right is
 * never reported; one that is faulty may go unreported, for not every treason shows.
 *
 * @param commander who
 * @param reach who else knows
 * @param reason what it has done, for people
 * @param evidence two different orders with its signature, which convince anybody with its public key; empty where nothing is signed or nothing
 *     was said
 */
public record FaultyCommander(PeerId commander, Reach reach, String reason, List<SignedEvidence> evidence) {
    /** Copies the list. */
    public FaultyCommander {
        evidence = List.copyOf(evidence);
    }

    /** Who knows of the fault. */
    public enum Reach {
        /** Every right process reports the same: they can replace the commander without another word. */
        EVERYONE,
        /** This process knows, but the others cannot tell whether it lies: to replace the commander is another agreement. */
        THIS_PROCESS
    }
}
