/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.compare;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.examples.Table;
import io.consenso.testkit.machine.RegisterMachine;
import io.consenso.testkit.simulation.SimulatedCluster;
import io.consenso.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The leader is gone, and a replica that is behind is asked to take a command. Either all that are left reach each other, or it is the only one that
 * reaches the others, so that nobody else can gather a quorum (the constrained election of Ng, Haridi, Carbone: Omni-Paxos, 2023).
 */
final class FailOver implements Comparison {
    private static final Bytes COMMAND = RegisterMachine.put("register", "x".repeat(1_000));
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int RUNS_PER_SEED = 2;
    private static final List<Integer> LACKING = List.of(0, 1, 100, 1_000);

    /** Who is left and reaches whom. */
    enum Situation {
        ALL_CONNECTED("all of 2 left reach each other", 3),
        ONE_CONNECTED("of 4 left, only this one reaches the others", 5);

        private final String text;
        private final int voters;

        Situation(String text, int voters) {
            this.text = text;
            this.voters = voters;
        }
    }

    @Override
    public String title() {
        return "Fail-over to a replica that is behind";
    }

    @Override
    public Table table(Effort effort) {
        List<String> head = new ArrayList<>(List.of("situation, entries it lacks"));
        Contender.both().forEach(contender -> head.add(contender.name() + ", median ms"));
        Contender.both().forEach(contender -> head.add(contender.name() + ", worst ms"));
        Table table = new Table(head);
        for (Situation situation : Situation.values()) {
            for (int lacking : LACKING) {
                List<Figures> outcomes = new ArrayList<>();
                for (Contender contender : Contender.both()) {
                    outcomes.add(measure(contender, situation, lacking, effort));
                }
                List<String> row = new ArrayList<>(List.of(situation.text + "; " + lacking));
                outcomes.forEach(outcome -> row.add(outcome.millisText(0.5)));
                outcomes.forEach(outcome -> row.add(outcome.millisText(1)));
                table.add(row);
            }
        }
        return table;
    }

    /** How long it takes until a command is answered; a minute is as good as never. */
    Figures measure(Contender contender, Situation situation, int lacking, Effort effort) {
        return Trials.figures(
                contender,
                situation.voters,
                Trials.LINKS,
                effort.times(RUNS_PER_SEED),
                cluster -> new Figures(firstAnswer(cluster, situation, lacking), LIMIT));
    }

    private static List<Long> firstAnswer(SimulatedCluster<RegisterMachine> cluster, Situation situation, int lacking) {
        Simulation simulation = cluster.simulation();
        PeerId leader = cluster.leader().orElseThrow();
        PeerId behind = Trials.followers(cluster).get(0);
        cluster.await(cluster.propose(leader, COMMAND), SOON);
        cluster.awaitConverged(SOON);
        simulation.network().isolate(behind);
        for (int entry = 0; entry < lacking; entry++) {
            cluster.await(cluster.propose(leader, COMMAND), SOON);
        }
        simulation.network().heal();
        if (situation == Situation.ALL_CONNECTED) {
            simulation.network().isolate(leader);
        } else {
            simulation.network().star(behind);
            simulation.network().isolate(leader);
        }
        long begunAt = simulation.now();
        boolean isAnswered = simulation.runUntil(new Asked(cluster, behind)::isAnswered, LIMIT);
        return List.of(isAnswered ? simulation.now() - begunAt : Figures.NEVER);
    }

    /** A command that is given to the same replica until it is answered. */
    private static final class Asked {
        private final SimulatedCluster<RegisterMachine> cluster;
        private final PeerId replica;
        private CompletableFuture<Bytes> answer;

        Asked(SimulatedCluster<RegisterMachine> cluster, PeerId replica) {
            this.cluster = cluster;
            this.replica = replica;
            answer = cluster.propose(replica, COMMAND);
        }

        boolean isAnswered() {
            if (answer.isCompletedExceptionally()) {
                answer = cluster.propose(replica, COMMAND);
            }
            return answer.isDone() && !answer.isCompletedExceptionally();
        }
    }
}
