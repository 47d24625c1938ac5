/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import io.consenso.PeerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A {@link FaultSchedule} at work on a simulation: what is due breaks and is mended again, until {@link #stopAndMend()} mends everything at
 * once, which begins the time in which the system must prove that it lives.
 *
 * <p>Faults that overlap combine. A link is cut as long as any cut in force says so, and behaves as all faults in force have it; of two
 * values for the same thing (a rate of a clock, a slowness) the one that began last holds, and the earlier one again when that is over;
 * a node that a fault took down is brought up by the end of that fault and not by another's.
 *
 * <p>A fault that finds nothing to break (the power of a node that is down fails, there is no snapshot to rot) is counted as skipped. So is
 * damage to a disk beyond what the group promises to survive: one disk at a time, until its replacement holds everything again, and no
 * more than a minority of all disks in one run. An operator replaces a damaged disk only while all others hold everything, as the
 * documentation of {@code replaceLostStorage} demands; until then the node is down.
 */
public final class Faults {
    private final FaultTarget target;
    private final Simulation simulation;
    private final NetworkFaults network;
    private final ProcessFaults processes;
    private final ClockFaults clocks;
    private final DiskFaults disks;
    private final Map<FaultKind, Long> injected = new EnumMap<>(FaultKind.class);
    private final Map<FaultKind, Long> skipped = new EnumMap<>(FaultKind.class);
    private final List<Active> active = new ArrayList<>();
    private boolean isOver;

    /** Two are never equal. */
    private static final class Active {
        private final Runnable mend;

        Active(Runnable mend) {
            this.mend = mend;
        }
    }

    Faults(FaultTarget target, FaultSchedule schedule, boolean isBeyondAtlas) {
        this.target = target;
        this.simulation = target.simulation();
        network = new NetworkFaults(target, this::later);
        processes = new ProcessFaults(target, this::later);
        clocks = new ClockFaults();
        disks = new DiskFaults(target, processes, isBeyondAtlas);
        for (Fault fault : schedule.faults()) {
            requireNodes(fault);
            later(fault.at(), () -> begin(fault));
        }
    }

    /**
     * Breaks nothing more, mends what is broken and starts who is down. Only a disk that waits to be replaced waits until the others hold
     * everything again. Idempotent.
     */
    public void stopAndMend() {
        isOver = true;
        List<Active> broken = List.copyOf(active);
        active.clear();
        broken.forEach(one -> one.mend.run());
        // One frame that takes ten times the mean of a long delay would else hold up its connection long after the
        // fault.
        simulation.network().reconnect();
        simulation.note("all faults are over");
    }

    /** How often each kind was injected: a run that never saw a fault proves nothing about it. */
    public Map<FaultKind, Long> injected() {
        return Collections.unmodifiableMap(injected);
    }

    /** How often each kind found nothing that it could, or was allowed to, break. */
    public Map<FaultKind, Long> skipped() {
        return Collections.unmodifiableMap(skipped);
    }

    /** Who may be halted, or refuse to start, at this moment: its disk has failed or is damaged, and nobody has done anything about it yet. */
    public Set<PeerId> mayBeHalted() {
        return disks.mayBeHalted();
    }

    /** Who may have been halted at some time since the start. */
    public Set<PeerId> mayHaveHalted() {
        return disks.mayHaveHalted();
    }

    /** Whose disk was replaced since the start, so that what it once promised and reported is forgotten. */
    public Set<PeerId> replaced() {
        return disks.replaced();
    }

    private void begin(Fault fault) {
        Runnable mend = breakNow(fault);
        simulation.note((mend == null ? "no fault " : "fault ") + fault.text());
        (mend == null ? skipped : injected).merge(fault.kind(), 1L, Long::sum);
        if (mend != null) {
            long drawn = simulation.trace().fault(fault.kind().text(), fault.where());
            Active one = new Active(() -> {
                mend.run();
                simulation.trace().faultEnded(drawn);
            });
            active.add(one);
            later(fault.lasting(), () -> {
                if (active.remove(one)) {
                    one.mend.run();
                }
            });
        }
    }

    private @Nullable Runnable breakNow(Fault fault) {
        List<SimulatedNode> nodes = resolve(fault);
        return switch (fault.kind().part()) {
            case NETWORK -> network.begin(fault, nodes);
            case PROCESS -> processes.begin(fault, nodes);
            case CLOCK -> clocks.begin(fault, nodes);
            case DISK -> disks.begin(fault, nodes);
        };
    }

    /** The nodes as they are now. Where the leader is named twice, once as such, the next node takes its place. */
    private List<SimulatedNode> resolve(Fault fault) {
        List<SimulatedNode> all = target.nodes();
        List<SimulatedNode> nodes = new ArrayList<>();
        for (int number : fault.nodes()) {
            int at = number == Fault.LEADER ? leader(all) : number - 1;
            while (nodes.size() < all.size() && nodes.contains(all.get(at))) {
                at = (at + 1) % all.size();
            }
            nodes.add(all.get(at));
        }
        return nodes;
    }

    private int leader(List<SimulatedNode> all) {
        return target.leader()
                .map(peer -> all.indexOf(simulation.node(peer)))
                .filter(at -> at >= 0)
                .orElse(0);
    }

    private void later(Duration delay, Runnable action) {
        simulation.after(delay, () -> {
            if (!isOver) {
                action.run();
            }
        });
    }

    private void requireNodes(Fault fault) {
        int size = target.nodes().size();
        if (fault.nodes().stream().anyMatch(number -> number > size)) {
            throw new IllegalArgumentException("'" + fault + "' among " + size + " nodes");
        }
    }
}
