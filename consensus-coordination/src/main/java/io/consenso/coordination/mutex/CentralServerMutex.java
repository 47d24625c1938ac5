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
 * Mutual exclusion by a central server: one member keeps a queue for each resource and grants it to the first (Coulouris et al.,
 * Distributed Systems, 5th edition, section 15.2). All members may acquire, the server among them.
 *
 * <p><b>Assumes</b> that processes fail by crashing; that a message between live processes arrives within {@link
 * CentralServerOptions#messageDelayMax} or is lost, and timers are no later than that; that clocks run equally fast; and that the server's
 * crash is mended by a restart under the same name. Members may crash and restart at any time.
 *
 * <p><b>Gives</b> at most one holder of a resource; grants in the order in which requests reach the server, across restarts of it in the
 * order in which they reach it again; each request of a live process is answered within what those before it hold, {@link
 * CentralServerOptions#holdMax} and two delays each at most, as long as the server lives. A grant ends by itself after {@code holdMax} on the
 * holder's clock, which its listeners hear; the server grants the resource to the next two delays later.
 *
 * <p><b>Costs</b> 3 messages an entry: request, grant, release; a member that is the server itself pays none. A request that has to wait costs one
 * more, by which it hears so at once, and one for each {@link CentralServerOptions#heartbeatEvery} that it waits. So a deadline that passes
 * tells a busy resource from a dead server.
 *
 * <p><b>A server that restarts</b> has forgotten everything. It asks all members what they hold and grants nothing until all have answered,
 * or until all grants of before have ended by themselves. Tokens are an epoch and a number in it: each member that answers refuses grants up to
 * the epoch it knows from then on, and the server begins with the largest that was named. So tokens grow as long as at least one member that
 * has seen the newest epoch, and has not restarted since, is heard before the next grant.
 *
 * <p><b>Outside of the assumptions</b>: while the server is down nobody is granted anything; a server that is not restarted stops the group for
 * good. A grant that takes longer than the bound, a holder that stands still, or members with different options can lead to two holders; the
 * newer one has the larger token, so a resource that refuses smaller ones stays whole.
 */
public final class CentralServerMutex implements BoundedMutex {
    private final MutexRunner<CentralMessage, CentralServerProcess> runner;

    private CentralServerMutex(MutexRunner<CentralMessage, CentralServerProcess> runner) {
        this.runner = runner;
    }

    /** Takes part, as the server if the options name this member. Throws {@link IllegalArgumentException} if they name nobody here. */
    public static CentralServerMutex join(Member member, CentralServerOptions options) {
        if (!member.peers().contains(options.server())) {
            throw new IllegalArgumentException("the server " + options.server() + " is not among " + member.peers());
        }
        long inquiry = member.host().random().nextLong();
        return new CentralServerMutex(MutexRunner.start(
                member, CentralCodec.CODEC, observer -> new CentralServerProcess(member, options, inquiry, observer)));
    }

    /** What a frame of this algorithm says, for readers of a trace. */
    public static String describe(Bytes frame) {
        return CentralCodec.CODEC.describe(frame, CentralCodec::describe);
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
