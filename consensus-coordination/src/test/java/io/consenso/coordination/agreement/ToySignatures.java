/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.agreement;

import io.consenso.Bytes;
import io.consenso.PeerId;

/** Signatures that nobody forges because nobody tries, for enumerations that need many. */
record ToySignatures(PeerId self) implements Signatures {
    @Override
    public Bytes sign(Bytes content) {
        return signature(self, content);
    }

    @Override
    public boolean isSignedBy(PeerId signer, Bytes content, Bytes signature) {
        return signature(signer, content).equals(signature);
    }

    private static Bytes signature(PeerId signer, Bytes content) {
        return Bytes.ofUtf8(signer + " " + content.crc32c() + " " + content.hashCode());
    }
}
