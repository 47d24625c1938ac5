/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.runtime;

import io.consenso.Bytes;
import io.consenso.spi.Entry;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One thing at a time in passive replication: the primary executes, proposes what came of it, and executes again when that is committed. It does not wait
 * for what its predecessor left in the log: nearly always there is nothing. It is the check on apply that keeps updates off a state they were not
 * computed on; this only keeps the primary from working in vain. Loop lane only.
 */
final class PrimaryTurn {
    private final Executor executor;
    private Stage stage = Stage.FREE;
    private Optional<Formed> executed = Optional.empty();
    private Bytes proposed = Bytes.EMPTY;
    private long inFlight;
    private long leaderships;

    private enum Stage {
        FREE,
        EXECUTING,
        PROPOSED,
        IN_FLIGHT
    }

    /** Executes on the apply lane once the entries up to that index are applied, and reports on the loop lane. */
    interface Executor {
        void execute(long atIndex, Execution.Work work, Consumer<Formed> whenExecuted);
    }

    PrimaryTurn(Executor executor) {
        this.executor = executor;
    }

    /** Whether nothing is being executed, and whatever was is committed. */
    boolean isFree() {
        return stage == Stage.FREE;
    }

    void execute(long atIndex, Execution.Work work) {
        stage = Stage.EXECUTING;
        long leadership = leaderships;
        executor.execute(atIndex, work, formed -> {
            if (leadership == leaderships) {
                executed = Optional.of(formed);
            }
        });
    }

    /** What was executed, once; nothing is under way then. */
    Optional<Formed> takeExecuted() {
        Optional<Formed> taken = executed;
        executed = Optional.empty();
        if (taken.isPresent()) {
            stage = Stage.FREE;
        }
        return taken;
    }

    void proposed(Bytes payload) {
        stage = Stage.PROPOSED;
        proposed = payload;
    }

    /** What was proposed never will be in the log. */
    void refused() {
        if (stage == Stage.PROPOSED) {
            stage = Stage.FREE;
        }
    }

    /** Looks for what was proposed, among what may be of others, and waits until it is committed. */
    void follow(List<Entry> appended, long commitIndex) {
        if (stage == Stage.PROPOSED) {
            for (Entry entry : appended) {
                if (entry.kind() == Entry.Kind.COMMANDS && entry.payload().equals(proposed)) {
                    stage = Stage.IN_FLIGHT;
                    inFlight = entry.index();
                }
            }
        }
        if (stage == Stage.IN_FLIGHT && inFlight <= commitIndex) {
            stage = Stage.FREE;
            proposed = Bytes.EMPTY;
        }
    }

    /** Under another leadership, nothing of the one before counts. */
    void startAnew() {
        leaderships++;
        stage = Stage.FREE;
        executed = Optional.empty();
    }
}
