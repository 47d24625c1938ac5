/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.runtime;

import io.consenso.Bytes;
import io.consenso.ConsensusException;
import io.consenso.PeerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The commands proposed on this replica that have no answer yet, in the order of their sequence numbers: the owner's side of a session.
 * They are answered in that order, since a session applies them in that order.
 *
 * <p>Guarded by its own lock, taken once per batch; futures complete outside of it. Proposers add at the tail, the loop lane sends from the
 * middle, the apply lane answers at the head.
 */
final class Proposals {
    private final int countMax;
    private final long bytesMax;

    private Pending[] ring = new Pending[64];
    private long head = 1;
    private long unsent = 1;
    private long tail = 1;
    private long bytes;
    private Optional<ConsensusException.Halted> closed = Optional.empty();

    Proposals(int countMax, long bytesMax) {
        this.countMax = countMax;
        this.bytesMax = bytesMax;
    }

    private static final class Pending {
        private final Bytes command;
        private final CompletableFuture<Bytes> future;
        private final long deadlineNanos;
        private int sendings;

        private Pending(Bytes command, CompletableFuture<Bytes> future, long deadlineNanos) {
            this.command = command;
            this.future = future;
            this.deadlineNanos = deadlineNanos;
        }
    }

    /** What a command needs of the loop lane. */
    enum Wake {
        /** The loop lane knows already that something waits. */
        NONE,
        /** It must run soon; meanwhile more may gather. */
        SOON,
        /** Nothing else is under way that the command could share a batch with: it may run at once. */
        NOW
    }

    /** Takes a command in. */
    synchronized Wake add(Bytes command, CompletableFuture<Bytes> future, long deadlineNanos) {
        if (closed.isPresent()) {
            throw closed.get();
        }
        if (tail - head >= countMax || (tail > head && bytes + command.length() > bytesMax)) {
            throw new ConsensusException.Overloaded(
                    (tail - head) + " commands of " + bytes + " bytes are unanswered on this replica");
        }
        if (tail - head == ring.length) {
            grow();
        }
        ring[slot(tail)] = new Pending(command, future, deadlineNanos);
        bytes += command.length();
        Wake wake = tail == head ? Wake.NOW : tail == unsent ? Wake.SOON : Wake.NONE;
        tail++;
        return wake;
    }

    synchronized int count() {
        return (int) (tail - head);
    }

    synchronized boolean hasUnsent() {
        return unsent < tail;
    }

    /** The next commands to send, at most so many bytes of them but at least one; empty when all are on their way. */
    synchronized Optional<CommandBlock> take(long session, int bytesLimit) {
        if (unsent == tail) {
            return Optional.empty();
        }
        long first = unsent;
        int size = 0;
        while (unsent < tail) {
            int more = CommandBlock.Writer.encodedLength(ring[slot(unsent)].command);
            if (unsent > first && size + more > bytesLimit) {
                break;
            }
            size += more;
            unsent++;
        }
        CommandBlock.Writer writer = new CommandBlock.Writer(size);
        for (long sequence = first; sequence < unsent; sequence++) {
            Pending pending = ring[slot(sequence)];
            pending.sendings++;
            writer.add(pending.command);
        }
        return Optional.of(CommandBlock.of(session, head, first, writer.finish()));
    }

    /** Everything that has no answer goes out again, from the first. */
    synchronized void resend() {
        unsent = head;
    }

    /** Whether something was sent and has no answer. */
    synchronized boolean awaitsAnswers() {
        return head < unsent;
    }

    /** The first sequence number without an answer. */
    synchronized long head() {
        return head;
    }

    /** Answers consecutive commands, the first of which has this sequence number; those answered before are skipped. */
    void answer(long first, List<Bytes> replies) {
        List<CompletableFuture<Bytes>> futures;
        int skip;
        synchronized (this) {
            skip = (int) Math.max(0, head - first);
            if (skip >= replies.size()) {
                return;
            }
            while (head < first) {
                // Given up by the session rule, which needs this replica's own floor; so they are gone from here
                // already.
                throw new IllegalStateException("command " + head + " was passed over, " + first + " is answered");
            }
            futures = removeUpTo(Math.min(tail, first + replies.size()));
        }
        for (int i = 0; i < futures.size(); i++) {
            futures.get(i).complete(replies.get(skip + i));
        }
    }

