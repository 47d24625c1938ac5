/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.mutex;

import io.consenso.Bytes;
import io.consenso.coordination.Member;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Mutual exclusion by a token that goes around a ring (Le Lann, Distributed Systems, Towards a Formal Approach, 1977; Coulouris et al.,
 * Distributed Systems, 5th edition, section 15.2): from each member to the next in the order of their names, from the last to the first. Who has
 * it may use the resources and keeps it meanwhile. One token stands for all resources of a group: a member that waits for several is granted
 * all of them at once. Resources that must not wait for each other belong into groups of their own.
 *
 * <p><b>Assumes</b> that processes fail by crashing, and may restart; that a message between live processes arrives within {@link
 * TokenRingOptions#messageDelayMax}, and timers are no later than that.
 *
 * <p><b>Gives</b> at most one holder of a resource; grants in the order of the ring: while a request waits, each other process enters at most once,
 * requests of one process in their order; each request of a live process is answered within a round of the token, or two and an election if it
 * gets lost. A grant ends by itself after {@link TokenRingOptions#holdMax}, which the holder's listeners hear, and the token moves on then.
 *
 * <p><b>Costs</b> 2 messages for each step of the token, itself and its receipt: 2 an entry when all want to enter, 2N when one does. It goes
 * around also when nobody wants anything, a step each {@link TokenRingOptions#restEvery}.
 *
 * <p><b>What gets lost.</b> Who does not confirm what was passed to it is dead and is skipped. Who has not seen the token for as long as a round
 * can take starts an election on the ring, as does who could not pass it on: an election that has come around makes a new token, of a new
 * epoch, and all whom it has passed discard an older one that turns up again. Fencing tokens are the epoch and a number in it, and grow as long
 * as one member lives on that has seen the newest epoch.
 *
 * <p><b>Members</b> are those of the group that run: one that starts says so to all, and the token comes to it from then on; one that is closed
 * passes the token on and says goodbye; one that dies is noticed when something is passed to it.
 *
 * <p><b>Outside of the assumptions</b>, a member that is slower than the bound, or cut off, is taken for dead. If it has the token, the others
 * make a second one. Its grants have lower tokens than those of the newer one, so a resource that refuses smaller ones stays whole; and its
 * token is discarded by the first member that knows of the newer.
 */
public final class TokenRingMutex implements BoundedMutex {
    private final MutexRunner<RingMessage, TokenRingProcess> runner;

    private TokenRingMutex(MutexRunner<RingMessage, TokenRingProcess> runner) {
        this.runner = runner;
    }

    /** Takes part. */
    public static TokenRingMutex join(Member member, TokenRingOptions options) {
        long life = member.host().random().nextLong();
        return new TokenRingMutex(MutexRunner.start(
                member, RingCodec.CODEC, observer -> new TokenRingProcess(member, options, life, observer)));
    }

    /** What a frame of this algorithm says, for readers of a trace. */
    public static String describe(Bytes frame) {
        return RingCodec.CODEC.describe(frame, RingCodec::describe);
    }

    @Override
    public CompletableFuture<Grant> acquire(String resource, Duration deadline) {
        return runner.acquire(resource, deadline);
    }

    @Override
    public CompletableFuture<Void> release(Grant grant) {
        return runner.release(grant);
    }

    @Override
    public void listen(GrantListener listener) {
        runner.listen(listener);
    }

    @Override
    public boolean holds(Grant grant) {
        return runner.holds(grant);
    }

    @Override
    public long messagesSent() {
        return runner.messagesSent();
    }

    @Override
    public void close() {
        runner.close();
    }
}
