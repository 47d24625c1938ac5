/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.pictures;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.raft.Raft;
import io.consenso.testkit.machine.RegisterMachine;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The pictures of docs/raft-in-pictures.md. */
final class RaftPictures {
    private static final Subject RAFT = new Subject(Raft.engine(), Long::toString);
    private static final String[] CHATTER = {"Heartbeat", "HeartbeatReply", "Hello", "Here"};

    private RaftPictures() {}

    static List<Picture> all() {
        return List.of(election(), replication(), request(), majority(), failOver(), deposed());
    }

    private static Picture election() {
        try (Stage stage = Stage.beforeElectionOf("n2", RAFT, 3)) {
            stage.untilSent("RequestPreVote").begin();
            stage.awaitLeader();
            stage.until(() -> stage.cluster().peers().stream().allMatch(peer -> stage.cluster().status(peer).commitIndex() >= 1));
            return stage.pass(Duration.ofMillis(1)).draw("raft-election", "Raft: an election", CHATTER);
        }
    }

    private static Picture replication() {
        try (Stage stage = Stage.ledBy("n2", RAFT, 3)) {
            stage.begin();
            stage.await(stage.ask("client", stage.peer(2), "put x 1", RegisterMachine.put("x", "1")));
            return stage.pass(Duration.ofMillis(4)).draw("raft-replication", "Raft: one command", CHATTER);
        }
    }

    private static Picture request() {
        try (Stage stage = Stage.ledBy("n2", RAFT, 3)) {
            stage.begin();
            stage.await(stage.ask("client", stage.peer(1), "put x 1", RegisterMachine.put("x", "1")));
            return stage.pass(Duration.ofMillis(4)).draw("raft-request", "Raft: a command that a follower forwards", CHATTER);
        }
    }

    private static Picture majority() {
        try (Stage stage = Stage.ledBy("n2", RAFT, 3)) {
            stage.begin();
            stage.simulation().network().isolate(stage.peer(3));
            stage.await(stage.ask("client", stage.peer(2), "put x 1", RegisterMachine.put("x", "1")));
            stage.pass(Duration.ofMillis(20));
            stage.simulation().network().heal();
            stage.cluster().awaitConverged(Duration.ofSeconds(30));
            return stage.pass(Duration.ofMillis(2)).draw("raft-commit", "Raft: a majority commits", CHATTER);
        }
    }

    private static Picture failOver() {
        try (Stage stage = Stage.ledBy("n1", RAFT, 3)) {
            stage.begin().pass(Duration.ofMillis(1));
            stage.cluster().crash(stage.peer(1));
            PeerId leader = stage.awaitLeader();
            stage.await(stage.ask("client", leader, "put x 1", RegisterMachine.put("x", "1")));
            return stage.pass(Duration.ofMillis(3)).draw("raft-fail-over", "Raft: the leader crashes", CHATTER);
        }
    }

    private static Picture deposed() {
        try (Stage stage = Stage.ledBy("n1", RAFT, 3)) {
            PeerId deposed = stage.peer(1);
            stage.begin();
            stage.simulation().network().isolate(deposed);
            CompletableFuture<Bytes> late = stage.ask("client 1", deposed, "put x 1", RegisterMachine.put("x", "1"));
            stage.until(() -> stage.cluster()
                    .leader()
                    .filter(peer -> !peer.equals(deposed))
                    .isPresent());
            PeerId leader = stage.awaitLeader();
            stage.await(stage.ask("client 2", leader, "put x 2", RegisterMachine.put("x", "2")));
            stage.pass(Duration.ofMillis(20));
            stage.simulation().network().heal();
            stage.await(late);
            stage.cluster().awaitConverged(Duration.ofSeconds(30));
            return stage.pass(Duration.ofMillis(1)).draw("raft-deposed-leader", "Raft: a deposed leader", CHATTER);
        }
    }
}
