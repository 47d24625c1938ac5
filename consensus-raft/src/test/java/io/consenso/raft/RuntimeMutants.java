/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import io.consenso.testkit.mutation.Mutant;
import java.util.List;
import java.util.stream.Stream;

/** One bug, or several, for each safety rule of the runtime: order of writes, sessions, reads, snapshots, identity. */
final class RuntimeMutants {
    private RuntimeMutants() {}

    static List<Mutant> all() {
        return Stream.of(writes(), applying(), sessions(), answers(), styles(), snapshots(), liveness(), identity())
                .flatMap(List::stream)
                .toList();
    }

    private static Mutant mutant(String name, String rule, String type, String original, String replacement) {
        return new Mutant(name, rule, "io/consenso/runtime/" + type + ".java", original, replacement);
    }

    private static List<Mutant> writes() {
        return List.of(
                mutant(
                        "promises-sent-before-the-write",
                        "What waits for a write leaves after it.",
                        "ReplicaLoop",
                        "send(addressed(ready.sendNow()));",
                        "send(addressed(ready.sendNow())); send(addressed(ready.sendAfterPersist()));"),
                mutant(
                        "promises-overtake-a-write-in-flight",
                        "What comes with no write of its own waits for those in flight.",
                        "ReplicaLoop",
                        "if (change.isEmpty() && writesInFlight == 0) {",
                        "if (change.isEmpty()) {"),
                mutant(
                        "write-reported-when-handed-over",
                        "The engine hears of a write when it is on disk.",
                        "ReplicaLoop",
                        """
                        logLane.write(
                                parts.group(),
                                change,
                                () -> {
                                    sendAfterPersist(messages, greetings);
                                    input(() -> persisted(ready.batch(), engineWrote));
                                },
                        """,
                        """
                        input(() -> persisted(ready.batch(), engineWrote));
                        logLane.write(
                                parts.group(),
                                change,
                                () -> sendAfterPersist(messages, greetings),
                        """),
                mutant(
                        "log-lane-reports-before-it-writes",
                        "The log lane reports a write that is synced.",
                        "LogLane",
                        """
                        long start = host.nanoTime();
                        storage.write(batches, thrown -> {
                            // An error leaves the storage in an unknown state as much as a failed write does.
                            failure = thrown;
                            if (synced && thrown.isEmpty()) {
                                latency.recordNanos(host.nanoTime() - start);
                            }
                            writes.forEach(this::report);
                        });
                        """,
                        """
                        writes.forEach(this::report);
                        storage.write(batches, thrown -> failure = thrown);
                        """),
                mutant(
                        "log-lane-writes-the-first-alone",
                        "A write that shares its fsync with others is written, too.",
                        "LogLane",
                        "if (!write.batch().batch().isEmpty()) {",
                        "if (!write.batch().batch().isEmpty() && batches.isEmpty()) {"),
                mutant(
                        "log-lane-writes-in-reverse",
                        "Writes reach the disk in the order in which they were handed over.",
                        "LogLane",
                        "batches.add(write.batch());",
                        "batches.add(0, write.batch());"),
                mutant(
                        "log-lane-reports-in-reverse",
                        "Writes are reported in the order in which they were handed over.",
                        "LogLane",
                        "writes.forEach(this::report); });",
                        "for (int i = writes.size() - 1; i >= 0; i--) { report(writes.get(i)); } });"),
                mutant(
                        "failed-write-reported-as-durable",
                        "A failed write is never reported as durable.",
                        "LogLane",
                        "failure = thrown;",
                        ""),
                mutant(
                        "failed-write-does-not-halt",
                        "A replica whose write failed stops.",
                        "ReplicaLoop",
                        "this::halt);",
                        "cause -> {});"),
                mutant(
                        "hard-state-not-stored",
                        "The engine's term and vote are in the batch that goes to disk.",
                        "StoredState",
                        "engine.ifPresent(bytes -> state.setEngine(UnsafeByteOperations.unsafeWrap(bytes.asByteBuffer())));",
                        ""),
                mutant(
                        "hard-state-stored-late",
                        "The hard state that is written is the newest.",
                        "StoredState",
                        """
                        batch.hardState().ifPresent(state -> engine = Optional.of(state));
                        changed = false;
                        RuntimeState.Builder state = RuntimeState.newBuilder();
                        engine.ifPresent(bytes -> state.setEngine(UnsafeByteOperations.unsafeWrap(bytes.asByteBuffer())));
                        """,
                        """
                        changed = false;
                        RuntimeState.Builder state = RuntimeState.newBuilder();
                        engine.ifPresent(bytes -> state.setEngine(UnsafeByteOperations.unsafeWrap(bytes.asByteBuffer())));
                        batch.hardState().ifPresent(newest -> engine = Optional.of(newest));
                        """),
                mutant(
                        "entries-leave-memory-before-durable",
                        "An entry stays in memory until it is on disk.",
                        "LogTail",
                        "keepFrom = Math.min(keepFrom, write.lowestIndex());",
                        "keepFrom = Math.max(keepFrom, write.lowestIndex());"));
    }

