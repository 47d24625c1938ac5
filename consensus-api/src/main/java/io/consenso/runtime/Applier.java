/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.runtime;

import io.consenso.Bytes;
import io.consenso.Command;
import io.consenso.ReplicatedState;
import io.consenso.engine.InvariantViolation;
import io.consenso.runtime.proto.SnapshotHeader;
import io.consenso.runtime.proto.Style;
import io.consenso.spi.Entry;
import io.consenso.spi.MalformedFrameException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an entry does to the state and to the sessions: the same on every replica, a function of the log alone. Answers this replica's own proposals on
 * the way. Apply lane only.
 */
final class Applier {
    private final Replication replication;
    private final ReplicatedState machine;
    private final Sessions sessions = new Sessions();
    private final Optional<Execution> execution;
    private final Proposals proposals;
    private final OwnSession own;
    private final Runnable wake;

    /** The last entry that has changed the state or what sessions have applied. */
    private long changedAt;

    /** The last one is called when the loop lane has something to send. */
    Applier(Replication replication, ReplicaOptions options, Proposals proposals, OwnSession own, Runnable wake) {
        this.replication = replication;
        this.proposals = proposals;
        this.own = own;
        this.wake = wake;
        machine = replication.state();
        execution = replication instanceof Replication.Passive passive
                ? Optional.of(new Execution(passive.state(), sessions, options))
                : Optional.empty();
    }

    /** Has the primary execute on the state as it is; changes nothing. */
    Formed execute(Execution.Work work) throws MalformedFrameException {
        return execution.orElseThrow().execute(work, changedAt);
    }

    /** Takes over what a snapshot says beside the state. Throws {@link IllegalArgumentException} when it is of another style. */
    void restore(SnapshotHeader header, long index) {
        replication.requireSame(header.getStyle(), "the snapshot at " + index);
        changedAt = header.getChangedAt();
        sessions.restore(header);
    }

    /** Applies a COMMANDS entry; entries come in order. */
    void apply(Entry entry) throws MalformedFrameException {
        EntryCodec.Batch batch = EntryCodec.decode(entry.payload());
        if (batch.style() != replication.style()) {
            replication.requireSame(batch.style(), "entry " + entry.index());
        }
        long timeMillis = sessions.advanceTo(batch.timeMillis(), expired -> {
            machine.sessionExpired(expired, sessions.timeMillis());
            changedAt = entry.index();
        });
        // Primary order: an update means nothing to a state other than the one it was computed on.
        boolean isStale = batch.style() == Style.PASSIVE && batch.base() != changedAt;
        int ordinal = 0;
        for (CommandBlock block : batch.blocks()) {
            if (block.open().isPresent()) {
                Sessions.Session session = sessions.open(block.open().get());
                if (own.opened(block.open().get(), session.id())) {
                    wake.run();
                }
            } else if (isStale) {
                passOver(block);
            } else {
                ordinal = applyBlock(entry.index(), ordinal, timeMillis, batch.seed(), block);
            }
        }
    }

    private int applyBlock(long index, int firstOrdinal, long timeMillis, long seed, CommandBlock block)
            throws MalformedFrameException {
        Sessions.Session session = sessions.use(block.session()).orElse(null);
        boolean mine = block.session() == own.id();
        if (session == null) {
            noteExpired(block);
            return firstOrdinal;
        }
        session.forgetBelow(block.floor());
        List<Bytes> replies = new ArrayList<>();
        long sequence = block.first();
        long firstAnswered = 0;
        int ordinal = firstOrdinal;
        boolean isPaired = replication.isPaired();
        for (LengthPrefixed reader = block.reader(); reader.hasNext(); sequence++, ordinal++) {
            Bytes payload = reader.next();
            Bytes companion = isPaired ? reader.next() : Bytes.EMPTY;
            if (!session.isNext(sequence, block.floor())) {
                InvariantViolation.check(execution.isEmpty(), "an update of a command that is not next in its session");
                continue;
            }
            Bytes reply =
                    replication.apply(new Command(index, ordinal, timeMillis, seed, session.id(), payload), companion);
            session.applied(sequence, reply);
            if (replies.isEmpty()) {
                firstAnswered = sequence;
            }
            replies.add(reply);
        }
        if (!replies.isEmpty()) {
            changedAt = index;
        }
        if (mine) {
            proposals.answer(firstAnswered, replies);
            if (session.lastSequence() < sequence - 1 || block.commands().isEmpty()) {
                proposals.resend();
                wake.run();
            }
        }
        return ordinal;
    }

    /** What the primary made of these commands is not applied, on any replica: the owner sends them again, to be executed on the state as it is now. */
    private void passOver(CommandBlock block) {
        if (sessions.use(block.session()).isEmpty()) {
            noteExpired(block);
        } else if (block.session() == own.id()) {
            proposals.resend();
            wake.run();
        }
    }

    private void noteExpired(CommandBlock block) {
        if (own.expired(block.session())) {
            proposals.sessionExpired();
            wake.run();
        }
    }

    /** A snapshot jumped over entries that carried this replica's commands: their answers are in the session that came with it. */
    void answerFromRestored() {
        long id = own.id();
        if (id == 0) {
            return;
        }
        sessions.find(id)
                .ifPresentOrElse(
                        session -> {
                            List<Bytes> replies = session.replies();
                            long first = session.lastSequence() - replies.size() + 1;
                            proposals.answersLostBelow(first);
                            proposals.answer(first, replies);
                        },
                        () -> {
                            if (own.expired(id)) {
                                proposals.sessionLost();
                            }
                        });
        wake.run();
    }

    /** What a snapshot of the state must say beside it. */
    SnapshotHeader capture() {
        SnapshotHeader header = sessions.capture();
        return switch (replication.style()) {
            case PASSIVE ->
                header.toBuilder()
                        .setStyle(Style.PASSIVE)
                        .setChangedAt(changedAt)
                        .build();
            case SEMI_ACTIVE -> header.toBuilder().setStyle(Style.SEMI_ACTIVE).build();
            default -> header;
        };
    }
}
