/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One direction of the connection between two nodes. */
final class Link {
    final SimulatedNode from;
    final SimulatedNode to;
    final RandomGenerator random;

    @Nullable
    LinkOptions override;

    // What faults make of it for a while.
    @Nullable
    UnaryOperator<LinkOptions> fault;

    boolean cut;
    long clogUntil;
    int underway;
    private long lastArrival;
    private long launched;
    private long resetFrom;
    private long resetTo;

    /** Ends the flapping that began before. */
    int flapping;

    Link(SimulatedNode from, SimulatedNode to, RandomGenerator random) {
        this.from = from;
        this.to = to;
        this.random = random;
    }

    /** When a frame arrives that leaves now. */
    long arrival(long now, LinkOptions options) {
        long at = Math.max(now + delay(options), clogUntil);
        if (options.inOrder()) {
            at = Math.max(at, lastArrival);
            lastArrival = at;
        }
        return at;
    }

    long delay(LinkOptions options) {
        long delay = options.delayMinNanos() + SimulatedTime.exponential(random, options.delayMeanNanos());
        return happens(options.tail()) ? delay + tail(options) : delay;
    }

    /** Between the mean and the maximum, each order of magnitude as likely as any other. */
    private long tail(LinkOptions options) {
        double least = (double) Math.max(1, options.delayMeanNanos());
        double most = Math.max(least, (double) options.tailMax().toNanos());
        return (long) (least * StrictMath.pow(most / least, random.nextDouble()));
    }

    /** A frame is on its way; returns its number. */
    long launch() {
        underway++;
        return ++launched;
    }

    /** A frame is on its way no more; returns whether a reset took it. */
    boolean land(long number) {
        underway--;
        return number > resetFrom && number <= resetTo;
    }

    /** Of what is under way, that which left last is lost, how much is drawn from the seed. */
    void reset() {
        reconnect();
        long from = launched - random.nextInt(underway + 1);
        // What an earlier reset took and has not yet come is not to come back.
        resetFrom = resetTo > launched - underway ? Math.min(resetFrom, from) : from;
        resetTo = launched;
    }

    /** What leaves from now on does not wait for what is still under way on the old connection. */
    void reconnect() {
        lastArrival = 0;
    }

    boolean happens(double share) {
        return share > 0 && random.nextDouble() < share;
    }
}
