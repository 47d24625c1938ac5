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
 * Mutual exclusion by the permission of all others, ordered by Lamport time (Ricart and Agrawala, An Optimal Algorithm for Mutual Exclusion in
 * Computer Networks, 1981; Coulouris et al., Distributed Systems, 5th edition, section 15.2). Nobody is special. A process asks all others
 * with its Lamport time; who neither uses nor wants the resource, or asked for it later, permits at once, the others when they are done.
 *
 * <p><b>Assumes</b> that messages between live processes arrive. Without a detector nothing is assumed of time, and every member is needed.
 *
 * <p><b>Gives</b> at most one holder of a resource; grants in the order of (T, id), the Lamport time of the request and the process, so that
 * who asks after it has heard of another's request comes after it; each request of a live process is answered while all members live. The token
 * is (T, id) as one number: entries happen in that order. A grant ends by itself after {@link RicartAgrawalaOptions#holdMax}, which the
 * holder's listeners hear, and the others are permitted then and not before.
 *
 * <p><b>Costs</b> 2(N-1) messages an entry: a request to each other and a reply from each. A request that has to wait is told so at once by
 * each who defers it, one message more for each of them, and again at each {@link RicartAgrawalaOptions#heartbeatEvery}. So a deadline that
 * passes tells a busy peer from a dead one.
 *
 * <p><b>A dead peer</b> permits nothing, and all wait until it is restarted, which it may be at any time: it learns the clocks of all before it
 * asks for anything, and is asked again what it has forgotten. Tokens grow across its restart as long as one member that permitted the newest
 * entry has not restarted since. {@link #close} says goodbye, and nobody waits for who has left.
 *
 * <p><b>With a failure detector</b> a suspect's permission is not needed, and everybody tells everybody at each heart-beat that it lives. That is
 * safe only if the detector is <b>perfect</b>: whoever is suspected is really dead, which no detector can know unless messages and processes
 * have a bound on their delays (Chandra and Toueg 1996), here two heart-beats and a message. <b>Outside of that</b>, a holder that is suspected while it lives shares
 * its resource with another; the newer one has the larger token, so a resource that refuses smaller ones stays whole.
 */
public final class RicartAgrawalaMutex implements BoundedMutex {
    private final MutexRunner<PermissionMessage, RicartAgrawalaProcess> runner;

    private RicartAgrawalaMutex(MutexRunner<PermissionMessage, RicartAgrawalaProcess> runner) {
        this.runner = runner;
    }

    /** Takes part. */
    public static RicartAgrawalaMutex join(Member member, RicartAgrawalaOptions options) {
        long life = member.host().random().nextLong();
        return new RicartAgrawalaMutex(MutexRunner.start(
                member, PermissionCodec.CODEC, observer -> new RicartAgrawalaProcess(member, options, life, observer)));
    }

    /** What a frame of this algorithm says, for readers of a trace. */
    public static String describe(Bytes frame) {
        return PermissionCodec.CODEC.describe(frame, PermissionCodec::describe);
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
