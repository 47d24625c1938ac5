/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.agreement;

import io.consenso.Bytes;
import io.consenso.PeerId;

/** How a process signs, and tells whether another one has signed. */
interface Signatures {
    /** This process's signature over the content. */
    Bytes sign(Bytes content);

    /** Whether that process signed the content. */
    boolean isSignedBy(PeerId signer, Bytes content, Bytes signature);
}
