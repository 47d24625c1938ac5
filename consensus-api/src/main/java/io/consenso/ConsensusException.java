/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso;

import java.util.Optional;

/**
 * Why a command or a query failed. Each kind says whether the command was applied and whether it may be retried; {@link #mayBeApplied()}
 * says the first in code.
 */
public abstract sealed class ConsensusException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private ConsensusException(String message, Throwable cause) {
        super(message, cause);
    }

    private ConsensusException(String message) {
        super(message);
    }

    /** False only where the command certainly was not and never will be applied. */
    public abstract boolean mayBeApplied();

    /** No leader took the request in time. Not applied; retry later, or elsewhere. */
    public static final class NotLeader extends ConsensusException {
        private static final long serialVersionUID = 1L;
        private final transient Optional<PeerId> leader;

        /** With the leader that is known, if any. */
        public NotLeader(String message, Optional<PeerId> leader) {
            super(message);
            this.leader = leader;
        }

        /** The leader that this replica knows of. */
        public Optional<PeerId> leader() {
            return leader;
        }

        @Override
        public boolean mayBeApplied() {
            return false;
        }
    }

    /** Too much is waiting on this replica already. Not applied; back off and retry. */
    public static final class Overloaded extends ConsensusException {
        private static final long serialVersionUID = 1L;

        /** With the bound that was reached. */
        public Overloaded(String message) {
            super(message);
        }

        @Override
        public boolean mayBeApplied() {
            return false;
        }
    }

    /** The command is larger than the replica accepts. Not applied; retrying cannot help. */
    public static final class TooLarge extends ConsensusException {
        private static final long serialVersionUID = 1L;

        /** With both sizes. */
        public TooLarge(String message) {
            super(message);
        }

        @Override
        public boolean mayBeApplied() {
            return false;
        }
    }

    /** The command was sent to a leader and no answer came in time: it may have been applied, or may yet be. Read before retrying. */
    public static final class OutcomeUnknown extends ConsensusException {
        private static final long serialVersionUID = 1L;

        /** With what was being waited for. */
        public OutcomeUnknown(String message) {
            super(message);
        }

        @Override
        public boolean mayBeApplied() {
            return true;
        }
    }

    /**
     * This replica has stopped, by {@code close()} or by a fault (see {@link #getCause()}). The request never left it, so it was not
     * applied; retry elsewhere.
     */
    public static final class Halted extends ConsensusException {
        private static final long serialVersionUID = 1L;

        /** With the fault that stopped the replica. */
        public Halted(String message, Throwable cause) {
            super(message, cause);
        }

        /** Without a fault: the replica was closed. */
        public Halted(String message) {
            super(message);
        }

        @Override
        public boolean mayBeApplied() {
            return false;
        }
    }
}
