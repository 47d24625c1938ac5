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
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Breaks links. */
final class NetworkFaults {
    private static final double TAIL_SHARE = 0.02;

    private final BiConsumer<Duration, Runnable> later;
    private final SimulatedNetwork network;
    private final List<PeerId> peers;
    // Identities: the same condition may be in force twice.
    private final List<Condition> cuts = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();
    private final List<Drop> drops = new ArrayList<>();

    private static final class Condition {
        private final BiPredicate<PeerId, PeerId> holds;
        private boolean isOn = true;

        Condition(BiPredicate<PeerId, PeerId> holds) {
            this.holds = holds;
        }
    }

    private static final class Change {
        private final BiPredicate<PeerId, PeerId> where;
        private final UnaryOperator<LinkOptions> how;

        Change(BiPredicate<PeerId, PeerId> where, UnaryOperator<LinkOptions> how) {
            this.where = where;
            this.how = how;
        }
    }

    private static final class Drop {
        private final BiPredicate<PeerId, PeerId> where;
        private final byte first;

        Drop(BiPredicate<PeerId, PeerId> where, byte first) {
            this.where = where;
            this.first = first;
        }
    }

    /**
     * With all links as they are.
     *
     * @param later runs something after a while, unless all faults are over by then
     */
    NetworkFaults(FaultTarget target, BiConsumer<Duration, Runnable> later) {
        this.later = later;
        network = target.simulation().network();
        peers = target.nodes().stream().map(SimulatedNode::peer).toList();
    }

    /** Begins; returns what mends it, or null if there was nothing to break. */
    @Nullable
    Runnable begin(Fault fault, List<SimulatedNode> nodes) {
        List<PeerId> named = nodes.stream().map(SimulatedNode::peer).toList();
        return switch (fault.kind()) {
            case RESET -> reset(named.get(0), named.get(1));
            case CLOG -> clog(named.get(0), named.get(1), fault.lasting());
            case SWIZZLE -> swizzle(named, fault);
            case FLAPPING -> flap(named, fault);
            case ISOLATE, PARTITION, ONE_WAY, CUT, BRIDGE, CHAIN, STAR, QUORUM_LOSS ->
                cut(topology(fault.kind(), named));
            case FRAME_DROP -> drop(links(named), (byte) fault.number());
            default -> change(links(named), behaviour(fault));
        };
    }

    private BiPredicate<PeerId, PeerId> topology(FaultKind kind, List<PeerId> named) {
        PeerId first = named.get(0);
        List<PeerId> rest = named.subList(1, named.size());
        return switch (kind) {
            case ONE_WAY -> (from, to) -> from.equals(first) && to.equals(rest.get(0));
            case CUT -> (from, to) -> named.contains(from) && named.contains(to);
            case ISOLATE, PARTITION -> (from, to) -> named.contains(from) != named.contains(to);
            case BRIDGE ->
                (from, to) -> !from.equals(first) && !to.equals(first) && rest.contains(from) != rest.contains(to);
            case CHAIN -> (from, to) -> !areNeighbours(named, from, to);
            case STAR -> (from, to) -> !from.equals(first) && !to.equals(first);
            case QUORUM_LOSS ->
                (from, to) -> !(from.equals(first) && rest.contains(to)) && !(to.equals(first) && rest.contains(from));
            default -> throw new IllegalArgumentException("no topology: " + kind);
        };
    }

    private static boolean areNeighbours(List<PeerId> chain, PeerId one, PeerId other) {
        int at = chain.indexOf(one);
        int otherAt = chain.indexOf(other);
        return at >= 0 && otherAt >= 0 && Math.abs(at - otherAt) == 1;
    }

    private static UnaryOperator<LinkOptions> behaviour(Fault fault) {
        double share = fault.number() / 1000.0;
        Duration millis = Duration.ofMillis(fault.number());
        return switch (fault.kind()) {
            case LOSS -> link -> link.withLoss(Math.max(share, link.loss()));
            case DUPLICATION -> link -> link.withDuplication(Math.max(share, link.duplication()));
            case REPLAY -> link -> link.withReplay(Math.max(share, link.replay()), link.replayWithin());
            case CORRUPTION -> link -> link.withCorruption(Math.max(share, link.corruption()));
            case REORDERING -> link -> link.withInOrder(false);
            case SLOW_LINK -> link -> link.withDelay(link.delayMin().plus(millis), link.delayMean());
            case DELAY ->
                link -> link.withDelay(link.delayMin(), link.delayMean().plus(millis));
            case HEAVY_TAIL -> link -> link.withTail(TAIL_SHARE, millis);
            case OVERFLOW -> link -> link.withQueuedMax((int) Math.min(fault.number(), link.queuedMax()));
            default -> throw new IllegalArgumentException("no fault of a link: " + fault);
        };
    }

