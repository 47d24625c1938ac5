/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.agreement;

import io.consenso.Bytes;
import io.consenso.PeerId;
import java.security.PublicKey;

/**
 * That a commander gave an order, for anybody to check.
 *
 * @param group the agreement
 * @param commander who gave it
 * @param order what
 * @param signature the commander's, over group, commander and order
 */
public record SignedEvidence(String group, PeerId commander, Bytes order, Bytes signature) {
    /** Whether the owner of that key signed the order. */
    public boolean isSignedBy(PublicKey key) {
        return Ed25519.verify(key, SignedContent.of(group, order, commander), signature);
    }
}