    /** Fails what is past its deadline: {@code NotLeader} if it was never sent, else {@code OutcomeUnknown}. */
    void expire(long nowNanos, Optional<PeerId> leader) {
        fail(
                nowNanos,
                sent -> sent
                        ? new ConsensusException.OutcomeUnknown("no answer from the group before the deadline")
                        : new ConsensusException.NotLeader("no leader took the command before its deadline", leader));
    }

    /**
     * The log says, at this point of it, that the session has expired. What was sent once goes out again: had it been applied, this replica
     * would have seen it. What was sent more than once may have been applied by another sending, so it fails, with what stands before it.
     */
    void sessionExpired() {
        failSentMoreThan(1);
    }

    /** A snapshot has jumped over a part of the log and the session is not in it: whatever was sent may have been applied in that part. */
    void sessionLost() {
        failSentMoreThan(0);
    }

    private void failSentMoreThan(int sendings) {
        List<CompletableFuture<Bytes>> doubtful;
        synchronized (this) {
            long until = head;
            for (long sequence = head; sequence < tail; sequence++) {
                if (ring[slot(sequence)].sendings > sendings) {
                    until = sequence + 1;
                }
            }
            doubtful = removeUpTo(until);
            unsent = head;
        }
        for (CompletableFuture<Bytes> future : doubtful) {
            future.completeExceptionally(
                    new ConsensusException.OutcomeUnknown("the session expired while the command was under way"));
        }
    }

    /** Fails every command below this sequence number, which was applied and whose answer can no longer be known. */
    void answersLostBelow(long sequence) {
        List<CompletableFuture<Bytes>> lost;
        synchronized (this) {
            lost = removeUpTo(Math.min(sequence, tail));
        }
        for (CompletableFuture<Bytes> future : lost) {
            future.completeExceptionally(new ConsensusException.OutcomeUnknown("applied, but its reply is gone"));
        }
    }

    /** Fails everything and refuses what comes. */
    void close(ConsensusException.Halted reason) {
        synchronized (this) {
            if (closed.isEmpty()) {
                closed = Optional.of(reason);
            }
        }
        fail(
                Long.MAX_VALUE,
                sent -> sent
                        ? new ConsensusException.OutcomeUnknown(
                                "this replica stopped before the answer came: " + reason.getMessage())
                        : reason);
    }

    private void fail(long nowNanos, Function<Boolean, ConsensusException> failure) {
        List<CompletableFuture<Bytes>> futures = new ArrayList<>();
        List<ConsensusException> failures = new ArrayList<>();
        synchronized (this) {
            while (head < tail && (nowNanos == Long.MAX_VALUE || ring[slot(head)].deadlineNanos - nowNanos <= 0)) {
                failures.add(failure.apply(ring[slot(head)].sendings > 0));
                futures.addAll(removeUpTo(head + 1));
            }
        }
        for (int i = 0; i < futures.size(); i++) {
            futures.get(i).completeExceptionally(failures.get(i));
        }
    }

    private List<CompletableFuture<Bytes>> removeUpTo(long sequence) {
        List<CompletableFuture<Bytes>> futures = new ArrayList<>((int) Math.max(0, sequence - head));
        while (head < sequence) {
            Pending pending = ring[slot(head)];
            futures.add(pending.future);
            bytes -= pending.command.length();
            ring[slot(head)] = null;
            head++;
        }
        unsent = Math.max(unsent, head);
        return futures;
    }

    private int slot(long sequence) {
        return (int) (sequence & (ring.length - 1));
    }

    private void grow() {
        Pending[] larger = new Pending[ring.length * 2];
        for (long sequence = head; sequence < tail; sequence++) {
            larger[(int) (sequence & (larger.length - 1))] = ring[slot(sequence)];
        }
        ring = larger;
    }
}
