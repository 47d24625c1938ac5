/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.pictures;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.paxos.Paxos;
import io.consenso.testkit.simulation.SimulatedNetwork;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The pictures of docs/paxos-in-pictures.md. */
final class PaxosPictures {
    private static final Subject PAXOS = new Subject(Paxos.engine(), PaxosPictures::ballot);
    private static final String[] CHATTER = {"Heartbeat", "HeartbeatReply", "Hello", "Here"};

    private PaxosPictures() {}

    static List<Picture> all() {
        return List.of(phase1(), phase2(), request(), majority(), refused(), duel(), takeOver());
    }

    /** Round and member, as the engine itself writes it. */
    private static String ballot(long ballot) {
        return (ballot >>> 24) + "." + (ballot >>> 14 & 1023);
    }

    private static Picture phase1() {
        return Stage.play(PAXOS, 3, stage -> {
            stage.cluster().start();
            stage.untilSent("Poll").begin();
            stage.expect(stage.awaitLeader().equals(stage.peer(2)));
            return stage.pass(Duration.ofMillis(5)).draw("paxos-phase-1", "Paxos: phase 1", CHATTER);
        });
    }

    private static Picture phase2() {
        return Stage.play(PAXOS, 3, stage -> {
            stage.ledBy(2).begin().serve("client", stage.peer(2), 1).awaitConverged();
            return stage.draw("paxos-phase-2", "Paxos: phase 2", CHATTER);
        });
    }

    private static Picture request() {
        return Stage.play(PAXOS, 3, stage -> {
            stage.ledBy(2).begin().serve("client", stage.peer(1), 1).awaitConverged();
            return stage.draw("paxos-phase-0", "Paxos: phase 0", CHATTER);
        });
    }

    private static Picture majority() {
        return Stage.play(PAXOS, 5, stage -> {
            stage.ledBy(2).begin().pass(Duration.ofMillis(1));
            stage.cluster().crash(stage.peer(4));
            stage.cluster().crash(stage.peer(5));
            stage.pass(Duration.ofMillis(1)).serve("client", stage.peer(2), 1).pass(Duration.ofMillis(4));
            return stage.draw("paxos-three-of-five", "Paxos: three of five", CHATTER);
        });
    }

    private static Picture refused() {
        return Stage.play(PAXOS, 3, stage -> {
            PeerId refused = stage.peer(1);
            SimulatedNetwork network = stage.simulation().network();
            stage.ledBy(1);
            network.isolate(refused);
            // Those who know that the connection is gone do not wait for long.
            network.reset(refused, stage.peer(2));
            network.reset(refused, stage.peer(3));
            stage.until(() -> stage.leads(2) || stage.leads(3)).expect(stage.leads(2) && stage.leads(1));
            stage.pass(Duration.ofMillis(20)).begin();
            network.heal();
            stage.serve("client", refused, 1).pass(Duration.ofMillis(4));
            return stage.draw("paxos-refused", "Paxos: a refused proposal", CHATTER);
        });
    }

    private static Picture duel() {
        return Stage.play(PAXOS, 3, stage -> {
            stage.cluster().start();
            stage.simulation().network().cut(stage.peer(1), stage.peer(3));
            stage.cluster().crash(stage.peer(2));
            stage.pass(Duration.ofMillis(2_500)).cluster().restart(stage.peer(2));
            stage.untilSent("Prepare").begin(Duration.ofMillis(7));
            CompletableFuture<Bytes> answer = stage.ask("client", stage.peer(2), 1);
            stage.pass(Duration.ofMillis(10)).expect(stage.sent("Nack") > 0 && stage.sent("Promise") > 1);
            stage.await(answer).expect(stage.sent("Nack") > 1);
            stage.untilSent("LearnReply").pass(Duration.ofMillis(2));
            return stage.draw("paxos-duel", "Paxos: a duel", CHATTER);
        });
    }

    private static Picture takeOver() {
        return Stage.play(PAXOS, 3, stage -> {
            PeerId first = stage.peer(1);
            SimulatedNetwork network = stage.simulation().network();
            stage.ledBy(1).begin();
            network.cutOneWay(first, stage.peer(3));
            CompletableFuture<Bytes> answered = stage.ask("client 1", first, 1);
            stage.pass(Duration.ofNanos(1_500_000));
            network.cutOneWay(first, stage.peer(2));
            stage.askInVain("client 2", first, 2).pass(Duration.ofNanos(700_000));
            network.healOneWay(first, stage.peer(2));
            stage.askInVain("client 3", first, 3)
                    .pass(Duration.ofNanos(1_900_000))
                    .expect(answered.isDone() && stage.sent("Chosen") == 0);
            network.heal();
            stage.cluster().crash(first);
            stage.expect(stage.awaitLeader().equals(stage.peer(3)));
            stage.until(() -> stage.sent("Chosen") > 0).pass(Duration.ofMillis(2));
            return stage.draw("paxos-take-over", "Paxos: a take-over with holes", CHATTER);
        });
    }
}
