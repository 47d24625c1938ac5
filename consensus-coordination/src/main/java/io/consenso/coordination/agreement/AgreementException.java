/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.agreement;

/** Why a process did not decide, or its value was not taken. Says nothing about what the others decide. */
public final class AgreementException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** With that explanation. */
    public AgreementException(String message) {
        super(message);
    }
}
