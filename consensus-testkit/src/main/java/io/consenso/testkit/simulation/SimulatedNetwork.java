/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import io.consenso.Bytes;
import io.consenso.PeerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What connects the nodes: a link in each direction between any two, each with its own behaviour and randomness. */
public final class SimulatedNetwork {
    private final Simulation simulation;
    private final List<List<Link>> links = new ArrayList<>();
    private final Map<Loss, Long> lost = new EnumMap<>(Loss.class);
    private LinkOptions options = LinkOptions.reliable();
    private @Nullable FrameFilter filter;
    private @Nullable FrameFilter fault;
    private int frameBytesMax = 64 << 20;
    private double hintShare = 0.9;
    private long sent;
    private long delivered;

    SimulatedNetwork(Simulation simulation) {
        this.simulation = simulation;
    }

    /** Why a frame did not arrive. */
    public enum Loss {
        /** The filter said so. */
        FILTERED,
        /** Its link was cut when it left or when it was to arrive. */
        CUT,
        /** Chance. */
        LOST,
        /** Damaged on the way and found out by the receiving transport. */
        CORRUPTED,
        /** Its connection was reset when it was under way. */
        RESET,
        /** Too much was under way on its link. */
        OVERFLOW,
        /** Larger than any frame may be. */
        TOO_LARGE,
        /** Nobody of that name exists. */
        UNKNOWN_PEER,
        /** The process it was for was dead. */
        DOWN,
        /** The process had no receiver for the group. */
        UNCLAIMED
    }

    /** How every link behaves that has no options of its own. */
    public void options(LinkOptions all) {
        options = all;
    }

    /** How that direction of that connection behaves. */
    public void options(PeerId from, PeerId to, LinkOptions one) {
        link(from, to).override = one;
    }

    /** How that direction of that connection behaves now. */
    public LinkOptions options(PeerId from, PeerId to) {
        return options(link(from, to));
    }

    /** Every link behaves like all again. */
    public void sameForAll() {
        links.forEach(row -> row.forEach(link -> link.override = null));
    }

    /** Asks this for each frame, and no longer what was asked before. */
    public void filter(FrameFilter decider) {
        filter = decider;
    }

    /** Lets every frame pass again. */
    public void unfilter() {
        filter = null;
    }

    /** Larger frames are dropped; 64 MiB unless told. */
    public void frameBytesMax(int bytes) {
        frameBytesMax = bytes;
    }

    /** In what share of cases a peer gets the hint that a process is gone; 0.9 unless told. */
    public void disconnectHints(double share) {
        hintShare = share;
    }

    /** Cuts one direction: frames under way there are lost, too. */
    public void cutOneWay(PeerId from, PeerId to) {
        cut(link(from, to), true);
    }

    /** Cuts both directions. */
    public void cut(PeerId one, PeerId other) {
        cutOneWay(one, other);
        cutOneWay(other, one);
    }

    /** Cuts one node off from all others. */
    public void isolate(PeerId peer) {
        cutWhere((from, to) -> from.equals(peer) != to.equals(peer));
    }

    /** Cuts every connection between the nodes named and the others. */
    public void partition(Collection<PeerId> side) {
        Set<PeerId> one = Set.copyOf(side);
        cutWhere((from, to) -> one.contains(from) != one.contains(to));
    }

    /** Cuts every direction for which that holds; those cut already stay cut. */
    public void cutWhere(BiPredicate<PeerId, PeerId> condition) {
        for (SimulatedNode from : simulation.nodes()) {
            for (SimulatedNode to : simulation.nodes()) {
                if (from != to && condition.test(from.peer(), to.peer())) {
                    cut(link(from, to), true);
                }
            }
        }
    }

    /** Every node hears {@code center} alone and is heard by it alone, as when nobody else has a quorum. Replaces the cuts that are there. */
    public void star(PeerId center) {
        connect((one, other) -> one.equals(center) || other.equals(center));
    }

    /** Each of these is connected to the one before and the one after, and nobody to anyone else. Replaces the cuts that are there. */
    public void chain(List<PeerId> order) {
        connect((one, other) -> order.contains(one)
                && order.contains(other)
                && Math.abs(order.indexOf(one) - order.indexOf(other)) == 1);
    }

