/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.agreement;

import java.time.Duration;
import java.time.Instant;

/**
 * The bounds from which the length of a round follows: what a process sends when its round begins has arrived at every other process before that
 * one's round ends. The same for all processes of a group.
 *
 * <p>If a bound does not hold, messages come after their round. They are counted and not used, so to the algorithm their sender is faulty, and
 * the guarantee holds as long as the faulty ones, these included, are no more than it was told to bear. A process that notices that it was itself
 * too slow gives up, which to the others is a crash.
 *
 * @param delayMax how long a message takes at most, from one transport to the other
 * @param processingMax how late a process runs at most: after a timer that is due, after a message that is there
 * @param driftMax by what share a clock is too fast or too slow at most: 0.0002 for 200 millionths
 * @param beginning when the first round begins
 */
public record Rounds(Duration delayMax, Duration processingMax, double driftMax, Beginning beginning) {
    private static final long MILLISECOND = 1_000_000;

    /** Refuses negative bounds, no delay at all, and a drift of one half or more with {@link IllegalArgumentException}. */
    public Rounds {
        if (delayMax.isNegative() || delayMax.isZero() || processingMax.isNegative()) {
            throw new IllegalArgumentException(
                    "bounds are positive: delay " + delayMax + ", processing " + processingMax);
        }
        if (!(driftMax >= 0 && driftMax < 0.5)) {
            throw new IllegalArgumentException("a drift is a share of the time, at most one half: " + driftMax);
        }
    }

    /** When the first round begins. */
    public sealed interface Beginning {}

    /**
     * With the first proposal: its process tells all others to start, and each who hears it for the first time tells all others in turn, so N(N-1)
     * messages. Because a process has told everybody before it sends anything in a round, any two that take part begin within one message delay
     * of each other, however many crash in the middle or lie. Clocks need not agree.
     *
     * @param lead how long after that the first round begins: time for the other processes to propose
     */
    public record OnProposal(Duration lead) implements Beginning {
        /** Refuses a negative time with {@link IllegalArgumentException}. */
        public OnProposal {
            if (lead.isNegative()) {
                throw new IllegalArgumentException("a lead is not negative: " + lead);
            }
        }
    }

    /**
     * At a moment that everybody was told beforehand. Costs no messages, and nobody can hold it up.
     *
     * @param moment when, on the wall clock
     * @param offsetMax how far any two wall clocks are apart at most, when a process joins and until the moment
     */
    public record AtMoment(Instant moment, Duration offsetMax) implements Beginning {
        /** Refuses a negative bound with {@link IllegalArgumentException}. */
        public AtMoment {
            if (offsetMax.isNegative()) {
                throw new IllegalArgumentException("an offset is not negative: " + offsetMax);
            }
        }
    }

    /** For a local network: 200 milliseconds delay, 100 of processing, 200 millionths drift; begins half a second after the first proposal. */
    public static Rounds defaults() {
        return new Rounds(
                Duration.ofMillis(200), Duration.ofMillis(100), 0.0002, new OnProposal(Duration.ofMillis(500)));
    }

    /** With other bounds. */
    public Rounds withBounds(Duration delay, Duration processing) {
        return new Rounds(delay, processing, driftMax, beginning);
    }

    /** With another bound on the clocks' drift. */
    public Rounds withDriftMax(double share) {
        return new Rounds(delayMax, processingMax, share, beginning);
    }

    /** Beginning that long after the first proposal. */
    public Rounds withLead(Duration lead) {
        return new Rounds(delayMax, processingMax, driftMax, new OnProposal(lead));
    }

    /** Beginning at that moment. */
    public Rounds withMoment(Instant moment, Duration offsetMax) {
        return new Rounds(delayMax, processingMax, driftMax, new AtMoment(moment, offsetMax));
    }

    /**
     * How long each of that many rounds is, on every process's own clock. The sender is ahead of or behind the receiver by the skew of their
     * beginnings, runs late, its message takes its time, and the receiver runs late; and all the while their clocks drift apart. Throws
     * {@link IllegalArgumentException} when the clocks are too bad for so many rounds.
     */
    public Duration length(int rounds) {
        double drifting = (2.0 * rounds - 1) * driftMax;
        if (drifting >= 1) {
            throw new IllegalArgumentException(
                    "no round is long enough, " + rounds + " of them with a drift of " + driftMax);
        }
        double nanos = skewNanos() + delayMax.toNanos() + 2.0 * processingMax.toNanos();
        return Duration.ofNanos((long) Math.ceil(nanos / (1 - drifting)));
    }

    private double skewNanos() {
        if (beginning instanceof OnProposal proposal) {
            return delayMax.toNanos()
                    + processingMax.toNanos()
                    + 2.0 * driftMax * proposal.lead().toNanos();
        } else if (beginning instanceof AtMoment fixed) {
            // A wall clock tells milliseconds.
            return (double) fixed.offsetMax().toNanos() + MILLISECOND;
        }
        throw new IllegalStateException("no such beginning: " + beginning);
    }
}
