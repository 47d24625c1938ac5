/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import java.util.Locale;

/**
 * What may break: the fault model of the simulator. The order is from plain to involved, which is how a failing schedule is simplified.
 *
 * <p>Each kind says which nodes a {@link Fault} of it names ({@link #where()}) and what its number means and may be ({@link #min()},
 * {@link #max()}; both 0 for a kind that has none).
 */
public enum FaultKind {
    /** The power of one node fails: of what was not synced, a part survives. */
    CRASH(Part.PROCESS, Where.NODE, Limit.DOWN, 8, "%n loses power for %d"),
    /** The process of one node is killed: everything written survives. */
    KILL(Part.PROCESS, Where.NODE, Limit.DOWN, 4, "%n is killed and stays down for %d"),
    /** The power of one node fails between two effects of one task; the number says how many effects still happen. */
    CRASH_IN_TASK(
            Part.PROCESS,
            Where.NODE,
            Limit.DOWN,
            8,
            0,
            60,
            "%n loses power after %p more effects and has it back within %d"),
    /** The power of one node fails; each time it comes back, that many times, it fails again before or shortly after recovery has ended. */
    RESTART_LOOP(
            Part.PROCESS,
            Where.NODE,
            Limit.DOWN,
            4,
            1,
            6,
            "%n loses power, and %p times again while it recovers, for %d"),
    /** The power of all nodes fails at once, and comes back one node after the other. */
    BLACKOUT(Part.PROCESS, Where.NONE, Limit.NONE, 3, "all lose power; they are back one after the other within %d"),
    /** A process stands still: no task runs, and then everything that waited at once. */
    PAUSE(Part.PROCESS, Where.NODE, Limit.NONE, 5, "%n stands still for %d"),
    /** Every task of a process waits that many times longer. */
    SLOW_NODE(Part.PROCESS, Where.NODE, Limit.NONE, 2, 2, 100, "%n is %p times slower for %d"),
    /** Every task that applies commands or takes snapshots waits that many times longer: applying lags behind committing. */
    SLOW_APPLY(Part.PROCESS, Where.NODE, Limit.NONE, 2, 2, 1_000, "%n is %p times slower in applying for %d"),