    private static List<Mutant> applying() {
        return List.of(
                mutant(
                        "applied-before-committed",
                        "Only committed entries are applied (3.5).",
                        "ReplicaLoop",
                        "if (progress.commitIndex() > handedToApply) { handedToApply = progress.commitIndex();",
                        "if (tail.lastIndex() > handedToApply) { handedToApply = tail.lastIndex();"),
                mutant(
                        "applied-index-off-after-a-restore",
                        "After a snapshot the log goes on behind its last entry.",
                        "ApplyLane",
                        "applied = snapshot.meta().position();",
                        "applied = new LogPosition(snapshot.meta().index() - 1, snapshot.meta().epoch());"),
                mutant(
                        "seed-drawn-where-applied",
                        "What a command may draw from is the same on every replica.",
                        "Applier",
                        "new Command(index, ordinal, timeMillis, seed, session.id(), payload)",
                        "new Command(index, ordinal, timeMillis, System.identityHashCode(this), session.id(), payload)"),
                mutant(
                        "first-command-of-an-entry-skipped-elsewhere",
                        "Every command of an entry is applied, on every replica.",
                        "Applier",
                        "if (!session.isNext(sequence, block.floor())) {",
                        "if (!session.isNext(sequence, block.floor()) || (!mine && ordinal > 0)) {"),
                mutant(
                        "log-time-goes-back",
                        "Log time never goes back.",
                        "Sessions",
                        "timeMillis = Math.max(timeMillis, stampedMillis);",
                        "timeMillis = stampedMillis;"),
                mutant(
                        "read-served-before-applied",
                        "A read is answered when the state machine has come to its index (6.4).",
                        "ApplyLane",
                        "while (!granted.isEmpty() && granted.peek().atIndex() <= applied.index()) {",
                        "while (!granted.isEmpty()) {"),
                mutant(
                        "read-rounds-share-an-id",
                        "Answers to two rounds of reads never mix.",
                        "Reads",
                        "engine.read(nextRound++);",
                        "engine.read(nextRound);"));
    }

