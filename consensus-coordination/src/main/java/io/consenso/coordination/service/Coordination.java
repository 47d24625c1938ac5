/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.service;

import io.consenso.coordination.service.proto.RoomKind;
import io.consenso.runtime.Replica;
import io.consenso.spi.Host;
import java.util.concurrent.CompletableFuture;

/**
 * The door to the coordination service in one process: locks, semaphores, leader latches, barriers, counters and maps, shared by all processes
 * of the group. One for each replica.
 *
 * <p><b>Leases.</b> What is held is held as long as this process is heard: while it holds or awaits anything, it proposes a sign of life every
 * third of {@link CoordinationOptions#lease}. If none gets through for that long, {@link Hold#isHeld} turns false and {@link Hold#lost} completes,
 * by this process's monotonic clock, counted from before the last sign that got through was proposed. The others count from when they saw that
 * sign, and a quarter longer, before they have what is held given to the next. So nobody else is granted it before, under one assumption: no
 * process's monotonic clock runs a quarter faster than another's. A machine that is suspended whole, whose monotonic clock stands still, is
 * outside of that; wall clocks may show what they like. And no clock helps a process that stands still after it looked: see {@link Hold}.
 *
 * <p><b>Restart.</b> A process that starts again is another to the group. What it held before is given on when that lease has run out.
 *
 * <p><b>Errors.</b> Futures fail with a {@link CoordinationException}, which always means that nothing is held and nothing was changed, or with the
 * {@link io.consenso.ConsensusException} of the replica. Requests for locks, permits, leadership and barriers are repeated under the same name until
 * their deadline, so an unknown outcome never leaves something held. A change of a counter or a map that fails with {@code OutcomeUnknown} may
 * have been made, or may yet be.
 *
 * <p>Safe for use by any number of threads. Futures complete, and listeners are called, on the door's own lane: what depends on them must not
 * block, or signs of life are late.
 */
public final class Coordination implements AutoCloseable {
    private final Door door;

    private Coordination(Door door) {
        this.door = door;
    }

    /** On that replica, whose state machine is that machine. */
    public static Coordination on(Replica replica, CoordinationMachine machine, CoordinationOptions options) {
        return on(replica, machine, options, Host.system());
    }

    /** As {@link #on(Replica, CoordinationMachine, CoordinationOptions)}, with time and threads from that host, which is also the replica's. */
    public static Coordination on(
            Replica replica, CoordinationMachine machine, CoordinationOptions options, Host host) {
        return on(Line.of(replica), machine, options, host);
    }

    static Coordination on(Line line, CoordinationMachine machine, CoordinationOptions options, Host host) {
        Door door = new Door(line, machine, options, host);
        door.open();
        return new Coordination(door);
    }

    /** The lock of that name; see {@link FencedLock}. */
    public FencedLock lock(String name) {
        return new FencedLock(door, new RoomKey(RoomKind.LOCK, name), 1, 1);
    }

    /** The read-write lock of that name. */
    public ReadWriteLock readWriteLock(String name) {
        return new ReadWriteLock(door, name);
    }

    /** The semaphore of that name, with so many permits in all. */
    public Semaphore semaphore(String name, int permits) {
        return new Semaphore(door, new RoomKey(RoomKind.SEMAPHORE, name), permits);
    }

    /** The leader latch of that name; this process is no candidate until it says so. */
    public LeaderLatch leaderLatch(String name) {
        return new LeaderLatch(door, new RoomKey(RoomKind.LEADER_LATCH, name));
    }

    /** The barrier of that name, for so many parties. */
    public Barrier barrier(String name, int parties) {
        return new Barrier(door, new RoomKey(RoomKind.BARRIER, name), parties);
    }

    /** The counter of that name, 0 unless it was changed. */
    public Counter counter(String name) {
        return new Counter(door.line(), name);
    }

    /** The map of that name. */
    public SharedMap map(String name) {
        return new SharedMap(door, name);
    }

    /**
     * Begins to give up all that is held and awaited here; returns at once. Close the replica when {@link #giveUp} says that it is done, or
     * others wait for what was held until its lease has run out.
     */
    @Override
    public void close() {
        CompletableFuture<Void> unused = door.close();
    }

    /** As {@link #close}; completes when all is given up, or cannot be because the group is out of reach. */
    public CompletableFuture<Void> giveUp() {
        return door.close();
    }
}
