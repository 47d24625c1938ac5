/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import io.consenso.PeerId;
import io.consenso.spi.Host;
import io.consenso.spi.Storage;
import io.consenso.spi.Transport;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A machine of the simulation: clocks and a disk that stay, and one process at a time that runs on them. {@link #host()},
 * {@link #transport()} and {@link #storage()} belong to the process; after a crash the old ones do nothing any more.
 */
public final class SimulatedNode {
    private final Simulation simulation;
    private final PeerId peer;
    private final int number;
    private final SimulatedClock clock;
    private final SimulatedDisk disk;
    private @Nullable SimulatedProcess process;
    private int incarnations;
    private long pausedUntil;
    private double slowness = 1.0;
    private final Map<String, Double> slowLanes = new LinkedHashMap<>();
    private Consumer<SimulatedNode> program = node -> {};
    private Death death = Death.KILLED;

    SimulatedNode(Simulation simulation, PeerId peer, int number) {
        this.simulation = simulation;
        this.peer = peer;
        this.number = number;
        // A monotonic clock may start anywhere, below zero too.
        long origin = simulation.random("clock/" + peer).nextLong(-(1L << 40), 1L << 40);
        this.clock = new SimulatedClock(simulation, origin);
        this.disk = new SimulatedDisk(simulation, peer.value());
    }

    /** Its name. */
    public PeerId peer() {
        return peer;
    }

    /** The machine's clocks. */
    public SimulatedClock clock() {
        return clock;
    }

    /** The machine's disk: faults are injected here. */
    public SimulatedDisk disk() {
        return disk;
    }

    /** Whether a process runs. */
    public boolean isUp() {
        return process != null;
    }

    /** How often the machine was started. */
    public int incarnations() {
        return incarnations;
    }

    /** The running process's host. Throws {@link IllegalStateException} when the node is down. */
    public Host host() {
        return process().host;
    }

    /** The running process's transport. Throws {@link IllegalStateException} when the node is down. */
    public Transport transport() {
        return process().transport;
    }

    /** The running process's storage: always the same object in one process. Throws {@link IllegalStateException} when the node is down. */
    public Storage storage() {
        return process().storage;
    }

    /** What a process does when it {@link #start() starts}. */
    public void program(Consumer<SimulatedNode> main) {
        program = main;
    }

    /**
     * Runs the body as code of the process, on no lane, as in a main thread, and returns when it has ended; other things happen meanwhile if
     * it blocks. An exception comes back to the caller. Throws {@link IllegalStateException} when the node is down.
     */
    public void run(Runnable body) {
        SimulatedProcess inside = process();
        if (simulation.isRunning()) {
            simulation.enter(inside, null, body);
            return;
        }
        AtomicBoolean done = new AtomicBoolean();
        AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
        inside.onDeath(done, () -> done.set(true));
        simulation.schedule(inside, simulation.now(), () -> {
            try {
                body.run();
            } catch (RuntimeException e) {
                failure.set(e);
            }
            inside.forget(done);
            done.set(true);
        });
        simulation.drive(done::get, Long.MAX_VALUE);
        if (!done.get()) {
            throw new IllegalStateException("what ran on " + peer + " is blocked for ever");
        }
        RuntimeException thrown = failure.get();
        if (thrown != null) {
            throw thrown;
        }
    }

    /**
     * Calls into the process from outside, when it next runs, and hands on what it answers. Fails with {@link ProcessCrashed} if the process
     * dies before that. Throws {@link IllegalStateException} when the node is down.
     */
    public <T extends @Nullable Object> CompletableFuture<T> call(Supplier<CompletableFuture<T>> inside) {
        SimulatedProcess callee = process();
        CompletableFuture<T> outside = new CompletableFuture<>();
        callee.onDeath(outside, () -> outside.completeExceptionally(new ProcessCrashed(callee.toString())));
        simulation.schedule(callee, simulation.now(), () -> answer(callee, inside.get(), outside));
        return outside;
    }

    private static <T extends @Nullable Object> void answer(
            SimulatedProcess callee, CompletableFuture<T> inside, CompletableFuture<T> outside) {
        CompletableFuture<T> unused = inside.whenComplete((value, thrown) -> {
            // An answer that a dying process still gives itself has never left it.
            if (callee.isAlive()) {
                callee.forget(outside);
                if (thrown == null) {
                    outside.complete(value);
                } else {
                    outside.completeExceptionally(thrown);
                }
            }
        });
    }

    /**
     * The power fails: the process is gone, its tasks and timers vanish, and of what it wrote without waiting for the disk, a part drawn
     * from the seed (nothing, a prefix, all) survives. Connected peers may get a hint. Does nothing when the node is down.
     */
    public void crash() {
        stop(Death.POWER_LOST);
    }

    /** The process is killed and the machine lives on: everything written survives. Does nothing when the node is down. */
    public void kill() {
        stop(Death.KILLED);
    }

    /**
     * Crashes in the middle of a task, just before the effect (send, hand-over, write) that follows that many others; a negative number
     * calls it off.
     */
    public void crashAfterEffects(int effects) {
        process().crashAfterEffects(effects);
    }

    /**
     * Starts a new process on the same disk; the program is the first thing that happens in it, right after this. Throws
     * {@link IllegalStateException} when the node is up.
     */
    public void restart() {
        if (process != null) {
            throw new IllegalStateException(peer + " is up");
        }
        powerOn();
        start();
    }

    /** Has the running process run the program, right after this: for the first process, which nobody restarted. */
    public void start() {
        // As it is now: whoever sets another right afterwards means the next start.
        Consumer<SimulatedNode> main = program;
        simulation.schedule(process(), simulation.now(), () -> main.accept(this));
    }

    /**
     * Stops the process from running for that long: tasks, timers and frames wait and then come all at once. Clocks, and writes that are
     * under way, go on. A shorter pause does not end a longer one.
     */
    public void pause(Duration duration) {
        simulation.trace().event(simulation.now(), name(), "pause", "", duration.toNanos());
        pausedUntil = Math.max(pausedUntil, SimulatedTime.plus(simulation.now(), duration.toNanos()));
    }

    /** Whether the process is paused now. */
    public boolean isPaused() {
        return pausedUntil > simulation.now();
    }

    /** Makes every task wait that many times longer before it runs; 1 is normal. */
    public void slowDown(double factor) {
        slowness = factor;
    }

    /**
     * As {@link #slowDown}, but only tasks of lanes with that text in their name, of this process and later ones: one slow thread in a
     * process that is fast else. Factors of several texts, and of the whole node, multiply.
     */
    public void slowLane(String namePart, double factor) {
        if (factor == 1.0) {
            slowLanes.remove(namePart);
        } else {
            slowLanes.put(namePart, factor);
        }
    }

    /**
     * Blocks the running task for that long, as a call on a device of this machine does; what follows does not happen if the process dies
     * meanwhile, or just before: a call is an effect in the sense of {@link #crashAfterEffects}. For storages and transports that are not
     * those of the simulation. Outside of events it takes no time.
     */
    public void takes(Duration duration) {
        SimulatedProcess caller = simulation.current();
        if (caller != null && !caller.mayAct()) {
            throw new ProcessDied();
        }
        simulation.block(duration.toNanos());
    }

    /** How a process ended. */
    public enum Death {
        /** {@link #crash}: what the operating system had not yet written is lost. */
        POWER_LOST,
        /** {@link #kill}: what the process had handed to the operating system survives. */
        KILLED
    }

    /** Runs this once the running process has died, before the next one starts. Throws {@link IllegalStateException} when the node is down. */
    public void onDeath(Consumer<Death> action) {
        process().onDeath(new Object(), () -> action.accept(death));
    }

    @Override
    public String toString() {
        return peer + (process == null ? " (down)" : "");
    }

    int number() {
        return number;
    }

    String name() {
        return peer.value();
    }

    long pausedUntil() {
        return pausedUntil;
    }

    /** How much longer a task of that lane waits than it would on a machine that is well. */
    double slowness(String lane) {
        double factor = slowness;
        if (!slowLanes.isEmpty()) {
            for (Map.Entry<String, Double> slow : slowLanes.entrySet()) {
                factor *= lane.contains(slow.getKey()) ? slow.getValue() : 1.0;
            }
        }
        return factor;
    }

    @Nullable
    SimulatedProcess running() {
        return process;
    }

    void powerOn() {
        incarnations++;
        pausedUntil = 0;
        simulation.trace().event(simulation.now(), name(), "start", "", incarnations);
        process = new SimulatedProcess(simulation, this, incarnations);
    }

    private SimulatedProcess process() {
        SimulatedProcess current = process;
        if (current == null) {
            throw new IllegalStateException(peer + " is down");
        }
        return current;
    }

    private void stop(Death how) {
        SimulatedProcess stopping = process;
        if (stopping == null) {
            return;
        }
        boolean powerLost = how == Death.POWER_LOST;
        simulation.trace().event(simulation.now(), name(), powerLost ? "crash" : "kill", "", incarnations);
        process = null;
        death = how;
        stopping.end();
        if (powerLost) {
            disk.powerLost();
        } else {
            disk.flushed();
        }
        simulation.network().hintDisconnected(this);
    }
}