    private static List<Mutant> sessions() {
        return List.of(
                mutant(
                        "retry-applied-again",
                        "A command is applied once, however often it is sent (6.3).",
                        "Sessions",
                        "return sequence > lastSequence && sequence <= Math.max(lastSequence + 1, floor);",
                        "return sequence <= Math.max(lastSequence + 1, floor);"),
                mutant(
                        "gap-passed-over",
                        "A command is not applied before those of its session that precede it.",
                        "Sessions",
                        "return sequence > lastSequence && sequence <= Math.max(lastSequence + 1, floor);",
                        "return sequence > lastSequence;"),
                mutant(
                        "sessions-left-out-of-the-snapshot",
                        "A snapshot carries the sessions (6.3).",
                        "Sessions",
                        "for (Session session : byId.values()) { header",
                        "for (Session session : List.<Session>of()) { header"),
                mutant(
                        "last-sequence-left-out-of-the-snapshot",
                        "A snapshot carries how far each session has come (6.3).",
                        "Sessions",
                        ".setLastSequence(session.lastSequence)",
                        ""),
                mutant(
                        "next-session-left-out-of-the-snapshot",
                        "A session's id is never given to another.",
                        "Sessions",
                        "next = header.getNextSession();",
                        "next = 1 + header.getSessionsCount() / 2;"),
                mutant(
                        "replies-left-out-of-the-snapshot",
                        "A snapshot carries the replies that may still be asked for (6.3).",
                        "Sessions",
                        ".addAllReplies(toByteStrings(session.replies))",
                        ""),
                mutant(
                        "sessions-expire-by-the-local-clock",
                        "Sessions expire by log time, at the same entry on every replica (6.3).",
                        "Applier",
                        "long timeMillis = sessions.advanceTo(",
                        "sessions.advanceTo(batch.timeMillis() + System.identityHashCode(this) % 10_000, expired -> {}); long timeMillis = sessions.advanceTo("),
                mutant(
                        "session-shared-by-two-replicas",
                        "A session has one owner.",
                        "OwnSession",
                        "request.getNonceHigh() != nonceHigh ||",
                        ""),
                mutant(
                        "session-name-used-again-after-a-restart",
                        "A replica that comes back opens a session of its own.",
                        "Replica",
                        "new OwnSession(host.random().nextLong(),",
                        "new OwnSession(parts.self().hashCode(),"),
                mutant(
                        "sent-again-after-its-session-expired",
                        "What may have been applied under a session that is gone is not sent again.",
                        "Proposals",
                        "failSentMoreThan(1);",
                        "failSentMoreThan(Integer.MAX_VALUE);"),
                mutant(
                        "sent-again-after-its-session-was-lost",
                        "What may have been applied in a part of the log that a snapshot jumped over is not sent again.",
                        "Proposals",
                        "failSentMoreThan(0);",
                        "failSentMoreThan(Integer.MAX_VALUE);"));
    }

    private static List<Mutant> answers() {
        return List.of(
                mutant(
                        "unknown-outcome-reported-as-refusal",
                        "An error that says \"not applied\" is true.",
                        "Proposals",
                        "new ConsensusException.OutcomeUnknown(\"no answer from the group before the deadline\")",
                        "new ConsensusException.NotLeader(\"no answer from the group before the deadline\", leader)"),
                mutant(
                        "unknown-outcome-reported-as-halted",
                        "What was sent when a replica stops may have been applied.",
                        "Proposals",
                        """
                        sent -> sent
                                ? new ConsensusException.OutcomeUnknown(
                                        "this replica stopped before the answer came: " + reason.getMessage())
                                : reason);
                        """,
                        "sent -> reason);"),
                mutant(
                        "reply-given-to-the-wrong-command",
                        "A reply goes to the command that it answers.",
                        "Applier",
                        "firstAnswered = sequence;",
                        "firstAnswered = block.first();"),
                mutant(
                        "reply-of-another-session-taken",
                        "A reply goes to the session that it answers.",
                        "Applier",
                        "boolean mine = block.session() == own.id();",
                        "boolean mine = own.id() != 0;"),
                mutant(
                        "restored-replies-shifted",
                        "A cached reply answers the command that it belongs to.",
                        "Applier",
                        "long first = session.lastSequence() - replies.size() + 1;",
                        "long first = session.lastSequence() - replies.size();"));
    }

    private static List<Mutant> styles() {
        return List.of(
                mutant(
                        "decision-made-where-applied",
                        "A decision is the leader's, the same on every replica.",
                        "Replication",
                        "return state.apply(command, companion);",
                        "return state.apply(command, state.decide(command.payload()));"),
                mutant(
                        "update-applied-to-another-state",
                        "An update is applied to the state that it was computed on, or not at all (Zab: primary order).",
                        "Applier",
                        "boolean isStale = batch.style() == Style.PASSIVE && batch.base() != changedAt;",
                        "boolean isStale = false;"),
                mutant(
                        "expiry-is-no-change-of-the-state",
                        "The end of a session changes the state, too.",
                        "Applier",
                        "changedAt = entry.index();",
                        ""),
                mutant(
                        "last-change-left-out-of-the-snapshot",
                        "A snapshot says which entry was the last to change the state.",
                        "Applier",
                        ".setChangedAt(changedAt)",
                        ""));
    }

