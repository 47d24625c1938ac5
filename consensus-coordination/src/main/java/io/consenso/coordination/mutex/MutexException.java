/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.mutex;

/** Why a resource was not granted. Whoever gets one of these holds nothing and may ask again. */
public abstract sealed class MutexException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private MutexException(String message) {
        super(message);
    }

    /** The deadline passed. The message says what was waited for: a holder that lives, or somebody of whom nothing is heard. */
    public static final class TimedOut extends MutexException {
        private static final long serialVersionUID = 1;

        /** With that explanation. */
        public TimedOut(String message) {
            super(message);
        }
    }

    /** The mutex cannot serve here: it is closed, or who is needed for it is gone. */
    public static final class Unavailable extends MutexException {
        private static final long serialVersionUID = 1;

        /** With that explanation. */
        public Unavailable(String message) {
            super(message);
        }
    }
}
