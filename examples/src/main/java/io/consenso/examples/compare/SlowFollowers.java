/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.compare;

import io.consenso.PeerId;
import io.consenso.examples.Table;
import io.consenso.paxos.Paxos;
import io.consenso.paxos.PaxosOptions;
import io.consenso.testkit.machine.RegisterMachine;
import io.consenso.testkit.simulation.DiskOptions;
import io.consenso.testkit.simulation.SimulatedCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Followers with slow disks, and quorums that wait for fewer of them. */
final class SlowFollowers implements Comparison {
    private static final int VOTERS = 5;
    private static final int CLIENTS = 8;
    private static final DiskOptions SLOW = DiskOptions.ssd().withSync(Duration.ofMillis(20), Duration.ofMillis(10));

    static final Contender FLEXIBLE =
            new Contender("Paxos 4/2", Paxos.engine(PaxosOptions.defaults().withQuorums(4, 2)));

    static final List<Contender> CONTENDERS = List.of(Contender.RAFT, Contender.PAXOS, FLEXIBLE);

    @Override
    public String title() {
        return "Slow followers and flexible quorums";
    }

    @Override
    public Table table(Effort effort) {
        List<String> head = new ArrayList<>(List.of("slow followers of 4"));
        CONTENDERS.forEach(contender -> head.add(contender.name() + ", median ms"));
        CONTENDERS.forEach(contender -> head.add(contender.name() + ", p99 ms"));
        Table table = new Table(head);
        for (int slow = 0; slow < VOTERS - 1; slow++) {
            List<Figures> outcomes = new ArrayList<>();
            for (Contender contender : CONTENDERS) {
                outcomes.add(measure(contender, slow, effort));
            }
            List<String> row = new ArrayList<>(List.of(Integer.toString(slow)));
            outcomes.forEach(outcome -> row.add(outcome.millisText(0.5)));
            outcomes.forEach(outcome -> row.add(outcome.millisText(0.99)));
            table.add(row);
        }
        return table;
    }

    Figures measure(Contender contender, int slow, Effort effort) {
        return Trials.figures(contender, VOTERS, Trials.LINKS, effort, cluster -> measure(cluster, slow, effort));
    }

    private static Figures measure(SimulatedCluster<RegisterMachine> cluster, int slow, Effort effort) {
        for (PeerId follower : Trials.followers(cluster).subList(0, slow)) {
            cluster.node(follower).disk().options(SLOW);
        }
        return new Load(cluster).measure(CLIENTS, effort.measured(), () -> {});
    }
}