    private static BiPredicate<PeerId, PeerId> links(List<PeerId> named) {
        return switch (named.size()) {
            case 0 -> (from, to) -> true;
            case 1 -> (from, to) -> from.equals(named.get(0)) || to.equals(named.get(0));
            default -> (from, to) -> from.equals(named.get(0)) && to.equals(named.get(1));
        };
    }

    private Runnable cut(BiPredicate<PeerId, PeerId> where) {
        Condition condition = new Condition(where);
        cuts.add(condition);
        recut();
        return () -> {
            cuts.remove(condition);
            recut();
        };
    }

    private void recut() {
        eachDirection((from, to) -> {
            boolean isCut = cuts.stream().anyMatch(cut -> cut.isOn && cut.holds.test(from, to));
            if (isCut && !network.isCut(from, to)) {
                network.cutOneWay(from, to);
            } else if (!isCut && network.isCut(from, to)) {
                network.healOneWay(from, to);
            }
        });
    }

    private Runnable flap(List<PeerId> side, Fault fault) {
        Condition condition = new Condition(topology(FaultKind.PARTITION, side));
        cuts.add(condition);
        recut();
        turnOver(condition, Duration.ofMillis(fault.number()));
        return () -> {
            cuts.remove(condition);
            recut();
        };
    }

    private void turnOver(Condition condition, Duration after) {
        later.accept(after, () -> {
            if (cuts.contains(condition)) {
                condition.isOn = !condition.isOn;
                recut();
                turnOver(condition, after);
            }
        });
    }

    private Runnable reset(PeerId one, PeerId other) {
        network.reset(one, other);
        return () -> {};
    }

    private Runnable clog(PeerId from, PeerId to, Duration lasting) {
        network.clog(from, to, lasting);
        return () -> network.unclog(from, to);
    }

    /** One after the other in the first half of the time, and in another order in the second. */
    private Runnable swizzle(List<PeerId> named, Fault fault) {
        Duration part = fault.lasting().dividedBy(2L * named.size());
        for (int i = 0; i < named.size(); i++) {
            PeerId peer = named.get(i);
            // Any rotation of the order or of its reverse.
            int turned = (int) ((i + fault.number()) % named.size());
            int letGo = fault.number() % 2 == 0 ? turned : named.size() - 1 - turned;
            Duration clogged = part.multipliedBy((long) named.size() - i + letGo);
            later.accept(part.multipliedBy(i), () -> clogAll(peer, clogged));
        }
        return () -> named.forEach(this::unclogAll);
    }

    private void clogAll(PeerId peer, Duration lasting) {
        for (PeerId other : peers) {
            if (!other.equals(peer)) {
                network.clog(peer, other, lasting);
                network.clog(other, peer, lasting);
            }
        }
    }

    private void unclogAll(PeerId peer) {
        for (PeerId other : peers) {
            if (!other.equals(peer)) {
                network.unclog(peer, other);
                network.unclog(other, peer);
            }
        }
    }

    private Runnable change(BiPredicate<PeerId, PeerId> where, UnaryOperator<LinkOptions> how) {
        Change change = new Change(where, how);
        changes.add(change);
        rechange();
        return () -> {
            changes.remove(change);
            rechange();
        };
    }

    private void rechange() {
        eachDirection((from, to) -> {
            List<Change> here =
                    changes.stream().filter(one -> one.where.test(from, to)).toList();
            network.fault(from, to, here.isEmpty() ? null : link -> changed(link, here));
        });
    }

    private static LinkOptions changed(LinkOptions link, List<Change> changes) {
        LinkOptions now = link;
        for (Change change : changes) {
            now = change.how.apply(now);
        }
        return now;
    }

    private Runnable drop(BiPredicate<PeerId, PeerId> where, byte first) {
        Drop drop = new Drop(where, first);
        drops.add(drop);
        refilter();
        return () -> {
            drops.remove(drop);
            refilter();
        };
    }

    private void refilter() {
        network.fault(drops.isEmpty() ? null : this::decide);
    }

    private FrameFilter.Verdict decide(PeerId from, PeerId to, String group, Bytes frame) {
        boolean isDropped = frame.length() > 0
                && drops.stream().anyMatch(drop -> frame.get(0) == drop.first && drop.where.test(from, to));
        return isDropped ? FrameFilter.Verdict.DROP : FrameFilter.Verdict.DELIVER;
    }

    private void eachDirection(BiConsumer<PeerId, PeerId> action) {
        for (PeerId from : peers) {
            for (PeerId to : peers) {
                if (!from.equals(to)) {
                    action.accept(from, to);
                }
            }
        }
    }
}
