/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.service;

import io.consenso.coordination.service.proto.Refusal;

/** A command cannot be carried out and changes nothing. Becomes a reply: a state machine does not throw. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;
    private final Refusal.Reason reason;

    RefusedException(Refusal.Reason reason, String text) {
        super(text, null, false, false);
        this.reason = reason;
    }

    Refusal toProto() {
        return Refusal.newBuilder()
                .setReason(reason)
                .setText(String.valueOf(getMessage()))
                .build();
    }
}
