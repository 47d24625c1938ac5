/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.compare;

import io.consenso.PeerId;
import io.consenso.examples.Table;
import io.consenso.testkit.machine.RegisterMachine;
import io.consenso.testkit.simulation.DiskOptions;
import io.consenso.testkit.simulation.SimulatedCluster;
import java.time.Duration;
import java.util.List;

/** One disk that is slow, or that hangs once for a while. */
final class StalledDisk implements Comparison {
    private static final int VOTERS = 3;
    private static final int CLIENTS = 32;
    private static final DiskOptions SLOW = DiskOptions.ssd().withSync(Duration.ofMillis(20), Duration.ofMillis(10));
    private static final Duration HANGS_FOR = Duration.ofSeconds(2);

    /** What happens to whom. */
    enum Trouble {
        NONE("all disks good"),
        LEADER_SLOW("the leader's is slow"),
        LEADER_HANGS("the leader's hangs once"),
        FOLLOWER_SLOW("a follower's is slow"),
        FOLLOWER_HANGS("a follower's hangs once"),
        TWO_SLOW("the leader's and a follower's are slow");

        private final String text;

        Trouble(String text) {
            this.text = text;
        }
    }

    @Override
    public String title() {
        return "A log device that is slow or hangs";
    }

    @Override
    public Table table(Effort effort) {
        Table table = new Table(SideBySide.head("disks"));
        for (Trouble trouble : Trouble.values()) {
            List<Figures> figures = Contender.both().stream()
                    .map(contender -> measure(contender, trouble, effort))
                    .toList();
            table.add(SideBySide.row(trouble.text, figures));
        }
        return table;
    }

    Figures measure(Contender contender, Trouble trouble, Effort effort) {
        return Trials.figures(contender, VOTERS, Trials.LINKS, effort, cluster -> measure(cluster, trouble, effort));
    }

    private static Figures measure(SimulatedCluster<RegisterMachine> cluster, Trouble trouble, Effort effort) {
        PeerId leader = cluster.leader().orElseThrow();
        PeerId follower = Trials.followers(cluster).get(0);
        if (trouble == Trouble.LEADER_SLOW || trouble == Trouble.TWO_SLOW) {
            cluster.node(leader).disk().options(SLOW);
        }
        if (trouble == Trouble.FOLLOWER_SLOW || trouble == Trouble.TWO_SLOW) {
            cluster.node(follower).disk().options(SLOW);
        }
        return new Load(cluster).measure(CLIENTS, effort.measured(), () -> {
            if (trouble == Trouble.LEADER_HANGS) {
                cluster.node(leader).disk().stall(HANGS_FOR);
            } else if (trouble == Trouble.FOLLOWER_HANGS) {
                cluster.node(follower).disk().stall(HANGS_FOR);
            }
        });
    }
}
