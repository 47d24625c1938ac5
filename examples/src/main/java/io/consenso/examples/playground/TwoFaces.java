/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import io.consenso.Bytes;
import io.consenso.PeerId;
import java.util.List;
import java.util.Optional;

/** How a traitor of the playground lies: the truth to half of the others, and to the other half the opposite, or a lie where there is none. */
final class TwoFaces {
    private static final Bytes ATTACK = Bytes.ofUtf8("attack");
    private static final Bytes RETREAT = Bytes.ofUtf8("retreat");
    private static final Bytes LIE = Bytes.ofUtf8("lie");

    private TwoFaces() {}

    /** To those with an even number the opposite. */
    static Optional<Bytes> tell(PeerId to, @SuppressWarnings("unused") List<PeerId> path, Optional<Bytes> truth) {
        boolean isEven = Integer.parseInt(to.value().substring(1)) % 2 == 0;
        return isEven ? Optional.of(truth.map(TwoFaces::opposite).orElse(LIE)) : truth;
    }

    private static Bytes opposite(Bytes order) {
        return order.equals(ATTACK) ? RETREAT : order.equals(RETREAT) ? ATTACK : LIE;
    }
}
