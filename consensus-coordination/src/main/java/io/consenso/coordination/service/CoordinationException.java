/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.service;

/** Why something was not done. Each kind means that nothing is held and nothing was changed; what may have been done is never one of these. */
public abstract sealed class CoordinationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private CoordinationException(String message) {
        super(message);
    }

    /** It was not one's turn in time. Nothing is held: a grant that crosses this is given back. Try again. */
    public static final class DeadlinePassed extends CoordinationException {
        private static final long serialVersionUID = 1;

        /** With what was waited for. */
        public DeadlinePassed(String message) {
            super(message);
        }
    }

    /** A bound is reached, a name is too long, or what is asked does not fit what others use. Trying again as it is cannot help soon. */
    public static final class Refused extends CoordinationException {
        private static final long serialVersionUID = 1;

        /** With the reason. */
        public Refused(String message) {
            super(message);
        }
    }

    /** A party of the barrier gave up or its session ended; those who waited with it start over. */
    public static final class Broken extends CoordinationException {
        private static final long serialVersionUID = 1;

        /** With the barrier's name. */
        public Broken(String message) {
            super(message);
        }
    }

    /** The door is closed. What it held is given back, or taken when the lease has run out. */
    public static final class Closed extends CoordinationException {
        private static final long serialVersionUID = 1;

        /** With what was closed. */
        public Closed(String message) {
            super(message);
        }
    }
}
