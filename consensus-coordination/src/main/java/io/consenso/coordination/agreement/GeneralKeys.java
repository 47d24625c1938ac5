/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.agreement;

import io.consenso.PeerId;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Map;

/**
 * The keys with which generals sign, Ed25519.
 *
 * @param own this process's private key, which nobody else may have
 * @param everybodys the public key of each process, this one among them
 */
public record GeneralKeys(PrivateKey own, Map<PeerId, PublicKey> everybodys) {
    /** Copies the map. */
    public GeneralKeys {
        everybodys = Map.copyOf(everybodys);
    }

    /** Names the processes only. */
    @Override
    public String toString() {
        return "GeneralKeys" + everybodys.keySet();
    }
}
