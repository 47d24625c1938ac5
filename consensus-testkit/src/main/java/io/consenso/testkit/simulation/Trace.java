/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.engine.Role;
import io.consenso.runtime.ReplicaListener;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What happened in a simulation, in order. The same seed gives the same trace, byte for byte, on every JVM; two runs are compared by
 * {@link #hash()}, which is always kept, and read by {@link #lines()} and {@link #events()}, which cost an object for each event and are
 * kept by a recording trace only.
 *
 * <p>The simulation itself notes what machines, disks and network do. What it cannot know, such as roles, commits and what clients ask for,
 * is added by whoever does, through the methods that are public here. These are for readers only: they never change the hash, so a run
 * can be watched as closely as one likes and stays the same run. One thread at a time, like the simulation.
 */
public final class Trace {
    private final @Nullable TraceStore store;
    // Looked up by key only, never iterated.
    private final Map<Long, TraceEvent> open = new HashMap<>();
    private FrameLabels labels = (group, frame) -> "frame";
    private LongSupplier clock = () -> 0;
    private long hash = 0x9E3779B97F4A7C15L;
    private long events;
    private long frames;
    private long opened;

    private Trace(@Nullable TraceStore store) {
        this.store = store;
    }

    /** How an operation of a client ended. */
    public enum Outcome {
        /** It happened. */
        OK,
        /** Nobody knows whether it happened. */
        UNKNOWN,
        /** It did not happen. */
        FAILED
    }

    /** Keeps the hash only. */
    public static Trace hashOnly() {
        return new Trace(null);
    }

    /** Keeps the hash and every event: a few hundred bytes for each, of which a busy minute has some hundred thousand. */
    public static Trace recording() {
        return new Trace(new TraceStore(Integer.MAX_VALUE, 0, Long.MAX_VALUE));
    }

    /**
     * Keeps the hash and the newest events: at most that many frequent ones, such as messages and writes, and as many rare ones, such as
     * crashes, roles, cuts and operations. Throws {@link IllegalArgumentException} when the number is not positive.
     */
    public static Trace recordingLast(int eventsMax) {
        if (eventsMax < 1) {
            throw new IllegalArgumentException("a trace of " + eventsMax + " events");
        }
        return new Trace(new TraceStore(eventsMax, 0, Long.MAX_VALUE));
    }

    /** Keeps the hash, the frequent events of that span of virtual time, and all rare ones: to look closely at what an earlier run told of. */
    public static Trace recordingBetween(Duration from, Duration to) {
        return new Trace(new TraceStore(Integer.MAX_VALUE, from.toNanos(), to.toNanos()));
    }

    /** Depends on everything that happened so far and on its order. */
    public long hash() {
        return hash;
    }

    /** How many events went into the hash. */
    public long events() {
        return events;
    }

    /** Whether events are kept; if not, everything that is noted for readers is dropped, and texts need not be made. */
    public boolean isRecording() {
        return store != null;
    }

    /** What is kept, in the order in which it happened: a copy. Empty unless recording. */
    public List<TraceEvent> recorded() {
        return store == null ? List.of() : store.events();
    }

    /** A line for each event that is kept: seconds, node, kind, details. Empty unless recording. */
    public List<String> lines() {
        return recorded().stream().map(TraceEvent::toString).toList();
    }

    /** Writes {@link #lines()} into a file, each ended by a line feed, and returns it. */
    public Path writeTo(Path file) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (TraceEvent event : recorded()) {
                out.append(event.toString()).append('\n');
            }
        }
        return file;
    }

    /** Has this say what each frame is that leaves from now on. */
    public void labels(FrameLabels namer) {
        labels = namer;
    }

    /** A role was taken. */
    public void role(PeerId node, Role role, long epoch) {
        tell(TraceEvent.Kind.ROLE, node.value(), "", role.name(), epoch);
    }

    /** It is known who leads, or that nobody does. */
    public void leader(PeerId node, Optional<PeerId> leader, long epoch) {
        tell(TraceEvent.Kind.LEADER, node.value(), leader.map(PeerId::value).orElse(""), "", epoch);
    }

    /** Everything up to there is known to be committed on the node. */
    public void committed(PeerId node, long index) {
        tell(TraceEvent.Kind.COMMITTED, node.value(), "", "", index);
    }

    /** Everything up to there is in the node's state machine. */
    public void applied(PeerId node, long index) {
        tell(TraceEvent.Kind.APPLIED, node.value(), "", "", index);
    }

    /** A snapshot is durable on the node. */
    public void snapshot(PeerId node, long index, boolean installed) {
        tell(TraceEvent.Kind.SNAPSHOT, node.value(), "", installed ? "installed" : "taken", index);
    }

    /** The node's replica stopped for good. */
    public void halted(PeerId node, Throwable cause) {
        tell(TraceEvent.Kind.HALTED, node.value(), "", String.valueOf(cause), 0);
    }

    /** The caller's own words about that node, for readers only; {@link Simulation#note} is for what must count. */
    public void note(PeerId node, String text) {
        tell(TraceEvent.Kind.NOTE, node.value(), "", text, 0);
    }

    /** A check found the run wrong. */
    public void failure(String why) {
        tell(TraceEvent.Kind.FAILURE, "-", "", why, 0);
    }

    /** A client asks that node for something; the result names the operation to {@link #completed}. */
    public long invoked(String client, PeerId node, String what) {
        return begin(TraceEvent.Kind.INVOKED, client, node.value(), what);
    }

    /** The client got an answer, which is the text, or gave up. Ignored for an operation that nobody knows. */
    public void completed(long operation, Outcome outcome, String answer) {
        end(TraceEvent.Kind.COMPLETED, operation, (outcome.name() + " " + answer).strip());
    }

    /** Something was broken; {@code where} is the nodes concerned, in words. The result names the fault to {@link #faultEnded}. */
    public long fault(String what, String where) {
        return begin(TraceEvent.Kind.FAULT, "-", where, what);
    }

    /** The fault is over. Ignored for one that nobody knows. */
    public void faultEnded(long fault) {
        end(TraceEvent.Kind.FAULT_ENDED, fault, "");
    }

    /** What notes the roles, known leaders, snapshots and the end of that node's replica, when given to it. */
    public ReplicaListener listener(PeerId node) {
        return new TraceListener(this, node);
    }

    /** Where the trace takes the time from for what does not say it. */
    void clock(LongSupplier nanos) {
        clock = nanos;
    }

    /** Notes an event; the parts are hashed as they are, so nothing is built from them unless somebody reads. */
    void event(long nowNanos, String who, String what, String detail, long number) {
        hash(nowNanos, who, what, detail, number);
        if (store != null) {
            TraceEvent.Kind kind = TraceEvent.Kind.of(what);
            boolean isBetweenNodes = switch (kind) {
                case CUT, MEND, CLOG, DISCONNECT -> true;
                default -> false;
            };
            String text = kind == TraceEvent.Kind.OTHER ? (what + " " + detail).strip() : detail;
            store.add(
                    nowNanos, kind, who, isBetweenNodes ? detail : "", isBetweenNodes ? "" : text, number, 0, nowNanos);
        }
    }

    /** Notes that a frame leaves. Not hashed: whatever becomes of it will be. Null when nobody reads. */
    @Nullable
    TracedFrame sent(long nowNanos, String from, String to, String group, Bytes frame) {
        if (store == null) {
            return null;
        }
        String label = store.covers(nowNanos) ? labels.label(group, frame) : "frame";
        TracedFrame traced = new TracedFrame(++frames, nowNanos, label);
        store.add(nowNanos, TraceEvent.Kind.SENT, from, to, label, frame.length(), traced.id(), nowNanos);
        return traced;
    }

    /** Notes that a frame arrived. */
    void delivered(long nowNanos, String to, String from, long digest, @Nullable TracedFrame frame) {
        hash(nowNanos, to, "deliver", from, digest);
        if (store != null && frame != null) {
            store.add(
                    nowNanos,
                    TraceEvent.Kind.DELIVERED,
                    to,
                    from,
                    frame.label(),
                    digest,
                    frame.id(),
                    frame.sentNanos());
        }
    }

    /** Notes that a frame will not arrive, and why. */
    void lost(long nowNanos, String to, String why, String from, long digest, @Nullable TracedFrame frame) {
        hash(nowNanos, to, why, from, digest);
        if (store != null && frame != null) {
            String text = frame.label() + " [" + why + "]";
            store.add(nowNanos, TraceEvent.Kind.LOST, to, from, text, digest, frame.id(), frame.sentNanos());
        }
    }

    private void tell(TraceEvent.Kind kind, String node, String peer, String text, long number) {
        if (store != null) {
            long now = clock.getAsLong();
            store.add(now, kind, node, peer, text, number, 0, now);
        }
    }

    private long begin(TraceEvent.Kind kind, String node, String peer, String text) {
        if (store == null) {
            return 0;
        }
        long id = ++opened;
        long now = clock.getAsLong();
        open.put(id, store.add(now, kind, node, peer, text, 0, id, now));
        return id;
    }

    private void end(TraceEvent.Kind kind, long id, String text) {
        TraceEvent begun = open.remove(id);
        if (store != null && begun != null) {
            store.add(clock.getAsLong(), kind, begun.node(), begun.peer(), text, 0, id, begun.nanos());
        }
    }

    private void hash(long nowNanos, String who, String what, String detail, long number) {
        events++;
        mix(nowNanos);
        mix(who.hashCode());
        mix(what.hashCode());
        mix(detail.hashCode());
        mix(number);
    }

    private void mix(long value) {
        long mixed = (hash ^ value) * 0xBF58476D1CE4E5B9L;
        hash = mixed ^ (mixed >>> 31);
    }
}
