/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import java.time.Duration;

/**
 * How one direction of a connection behaves.
 *
 * @param delayMin no frame is faster
 * @param delayMean what comes on top, exponentially distributed with this mean
 * @param tail the share of frames that take much longer
 * @param tailMax how much longer those take at most: each order of magnitude between {@code delayMean} and this is as likely as any other
 * @param loss the share of frames that are lost
 * @param duplication the share of frames that arrive twice
 * @param replay the share of frames that arrive once more, up to {@code replayWithin} later
 * @param replayWithin how late such a copy is at most
 * @param corruption the share of frames that are damaged on the way and therefore dropped by the receiving transport
 * @param inOrder frames keep their order, as in a TCP connection, and those under way to a process that dies are lost; otherwise each
 *     frame has its own delay and may overtake others
 * @param queuedMax how many frames may be under way before more are dropped
 */
public record LinkOptions(
        Duration delayMin,
        Duration delayMean,
        double tail,
        Duration tailMax,
        double loss,
        double duplication,
        double replay,
        Duration replayWithin,
        double corruption,
        boolean inOrder,
        int queuedMax) {
    private static final Duration REPLAY_WITHIN = Duration.ofSeconds(30);

    /** Refuses shares outside 0 to 1 and negative durations with {@link IllegalArgumentException}. */
    public LinkOptions {
        requireShare("tail", tail);
        requireShare("loss", loss);
        requireShare("duplication", duplication);
        requireShare("replay", replay);
        requireShare("corruption", corruption);
        if (delayMin.isNegative()
                || delayMean.isNegative()
                || tailMax.isNegative()
                || replayWithin.isNegative()
                || queuedMax < 1) {
            throw new IllegalArgumentException("negative delay or no room for a frame");
        }
    }

    /** TCP within a data centre: 50 microseconds and 100 more on average, in order, nothing lost. */
    public static LinkOptions reliable() {
        return new LinkOptions(
                Duration.ofNanos(50_000),
                Duration.ofNanos(100_000),
                0,
                Duration.ZERO,
                0,
                0,
                0,
                REPLAY_WITHIN,
                0,
                true,
                100_000);
    }

    /** Everything a transport may do: late, lost, twice, very late, out of order. */
    public static LinkOptions hostile() {
        return new LinkOptions(
                Duration.ofNanos(50_000),
                Duration.ofMillis(1),
                0,
                Duration.ZERO,
                0.02,
                0.02,
                0.002,
                REPLAY_WITHIN,
                0.001,
                false,
                10_000);
    }

    /** With other delays. */
    public LinkOptions withDelay(Duration min, Duration mean) {
        return new LinkOptions(
                min, mean, tail, tailMax, loss, duplication, replay, replayWithin, corruption, inOrder, queuedMax);
    }

    /** With another share of frames that take much longer, up to that much. */
    public LinkOptions withTail(double share, Duration max) {
        return new LinkOptions(
                delayMin,
                delayMean,
                share,
                max,
                loss,
                duplication,
                replay,
                replayWithin,
                corruption,
                inOrder,
                queuedMax);
    }

    /** With another share of frames lost. */
    public LinkOptions withLoss(double share) {
        return new LinkOptions(
                delayMin,
                delayMean,
                tail,
                tailMax,
                share,
                duplication,
                replay,
                replayWithin,
                corruption,
                inOrder,
                queuedMax);
    }

    /** With another share of frames that arrive twice. */
    public LinkOptions withDuplication(double share) {
        return new LinkOptions(
                delayMin, delayMean, tail, tailMax, loss, share, replay, replayWithin, corruption, inOrder, queuedMax);
    }

    /** With another share of frames that come again much later. */
    public LinkOptions withReplay(double share, Duration within) {
        return new LinkOptions(
                delayMin, delayMean, tail, tailMax, loss, duplication, share, within, corruption, inOrder, queuedMax);
    }

    /** With another share of frames damaged and dropped. */
    public LinkOptions withCorruption(double share) {
        return new LinkOptions(
                delayMin, delayMean, tail, tailMax, loss, duplication, replay, replayWithin, share, inOrder, queuedMax);
    }

    /** In order or not. */
    public LinkOptions withInOrder(boolean keepOrder) {
        return new LinkOptions(
                delayMin,
                delayMean,
                tail,
                tailMax,
                loss,
                duplication,
                replay,
                replayWithin,
                corruption,
                keepOrder,
                queuedMax);
    }

    /** With another bound on the frames under way. */
    public LinkOptions withQueuedMax(int frames) {
        return new LinkOptions(
                delayMin,
                delayMean,
                tail,
                tailMax,
                loss,
                duplication,
                replay,
                replayWithin,
                corruption,
                inOrder,
                frames);
    }

    long delayMinNanos() {
        return delayMin.toNanos();
    }

    long delayMeanNanos() {
        return delayMean.toNanos();
    }

    private static void requireShare(String name, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(name + " is a share from 0 to 1, not " + share);
        }
    }
}