    /** One node hears nobody and is heard by nobody. */
    ISOLATE(Part.NETWORK, Where.NODE, Limit.CUT, 6, "%n is cut off from all others for %d"),
    /** The nodes named and the others do not hear each other. */
    PARTITION(Part.NETWORK, Where.SOME, Limit.CUT, 6, "%n and the others do not hear each other for %d"),
    /** The second node does not hear the first. */
    ONE_WAY(Part.NETWORK, Where.PAIR, Limit.CUT, 4, "nothing goes from %1 to %2 for %d"),
    /** Two nodes do not hear each other, everybody else does. */
    CUT(Part.NETWORK, Where.PAIR, Limit.CUT, 4, "%1 and %2 do not hear each other for %d"),
    /** A {@link #PARTITION} that comes and goes; the number is how long it stays either way, in milliseconds. */
    FLAPPING(
            Part.NETWORK,
            Where.SOME,
            Limit.CUT,
            2,
            5,
            1_000,
            "%n and the others hear each other on and off, every %p ms, for %d"),
    /** The first node hears everybody; the others fall into those named after it and the rest. */
    BRIDGE(Part.NETWORK, Where.SOME, Limit.CUT, 2, "only %1 hears both %r and the rest for %d"),
    /** Each node hears only those next to it in the list, who is not in the list hears nobody. */
    CHAIN(Part.NETWORK, Where.SOME, Limit.CUT, 2, "only neighbours in the chain %n hear each other for %d"),
    /** All hear one node and nobody else. */
    STAR(Part.NETWORK, Where.NODE, Limit.CUT, 2, "all hear only %n for %d"),
    /** The first node and those named after it hear each other, they only it, and everybody else hears nobody. */
    QUORUM_LOSS(Part.NETWORK, Where.SOME, Limit.CUT, 2, "only %1 hears %r, and nobody anybody else, for %d"),
    /** One direction holds everything back and then lets go of it. */
    CLOG(Part.NETWORK, Where.PAIR, Limit.NONE, 3, "what goes from %1 to %2 is held back for %d"),
    /** Node after node is clogged in both directions, and then let go in another order; the number chooses that order. */
    SWIZZLE(
            Part.NETWORK,
            Where.SOME,
            Limit.NONE,
            2,
            0,
            999,
            "%n are clogged one after the other, and let go in order %p, within %d"),
    /** A connection breaks and is there again at once. */
    RESET(Part.NETWORK, Where.PAIR, Limit.NONE, 3, "the connection of %1 and %2 breaks"),
    /** Frames are lost, that many of a thousand. */
    LOSS(Part.NETWORK, Where.LINKS, Limit.NONE, 3, 10, 300, "%l lose %p of 1000 frames for %d"),
    /** Frames arrive twice, that many of a thousand. */
    DUPLICATION(Part.NETWORK, Where.LINKS, Limit.NONE, 2, 10, 500, "%l repeat %p of 1000 frames for %d"),
    /** Frames arrive again up to 30 seconds later, that many of a thousand. */
    REPLAY(Part.NETWORK, Where.LINKS, Limit.NONE, 3, 1, 100, "%l repeat %p of 1000 frames much later, for %d"),
    /** Frames are damaged on the way, that many of a thousand. */
    CORRUPTION(Part.NETWORK, Where.LINKS, Limit.NONE, 1, 1, 300, "%l damage %p of 1000 frames for %d"),
    /** Frames do not keep their order. */
    REORDERING(Part.NETWORK, Where.LINKS, Limit.NONE, 2, "%l do not keep the order for %d"),
    /** Every frame takes that many milliseconds more. */
    SLOW_LINK(Part.NETWORK, Where.LINKS, Limit.NONE, 2, 1, 1_000, "%l take %p ms more for %d"),
    /** Every frame takes longer, that many milliseconds on average, some much longer. */
    DELAY(Part.NETWORK, Where.LINKS, Limit.NONE, 2, 1, 500, "%l take %p ms more on average for %d"),
    /** A few frames take much longer than the others: up to that many milliseconds. */
    HEAVY_TAIL(Part.NETWORK, Where.LINKS, Limit.NONE, 2, 1, 5_000, "a few frames on %l take up to %p ms more for %d"),
    /** No more than that many frames may be under way in each direction; the rest is dropped. */
    OVERFLOW(Part.NETWORK, Where.LINKS, Limit.NONE, 1, 1, 50, "%l hold no more than %p frames for %d"),
    /** All frames whose first byte is that are lost: one kind of message. */
    FRAME_DROP(Part.NETWORK, Where.LINKS, Limit.NONE, 2, 1, 8, "%l lose every frame of kind %p for %d"),

    /** One node's clocks run fast or slow, that many millionths. */
    DRIFT(Part.CLOCK, Where.NODE, Limit.NONE, 2, -50_000, 50_000, "the clocks of %n are fast by %p millionths for %d"),
    /** One node's wall clock jumps forward or back, that many seconds, for good. */
    CLOCK_JUMP(Part.CLOCK, Where.NODE, Limit.NONE, 2, -7_200, 7_200, "the wall clock of %n jumps by %p s"),
    /** One node's wall clock is wrong by that many seconds for a while. */
    CLOCK_SKEW(Part.CLOCK, Where.NODE, Limit.NONE, 1, -600, 600, "the wall clock of %n is wrong by %p s for %d"),
    /** One node's wall clock stands still. */
    CLOCK_STOP(Part.CLOCK, Where.NODE, Limit.NONE, 1, "the wall clock of %n stands still for %d"),

