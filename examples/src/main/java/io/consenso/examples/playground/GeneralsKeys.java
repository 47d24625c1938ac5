/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import io.consenso.PeerId;
import io.consenso.coordination.agreement.GeneralKeys;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Everybody's keys in one place, as nobody would have them outside of a playground. */
final class GeneralsKeys {
    private final Map<PeerId, KeyPair> pairs = new HashMap<>();
    private final Map<PeerId, PublicKey> everybodys = new HashMap<>();

    /** Fresh keys. */
    GeneralsKeys(List<PeerId> peers) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            for (PeerId peer : peers) {
                KeyPair pair = generator.generateKeyPair();
                pairs.put(peer, pair);
                everybodys.put(peer, pair.getPublic());
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no Ed25519 on this JVM", e);
        }
    }

    /** What that process may know. */
    GeneralKeys of(PeerId peer) {
        KeyPair own = pairs.get(peer);
        if (own == null) {
            throw new IllegalArgumentException("no key for " + peer);
        }
        return new GeneralKeys(own.getPrivate(), everybodys);
    }
}
