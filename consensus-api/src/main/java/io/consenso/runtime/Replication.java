/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.runtime;

import io.consenso.Bytes;
import io.consenso.Command;
import io.consenso.DecidingStateMachine;
import io.consenso.PrimaryStateMachine;
import io.consenso.ReplicatedState;
import io.consenso.StateMachine;
import io.consenso.runtime.proto.Style;
import java.util.Locale;

/** The three styles of replication behind one face: what the pieces of a block do to the state. */
sealed interface Replication {
    /** As entries and snapshots name it. */
    Style style();

    /** The application's. */
    ReplicatedState state();

    /** Applies a command, or what was made of one, and returns the reply. The companion is what stands behind it in its block, in the styles that have one. */
    Bytes apply(Command command, Bytes companion);

    /** Whether every piece of a block has another behind it. */
    default boolean isPaired() {
        return style() != Style.ACTIVE;
    }

    /** Throws unless entries and snapshots of that style mean something to this one. */
    default void requireSame(Style written, String what) {
        if (written != style()) {
            throw new IllegalArgumentException(what + " was written by " + name(written)
                    + " replication, but this replica was given " + "a state for " + name(style())
                    + " replication: all replicas of a group must have the same");
        }
    }

    private static String name(Style style) {
        return style.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Throws {@link IllegalArgumentException} when the state could be replicated in more than one style. */
    static Replication of(ReplicatedState state) {
        boolean isDeciding = state instanceof DecidingStateMachine;
        boolean isPrimary = state instanceof PrimaryStateMachine;
        if ((isDeciding && isPrimary) || (state instanceof StateMachine && (isDeciding || isPrimary))) {
            throw new IllegalArgumentException(
                    state.getClass().getName() + " is a state for more than one style of replication");
        }
        if (state instanceof DecidingStateMachine deciding) {
            return new SemiActive(deciding);
        }
        if (state instanceof PrimaryStateMachine primary) {
            return new Passive(primary);
        }
        return new Active((StateMachine) state);
    }

    /** Every replica runs every command. */
    record Active(StateMachine state) implements Replication {
        @Override
        public Style style() {
            return Style.ACTIVE;
        }

        @Override
        public Bytes apply(Command command, Bytes companion) {
            return state.apply(command);
        }
    }

    /** Every replica runs every command, with the leader's decision as its companion. */
    record SemiActive(DecidingStateMachine state) implements Replication {
        @Override
        public Style style() {
            return Style.SEMI_ACTIVE;
        }

        @Override
        public Bytes apply(Command command, Bytes companion) {
            return state.apply(command, companion);
        }
    }

    /** The primary has run the command; its update stands where the command stood, with the reply as its companion. */
    record Passive(PrimaryStateMachine state) implements Replication {
        @Override
        public Style style() {
            return Style.PASSIVE;
        }

        @Override
        public Bytes apply(Command command, Bytes companion) {
            if (!command.payload().isEmpty()) {
                state.applyUpdate(command.payload());
            }
            return companion;
        }
    }
}
