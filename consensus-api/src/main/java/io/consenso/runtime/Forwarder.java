/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.runtime;

import io.consenso.PeerId;
import io.consenso.spi.Frame;
import java.time.Duration;
import java.util.Optional;

/**
 * Sends this replica's commands to the leader, and again when they may have been lost: after a change of leader, and when for some time none
 * of them was answered. Sending again is harmless, since a session applies each command once. Loop lane only.
 */
final class Forwarder {
    private static final long RESEND_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long RESEND_NANOS_MAX = Duration.ofSeconds(8).toNanos();

    private final Replica.Parts parts;
    private final Proposals proposals;
    private final OwnSession own;
    private long headSeen;
    private long headSinceNanos;
    private long patienceNanos = RESEND_NANOS;

    Forwarder(Replica.Parts parts, Proposals proposals, OwnSession own) {
        this.parts = parts;
        this.proposals = proposals;
        this.own = own;
    }

    /** Sends what has not been sent, if a leader is known. */
    void forward(Optional<PeerId> leader, SnapshotTransfer.Sender sender) {
        if (leader.isEmpty() || leader.get().equals(parts.self())) {
            return;
        }
        while (proposals.hasUnsent()) {
            Optional<CommandBlock> block = Ordering.takeOwn(
                    proposals, own, parts.host().nanoTime(), parts.options().batchBytesMax());
            if (block.isEmpty()) {
                return;
            }
            Frame frame = Frame.of(
                    Headers.encode(EntryCodec.toProto(block.get())), block.get().commands());
            sender.send(leader.get(), Envelope.Kind.FORWARD, frame);
        }
    }

    /** What was on its way to another leader, or into this replica's own engine, may be lost. */
    void leaderChanged() {
        own.askAgain();
        proposals.resend();
        patienceNanos = RESEND_NANOS;
    }

    /** Whether nothing was answered for so long that everything is to be sent again. */
    boolean mustResend(long nowNanos) {
        if (!proposals.awaitsAnswers() || proposals.head() != headSeen) {
            headSeen = proposals.head();
            headSinceNanos = nowNanos;
            patienceNanos = RESEND_NANOS;
            return false;
        }
        if (nowNanos - headSinceNanos < patienceNanos) {
            return false;
        }
        headSinceNanos = nowNanos;
        patienceNanos = Math.min(RESEND_NANOS_MAX, patienceNanos * 2);
        proposals.resend();
        return true;
    }
}
