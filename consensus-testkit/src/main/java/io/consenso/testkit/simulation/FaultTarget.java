/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import io.consenso.PeerId;
import io.consenso.engine.Role;
import io.consenso.runtime.Status;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What faults befall, and what its operator knows and can do. */
interface FaultTarget {
    Simulation simulation();

    List<SimulatedNode> nodes();

    Optional<PeerId> leader();

    /** Whether there is somebody who can replace a disk. */
    boolean hasOperator();

    /** Whether the group can do without what that node once promised and held: all others are up and hold everything. */
    boolean canDoWithout(PeerId peer);

    /** Whether the node's replica has halted or did not start. */
    boolean isHalted(PeerId peer);

    /** Whether the node holds everything that the group has committed. */
    boolean holdsEverything(PeerId peer);

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
        public boolean holdsEverything(PeerId peer) {
            return false;
        }

        @Override
        public void replaceDisk(PeerId peer) {
            throw new UnsupportedOperationException("nobody can replace the disk of " + peer);
        }
    }

    /** A group of replicas. */
    record OfCluster(SimulatedCluster<?> cluster) implements FaultTarget {
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
         * follow one leader, have applied all that it has in its log, and have nothing that a power failure could take.
         */
        @Override
        public boolean canDoWithout(PeerId peer) {
            Optional<PeerId> leader = cluster.leader().filter(one -> !one.equals(peer));
            if (leader.isEmpty()) {
                return false;
            }
            Status leading = cluster.status(leader.get());
            long last = cluster.node(leader.get()).disk().lastIndex();
            return cluster.peers().stream()
                    .filter(other -> !other.equals(peer))
                    .allMatch(other -> holdsEverything(other, leading, last));
        }

        private boolean holdsEverything(PeerId peer, Status leading, long last) {
            if (cluster.replica(peer).isEmpty() || !cluster.node(peer).disk().isSafe()) {
                return false;
            }
            Status status = cluster.status(peer);
            return status.fault().isEmpty()
                    && status.epoch() == leading.epoch()
                    && (status.role() == Role.LEADER || status.leader().equals(leading.leader()))
                    && status.appliedIndex() == last;
        }

        @Override
        public boolean isHalted(PeerId peer) {
            return cluster.node(peer).isUp()
                    && cluster.replica(peer)
                            .map(replica -> replica.status().fault().isPresent())
                            .orElse(true);
        }

        @Override
        public boolean holdsEverything(PeerId peer) {
            return cluster.leader()
                    .filter(leader -> holdsEverything(
                            peer,
                            cluster.status(leader),
                            cluster.node(leader).disk().lastIndex()))
                    .isPresent();
        }

        @Override
        public void replaceDisk(PeerId peer) {
            cluster.replaceDisk(peer);
        }
    }
}
