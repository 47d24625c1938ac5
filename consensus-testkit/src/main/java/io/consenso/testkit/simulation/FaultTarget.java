/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import io.consenso.PeerId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What faults befall, and what its operator knows and can do. */
interface FaultTarget {
    Simulation simulation();

    List<SimulatedNode> nodes();

    Optional<PeerId> leader();

    /** Whether there is somebody who can replace a disk. */
    boolean hasOperator();

    /**
     * Whether the group can do without what that node, which is down, once promised and held: all others are up and hold it. To be asked
     * again until it is so.
     */
    boolean canDoWithout(PeerId peer);

    /** Whether the node's replica has halted or did not start. */
    boolean isHalted(PeerId peer);

    /** Whether the node, whose disk was replaced, holds again what it was to do without. */
    boolean hasRecovered(PeerId peer);

    /** Starts the node, which is down, with an empty disk. */
    void replaceDisk(PeerId peer);

    /** Nodes that are no replicas. */
    record OfNodes(Simulation simulation, List<SimulatedNode> nodes, Supplier<Optional<PeerId>> who)
            implements FaultTarget {
        public OfNodes {
            nodes = List.copyOf(nodes);
        }

        @Override
        public Optional<PeerId> leader() {
            return who.get();
        }

        @Override
        public boolean hasOperator() {
            return false;
        }

        @Override
        public boolean canDoWithout(PeerId peer) {
            return false;
        }

        @Override
        public boolean isHalted(PeerId peer) {
            return false;
        }

        @Override
        public boolean hasRecovered(PeerId peer) {
            return false;
        }

        @Override
        public void replaceDisk(PeerId peer) {
            throw new UnsupportedOperationException("nobody can replace the disk of " + peer);
        }
    }

    /** A group of replicas. */
    final class OfCluster implements FaultTarget {
        private final SimulatedCluster<?> cluster;
        private final Map<PeerId, Goal> goals = new HashMap<>();

        OfCluster(SimulatedCluster<?> cluster) {
            this.cluster = cluster;
        }

        /** All that a leader had in its log at some moment. */
        private record Goal(PeerId leader, long epoch, long lastIndex) {}

        @Override
        public Simulation simulation() {
            return cluster.simulation();
        }

        @Override
        public List<SimulatedNode> nodes() {
            return cluster.nodes();
        }

        @Override
        public Optional<PeerId> leader() {
            return cluster.leader();
        }

        @Override
        public boolean hasOperator() {
            return true;
        }

        /**
         * The documented condition of a replica that gives up its storage: all others hold everything that was acknowledged. Here: they
         * follow one leader, and have applied and safely stored what it had in its log when the node was down already, and as much as the
         * node itself had: that may be more, which the leader's own disk has yet to write, and the node's word for it still counts. What
         * was acknowledged since then was so without the node.
         */
        @Override
        public boolean canDoWithout(PeerId peer) {
            Optional<PeerId> leader = cluster.leader().filter(one -> !one.equals(peer));
            if (leader.isEmpty()) {
                goals.remove(peer);
                return false;
            }
            long epoch = cluster.status(leader.get()).epoch();
            Goal goal = goals.get(peer);
            if (goal == null || goal.epoch != epoch || !goal.leader.equals(leader.get())) {
                goal = new Goal(
                        leader.get(),
                        epoch,
                        Math.max(
                                cluster.node(leader.get()).disk().lastIndex(),
                                cluster.node(peer).disk().everIndex()));
                goals.put(peer, goal);
            }
            Goal reached = goal;
            return cluster.peers().stream()
                    .filter(other -> !other.equals(peer))
                    .allMatch(other -> holds(other, reached));
        }

        private boolean holds(PeerId peer, Goal goal) {
            return hasApplied(peer, goal)
                    && cluster.node(peer).disk().safeLastIndex() >= goal.lastIndex
                    && cluster.status(peer).epoch() == goal.epoch
                    && cluster.status(peer).leader().equals(Optional.of(goal.leader));
        }

        private boolean hasApplied(PeerId peer, Goal goal) {
            return cluster.replica(peer).isPresent()
                    && !isHalted(peer)
                    && cluster.status(peer).appliedIndex() >= goal.lastIndex;
        }

        @Override
        public boolean isHalted(PeerId peer) {
            return cluster.node(peer).isUp()
                    && cluster.replica(peer)
                            .map(replica -> replica.status().fault().isPresent())
                            .orElse(true);
        }

        @Override
        public boolean hasRecovered(PeerId peer) {
            Goal goal = goals.get(peer);
            boolean hasRecovered = goal == null || hasApplied(peer, goal);
            if (hasRecovered) {
                // The next time it is lost, the others must hold more.
                goals.remove(peer);
            }
            return hasRecovered;
        }

        @Override
        public void replaceDisk(PeerId peer) {
            cluster.replaceDisk(peer);
        }
    }
}
