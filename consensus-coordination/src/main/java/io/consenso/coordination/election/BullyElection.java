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
 * The bully election: Garcia-Molina, "Elections in a distributed computing system", 1982. Who misses the leader asks all that are larger, in the order
 * of their names, whether they live. If none answers within {@code T = 2 Tmax + Tprocess}, it announces itself to all that are smaller. Who answers
 * takes the election over; if nevertheless nobody announces itself within a further T', it is begun again. The largest needs to ask nobody.
 * A process that returns begins an election, and takes over if it is the largest.
 *
 * <p><b>Assumptions.</b> The system is synchronous: a message between live processes arrives within Tmax, a process answers within Tprocess, both from
 * {@link BullyElectionOptions}, and none is lost. Processes crash and may return. So silence proves that a process is dead. Nothing is stored.
 *
 * <p><b>Guarantees</b> under these: at no moment do two processes lead; all that live come to name the largest live process that has not resigned. A leader
 * leads only T after its announcement: by then whoever led before has heard of it. When the leader dies, resigns or closes, the others elect
 * again. Who has resigned follows whoever leads next, and takes part again when that one is gone.
 *
 * <p><b>Outside of them</b>, when a message or a process is late, or the network parts, each side elects its largest: there are two leaders at a time, until
 * they hear each other again. Each epoch belongs to one process even then. Epochs grow from one leadership to the next as long as one process
 * lives that knows the last one: what is fenced by them is safe unless all die at once.
 *
 * <p><b>Messages</b> of N processes, the leader's death noticed by one: N - 1 at best, when the next largest notices (one question that is not answered, N - 2
 * announcements); at worst, when the smallest does, {@code N^2 - N - 1}: everyone asks all that are larger. Heart-beats are not among them: the leader
 * sends one to every other each interval.
 *
 * <p>Safe for use by any number of threads; listeners are called on the election's own lane.
 */
public final class BullyElection implements Election {
    private final RunningElection<BullyMessage> running;

    private BullyElection(Member member, BullyElectionOptions options) {
        running = new RunningElection<>(
                member, new BullyElectionProcess(member.self(), member.peers(), options), BullyCodec.CODEC);
    }

    /** Takes part from now on, and begins an election. */
    public static BullyElection join(Member member, BullyElectionOptions options) {
        return new BullyElection(member, options);
    }

    /** What a frame of this election says, for readers of a trace: the message's name, then the epoch. */
    public static String describe(Bytes frame) {
        return BullyCodec.CODEC.describe(
                frame, message -> message.getClass().getSimpleName() + " epoch=" + message.epoch());
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
