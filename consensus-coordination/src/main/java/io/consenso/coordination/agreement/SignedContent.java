/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.agreement;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.coordination.agreement.AgreementMessage.Endorsement;
import java.util.ArrayList;
import java.util.List;

/**
 * What a general puts its signature to: the agreement, the order, everything signed before, and its own name. Each part with its length
 * before it, so that no two contents are the same bytes.
 */
final class SignedContent {
    private static final Bytes PURPOSE = Bytes.ofUtf8("consenso signed order");

    private SignedContent() {}

    /** The commander's content. */
    static Bytes of(String group, Bytes order, PeerId commander) {
        return of(group, order, List.of(), commander);
    }

    /** The content of who endorses what these have endorsed. */
    static Bytes of(String group, Bytes order, List<Endorsement> before, PeerId signer) {
        List<Bytes> parts = new ArrayList<>();
        add(parts, PURPOSE);
        add(parts, Bytes.ofUtf8(group));
        add(parts, order);
        for (Endorsement endorsement : before) {
            add(parts, Bytes.ofUtf8(endorsement.signer().value()));
            add(parts, endorsement.signature());
        }
        add(parts, Bytes.ofUtf8(signer.value()));
        return Bytes.concat(parts);
    }

    private static void add(List<Bytes> parts, Bytes part) {
        parts.add(Bytes.ofLong(part.length()));
        parts.add(part);
    }
}
