/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.spi;

import java.io.IOException;

/** Bytes from a peer that make no sense. The frame is dropped and counted; nothing else happens. */
public final class MalformedFrameException extends IOException {
    private static final long serialVersionUID = 1L;

    /** With what is wrong. */
    public MalformedFrameException(String message) {
        super(message);
    }

    /** With what is wrong and who found it. */
    public MalformedFrameException(String message, Throwable cause) {
        super(message, cause);
    }
}
