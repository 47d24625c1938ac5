/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.service;

import io.consenso.coordination.service.proto.CoordinationReply;
import io.consenso.coordination.service.proto.Refusal;

/** What a machine refuses, as exceptions. */
final class Refusals {
    private Refusals() {}

    /** Nobody else may see this one: it is a plain answer to who does not want to wait. */
    static final class Busy extends RuntimeException {
        private static final long serialVersionUID = 1;

        Busy(String message) {
            super(message, null, false, false);
        }
    }

    static RuntimeException of(Refusal refusal) {
        return refusal.getReason() == Refusal.Reason.BUSY
                ? new Busy(refusal.getText())
                : new CoordinationException.Refused(refusal.getText());
    }

    /** The reply, unless it is a refusal, which is thrown. */
    static CoordinationReply accepted(CoordinationReply reply) {
        if (reply.hasRefusal()) {
            throw of(reply.getRefusal());
        }
        return reply;
    }
}
