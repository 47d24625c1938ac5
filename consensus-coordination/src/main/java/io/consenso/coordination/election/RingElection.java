/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.election;

import io.consenso.Bytes;
import io.consenso.coordination.Member;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Leader election on a ring: Chang and Roberts, "An improved algorithm for decentralized extrema-finding in circular configurations of processes",
 * 1979. The members form a ring in the order of their names. A process that begins an election sends its own id to the next; a larger id
 * replaces a smaller one on its way, a smaller one is swallowed by whoever takes part already, and the process whose own id comes back is
 * elected and says so once around the ring.
 *
 * <p><b>Assumptions.</b> Processes crash and may return; links between live ones are reliable and keep their order; the failure detector is
 * perfect: it suspects every process that is dead in the end, and none that lives. {@link RingElectionOptions} holds the times on which the
 * latter rests. Nothing is stored.
 *
 * <p><b>Guarantees</b> under these: at no moment do two processes lead; all that live come to name the same live leader, or begin another
 * election. When the leader dies, resigns or closes, the others elect again. The largest live process is elected, except one that has just
 * returned or resigned; a larger one that returns later does not take over.
 *
 * <p><b>Outside of them.</b> When a live process is suspected, as in a partition or after a long pause, there can be two leaders at a time, until they
 * hear each other again. Each epoch belongs to one process even then. Epochs grow from one leadership to the next as long as one process
 * lives that knows the last one: what is fenced by them is safe unless all die at once.
 *
 * <p><b>Messages.</b> At most 3N - 1 for an election without faults, however many begin it: N - 1 until the largest has heard of it, N until its id
 * is back, N to tell everyone. At least 2N, when the largest begins. Heart-beats are not among them: every process sends one to every other each
 * interval.
 *
 * <p>Safe for use by any number of threads; listeners are called on the election's own lane.
 */
public final class RingElection implements Election {
    private final RunningElection<RingMessage> running;

    private RingElection(Member member, RingElectionOptions options) {
        running = new RunningElection<>(
                member, new RingElectionProcess(member.self(), member.peers(), options), RingCodec.CODEC);
    }

    /** Takes part from now on. */
    public static RingElection join(Member member, RingElectionOptions options) {
        return new RingElection(member, options);
    }

    /** What a frame of this election says, for readers of a trace: the message's name, then its round and whom it is about. */
    public static String describe(Bytes frame) {
        return RingCodec.CODEC.describe(
                frame,
                message -> message.getClass().getSimpleName() + " round=" + message.round() + " " + subject(message));
    }

    private static String subject(RingMessage message) {
        if (message instanceof RingMessage.Election election) {
            return election.candidate().value();
        } else if (message instanceof RingMessage.Elected elected) {
            return elected.leader().value();
        } else if (message instanceof RingMessage.Heartbeat heartbeat) {
            return heartbeat.standing().name();
        }
        throw new IllegalStateException("no message of the ring: " + message);
    }

    @Override
    public Optional<Leadership> current() {
        return running.current();
    }

    @Override
    public void listen(ElectionListener listener) {
        running.listen(listener);
    }

    @Override
    public CompletableFuture<Void> stepDown() {
        return running.stepDown();
    }

    /** Resigns first if this process leads. */
    @Override
    public void close() {
        running.close();
    }
}