    private static List<Mutant> snapshots() {
        return List.of(
                mutant(
                        "snapshot-labelled-ahead-of-its-state",
                        "A snapshot holds everything up to its label (5).",
                        "ApplyLane",
                        "events.captured(applied, applier.capture(), state, waiting);",
                        """
                        LogPosition label =
                                new LogPosition(applied.index() + 1, applied.epoch());
                        events.captured(label, applier.capture(), state, waiting);
                        """),
                mutant(
                        "snapshot-labelled-behind-its-state",
                        "A snapshot holds nothing beyond its label (5).",
                        "ApplyLane",
                        "events.captured(applied, applier.capture(), state, waiting);",
                        """
                        LogPosition label =
                                new LogPosition(Math.max(1, applied.index() - 1), applied.epoch());
                        events.captured(label, applier.capture(), state, waiting);
                        """),
                mutant(
                        "older-snapshot-replaces-a-newer-one",
                        "A snapshot never replaces a newer one, below which the log may be gone.",
                        "SnapshotWriter",
                        "newest.meta().index() < meta.index()",
                        "newest.meta().index() != meta.index()"),
                mutant(
                        "log-compacted-before-the-snapshot-is-durable",
                        "The log is compacted when the snapshot is on disk.",
                        "SnapshotWriter",
                        "if (writeNow(meta, header, state)) { onStored.accept(meta); }",
                        "onStored.accept(meta); writeNow(meta, header, state);"),
                mutant(
                        "snapshot-piece-taken-twice",
                        "A piece of a snapshot goes where it belongs.",
                        "SnapshotTransfer",
                        "if (chunk.getOffset() != into.position()) {",
                        "if (chunk.getOffset() > into.position()) {"),
                mutant(
                        "engine-told-of-a-snapshot-before-it-is-restored",
                        "What the log no longer has is in the state machine.",
                        "ApplyLane",
                        "restoreNow(store, snapshot); applier.answerFromRestored();",
                        "if (applied.index() == 0) { restoreNow(store, snapshot); } else { applied = snapshot.meta().position(); } applier.answerFromRestored();"));
    }

    private static List<Mutant> liveness() {
        return List.of(
                mutant(
                        "wanted-snapshot-never-fetched",
                        "A replica that is too far behind catches up by a snapshot.",
                        "ReplicaLoop",
                        "snapshots.want(progress.fetch());",
                        ""),
                mutant(
                        "lost-piece-never-asked-for-again",
                        "A snapshot arrives though some of its pieces are lost.",
                        "SnapshotTransfer",
                        "if (number == requests && current.isPresent() && !isFinished()) {",
                        "if (number < 0) {"),
                mutant(
                        "floor-lost-in-the-log",
                        "A session goes on though its owner has given up on some of its commands.",
                        "EntryCodec",
                        ".setFloor(block.floor())",
                        ""),
                mutant(
                        "lost-command-never-sent-again",
                        "A command that was lost on its way to the leader is sent again.",
                        "Forwarder",
                        "if (!proposals.awaitsAnswers() || proposals.head() != headSeen) {",
                        "if (headSeen <= Long.MAX_VALUE) {"));
    }

    private static List<Mutant> identity() {
        return List.of(
                mutant(
                        "lost-storage-not-recognised",
                        "A replica that comes back with another storage is not listened to.",
                        "Introductions",
                        "} else if (known.getAsLong() != envelope.storageId()) {",
                        "} else if (known.isEmpty()) {"),
                mutant(
                        "heard-by-whoever-bears-the-name",
                        "What was meant for a lost storage does not reach the one that took its place.",
                        "Envelope",
                        "return addressee == ANYBODY || addressee == storage;",
                        "return true;"),
                mutant(
                        "adopted-peer-keeps-its-acknowledgements",
                        "What a peer acknowledged before it lost its storage does not count any more.",
                        "Introductions",
                        "onForgotten.accept(from);",
                        ""),
                mutant(
                        "unreadable-block-ordered",
                        "What is ordered can be read by everybody.",
                        "ReplicaLoop",
                        "commands.requireReadable();",
                        ""));
    }
}
