/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.agreement;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.coordination.Member;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;

/** Signatures of the JDK: deterministic, 64 bytes. */
final class Ed25519 implements Signatures {
    private static final String ALGORITHM = "Ed25519";

    private final GeneralKeys keys;

    private Ed25519(GeneralKeys keys) {
        this.keys = keys;
    }

    /** Refuses keys that do not fit the member with {@link IllegalArgumentException}. */
    static Ed25519 of(Member member, GeneralKeys keys) {
        if (!keys.everybodys().keySet().containsAll(member.peers())) {
            throw new IllegalArgumentException("a public key is needed of each of " + member.peers() + ", these are of "
                    + keys.everybodys().keySet());
        }
        Ed25519 signatures = new Ed25519(keys);
        Bytes probe = Bytes.ofUtf8("a key of one's own");
        if (!signatures.isSignedBy(member.self(), probe, signatures.sign(probe))) {
            throw new IllegalArgumentException("the private key is not that of " + member.self());
        }
        return signatures;
    }

    @Override
    public Bytes sign(Bytes content) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(keys.own());
            signature.update(content.asByteBuffer());
            return Bytes.wrap(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("cannot sign with this key: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean isSignedBy(PeerId signer, Bytes content, Bytes signature) {
        PublicKey key = keys.everybodys().get(signer);
        return key != null && verify(key, content, signature);
    }

    /** What is no signature at all, or no key for one, is none that fits. */
    static boolean verify(PublicKey key, Bytes content, Bytes signed) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update(content.asByteBuffer());
            return signature.verify(signed.toArray());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