    /**
     * Two sides that do not hear each other and have one node in common; who is on neither is connected to nobody. Replaces the cuts that are
     * there.
     */
    public void bridge(PeerId over, List<PeerId> left, List<PeerId> right) {
        connect((one, other) -> isWithin(left, over, one, other) || isWithin(right, over, one, other));
    }

    private static boolean isWithin(List<PeerId> side, PeerId over, PeerId one, PeerId other) {
        return (side.contains(one) || one.equals(over)) && (side.contains(other) || other.equals(over));
    }

    /** Cuts every direction for which that does not hold and mends the others. */
    public void connect(BiPredicate<PeerId, PeerId> condition) {
        for (SimulatedNode from : simulation.nodes()) {
            for (SimulatedNode to : simulation.nodes()) {
                if (from != to) {
                    cut(link(from, to), !condition.test(from.peer(), to.peer()));
                }
            }
        }
    }

    /** Cuts the connection and mends it again, in turns of that length each, until mended by {@link #heal} or {@link #healOneWay}. */
    public void flap(PeerId one, PeerId other, Duration turn) {
        for (Link link : List.of(link(one, other), link(other, one))) {
            flap(link, ++link.flapping, true, turn);
        }
    }

    private void flap(Link link, int flapping, boolean isCut, Duration turn) {
        if (link.flapping == flapping) {
            cut(link, isCut);
            simulation.after(turn, () -> flap(link, flapping, !isCut, turn));
        }
    }

    /** Mends one direction. */
    public void healOneWay(PeerId from, PeerId to) {
        mend(link(from, to));
    }

    /** Mends and unclogs every link. */
    public void heal() {
        for (SimulatedNode from : simulation.nodes()) {
            for (SimulatedNode to : simulation.nodes()) {
                Link link = link(from, to);
                mend(link);
                link.clogUntil = 0;
            }
        }
    }

    /** Whether that direction is cut. */
    public boolean isCut(PeerId from, PeerId to) {
        return link(from, to).cut;
    }

    /** Holds frames that leave in that direction from now on, and lets them all go after that long. */
    public void clog(PeerId from, PeerId to, Duration duration) {
        Link link = link(from, to);
        trace(link, "clog", duration.toNanos());
        link.clogUntil = Math.max(link.clogUntil, simulation.now() + duration.toNanos());
    }

    /**
     * Breaks their connection although both live: of what is under way in each direction that which left last is lost, how much is drawn
     * from the seed, and both are told that the other is gone.
     */
    public void reset(PeerId one, PeerId other) {
        for (Link link : List.of(link(one, other), link(other, one))) {
            link.reset();
            hint(link);
        }
    }

    /** Every two connect anew: what is under way arrives when it would have, and what leaves from now on does not wait for it. */
    public void reconnect() {
        links.forEach(row -> row.forEach(Link::reconnect));
    }

    /** How many frames were handed over by processes. */
    public long sent() {
        return sent;
    }

    /** How many frames reached a receiver, copies included. */
    public long delivered() {
        return delivered;
    }

    /** How many frames did not arrive for that reason. */
    public long lost(Loss why) {
        return lost.getOrDefault(why, 0L);
    }

    Simulation simulation() {
        return simulation;
    }

    LinkOptions options(Link link) {
        LinkOptions own = link.override == null ? options : link.override;
        return link.fault == null ? own : link.fault.apply(own);
    }

    /** Has that direction behave differently from what its options say, until told otherwise. */
    void fault(PeerId from, PeerId to, @Nullable UnaryOperator<LinkOptions> change) {
        link(from, to).fault = change;
    }

    /** Asks this for each frame besides the test's own filter. */
    void fault(@Nullable FrameFilter decider) {
        fault = decider;
    }

    /** Lets go of what is held back in that direction from now on; what is under way keeps its time. */
    void unclog(PeerId from, PeerId to) {
        link(from, to).clogUntil = 0;
    }