    /** A disk hangs and then goes on. */
    DISK_STALL(Part.DISK, Where.NODE, Limit.NONE, 3, "the disk of %n hangs for %d"),
    /** Every sync takes that many milliseconds on average. */
    SLOW_DISK(Part.DISK, Where.NODE, Limit.NONE, 2, 1, 300, "the disk of %n takes %p ms to sync for %d"),
    /** The next write fails; the replica must halt; an operator restarts it in the end. */
    FAILED_WRITE(Part.DISK, Where.NODE, Limit.DOWN, 2, "a write on %n fails; it is restarted after %d"),
    /** The next sync fails; the replica must halt; an operator restarts it in the end. */
    FAILED_SYNC(Part.DISK, Where.NODE, Limit.DOWN, 2, "a sync on %n fails; it is restarted after %d"),
    /** Every write fails; the replica must halt; in the end there is room and the replica is restarted. */
    FULL_DISK(
            Part.DISK,
            Where.NODE,
            Limit.DOWN,
            2,
            "the disk of %n is full; there is room, and it is restarted, after %d"),
    /** A bit flips in what was fetched so far of a snapshot: found when the fetch is complete, and fetched again. */
    ROT_FETCH(Part.DISK, Where.NODE, Limit.NONE, 1, "a bit flips in the snapshot that %n is fetching"),
    /** A log entry is damaged at rest, the one that many thousandths up the log; in the end an operator replaces the disk. */
    ROT_ENTRY(
            Part.DISK,
            Where.NODE,
            Limit.DAMAGE,
            1,
            0,
            1_000,
            "an entry %p thousandths up the log of %n rots; its disk is replaced after %d"),
    /** The term and vote, or whatever else the engine keeps, is damaged at rest; in the end an operator replaces the disk. */
    ROT_VOTE(Part.DISK, Where.NODE, Limit.DAMAGE, 1, "the vote of %n rots; its disk is replaced after %d"),
    /** The newest snapshot is damaged at rest; in the end an operator replaces the disk. */
    ROT_SNAPSHOT(
            Part.DISK, Where.NODE, Limit.DAMAGE, 1, "the newest snapshot of %n rots; its disk is replaced after %d"),
    /** A node loses its power and its disk, and comes back with an empty one. */
    LOST_DISK(Part.DISK, Where.NODE, Limit.DAMAGE, 2, "%n loses power and disk, and gets an empty one after %d");

    private final Part part;
    private final Where where;
    private final Limit limit;
    private final int weight;
    private final long min;
    private final long max;
    private final String phrase;

    FaultKind(Part part, Where where, Limit limit, int weight, String phrase) {
        this(part, where, limit, weight, 0, 0, phrase);
    }

    FaultKind(Part part, Where where, Limit limit, int weight, long min, long max, String phrase) {
        this.part = part;
        this.where = where;
        this.limit = limit;
        this.weight = weight;
        this.min = min;
        this.max = max;
        this.phrase = phrase;
    }

    /** What breaks. */
    public enum Part {
        /** Links between nodes. */
        NETWORK,
        /** Processes and their power. */
        PROCESS,
        /** Clocks. */
        CLOCK,
        /** Disks. */
        DISK
    }

    /** Which nodes a fault names. */
    public enum Where {
        /** None: it befalls all. */
        NONE,
        /** One. */
        NODE,
        /** Two, in an order that may matter. */
        PAIR,
        /** One or more, in an order that may matter. */
        SOME,
        /** None for all links, one for all links of that node, two for the direction from the first to the second. */
        LINKS
    }

    /** Of what there must not be too much at once. */
    enum Limit {
        /** Nothing. */
        NONE,
        /** Cuts. */
        CUT,
        /** Nodes that are down. */
        DOWN,
        /** Nodes whose disk no longer holds what it should. */
        DAMAGE
    }

    /** What breaks. */
    public Part part() {
        return part;
    }

    /** Which nodes a fault of this kind names. */
    public Where where() {
        return where;
    }

    /** The least that the number of a fault of this kind may be. */
    public long min() {
        return min;
    }

    /** The most that the number of a fault of this kind may be. */
    public long max() {
        return max;
    }

    /** Whether a fault of this kind has a number. */
    public boolean hasNumber() {
        return min < max;
    }

    /** Whether a fault of this kind has an end. */
    public boolean lasts() {
        return this != RESET && this != CLOCK_JUMP && this != ROT_FETCH;
    }

    /** Whether a disk no longer holds what it should: such damage is limited to what the system promises to survive. */
    public boolean isDamage() {
        return limit == Limit.DAMAGE;
    }

    /** How it is written in {@link FaultSchedule#text()}: lower case with hyphens. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Limit limit() {
        return limit;
    }

    /** How often it is drawn, compared with the others: more often where losses of data have been found most. */
    int weight() {
        return weight;
    }

    String phrase() {
        return phrase;
    }

    /** The number that is closest to harmless. */
    long mildest() {
        return Math.max(min, Math.min(max, 0));
    }
}