    /** A frame leaves its node. */
    void depart(SimulatedNode from, PeerId peer, String group, Bytes frame) {
        sent++;
        SimulatedNode to = simulation.find(peer);
        if (to == null) {
            lost.merge(Loss.UNKNOWN_PEER, 1L, Long::sum);
            return;
        }
        Link link = link(from, to);
        TracedFrame traced = simulation.trace().sent(simulation.now(), from.name(), to.name(), group, frame);
        LinkOptions how = options(link);
        Loss loss = loss(link, how, group, frame);
        if (loss != null) {
            drop(link, loss, frame, traced);
            return;
        }
        launch(link, group, frame, traced, link.arrival(simulation.now(), how));
        if (link.happens(how.duplication())) {
            launch(link, group, frame, traced, link.arrival(simulation.now(), how));
        }
        if (link.happens(how.replay())) {
            long late = SimulatedTime.uniform(link.random, 0, how.replayWithin().toNanos());
            launch(link, group, frame, traced, link.arrival(simulation.now(), how.withInOrder(false)) + late);
        }
    }

    void delivered(Link link, Bytes frame, @Nullable TracedFrame traced) {
        delivered++;
        simulation.trace().delivered(simulation.now(), link.to.name(), link.from.name(), digest(frame), traced);
    }

    void drop(Link link, Loss why, Bytes frame, @Nullable TracedFrame traced) {
        lost.merge(why, 1L, Long::sum);
        simulation.trace().lost(simulation.now(), link.to.name(), why.name(), link.from.name(), digest(frame), traced);
    }

    /** The node's process is gone: whoever was connected may be told. */
    void hintDisconnected(SimulatedNode gone) {
        for (SimulatedNode peer : simulation.nodes()) {
            if (peer == gone || !peer.isUp()) {
                continue;
            }
            Link link = link(gone, peer);
            if (!link.cut && link.happens(hintShare)) {
                hint(link);
            }
        }
    }

    private void hint(Link link) {
        SimulatedProcess told = link.to.running();
        if (told == null) {
            return;
        }
        simulation.schedule(
                new Event(told) {
                    @Override
                    void fire() {
                        trace(link, "disconnect", 0);
                        simulation.enter(told, null, () -> told.transport.disconnected(link.from.peer()));
                    }
                },
                simulation.now() + link.delay(options(link)));
    }

    private @Nullable Loss loss(Link link, LinkOptions how, String group, Bytes frame) {
        if (isDropped(filter, link, group, frame) || isDropped(fault, link, group, frame)) {
            return Loss.FILTERED;
        }
        if (link.cut) {
            return Loss.CUT;
        }
        if (frame.length() > frameBytesMax) {
            return Loss.TOO_LARGE;
        }
        if (link.underway >= how.queuedMax()) {
            return Loss.OVERFLOW;
        }
        if (link.happens(how.loss())) {
            return Loss.LOST;
        }
        return link.happens(how.corruption()) ? Loss.CORRUPTED : null;
    }

    private static boolean isDropped(@Nullable FrameFilter decider, Link link, String group, Bytes frame) {
        return decider != null
                && decider.decide(link.from.peer(), link.to.peer(), group, frame) == FrameFilter.Verdict.DROP;
    }

    private void launch(Link link, String group, Bytes frame, @Nullable TracedFrame traced, long arrival) {
        simulation.schedule(new Delivery(this, link, group, frame, traced), arrival);
    }

    private void mend(Link link) {
        link.flapping++;
        cut(link, false);
    }

    private void cut(Link link, boolean isCut) {
        if (link.cut != isCut) {
            link.cut = isCut;
            trace(link, isCut ? "cut" : "mend", 0);
        }
    }

    private Link link(PeerId from, PeerId to) {
        return link(simulation.node(from), simulation.node(to));
    }

    private Link link(SimulatedNode from, SimulatedNode to) {
        while (links.size() <= from.number()) {
            links.add(new ArrayList<>());
        }
        List<Link> row = links.get(from.number());
        while (row.size() <= to.number()) {
            SimulatedNode end = simulation.nodes().get(row.size());
            row.add(new Link(from, end, simulation.random("link/" + from.name() + "/" + end.name())));
        }
        return row.get(to.number());
    }

    private void trace(Link link, String what, long number) {
        simulation.trace().event(simulation.now(), link.to.name(), what, link.from.name(), number);
    }

    private static long digest(Bytes frame) {
        return ((long) frame.length() << 32) | (frame.crc32c() & 0xFFFFFFFFL);
    }
}
