/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.pictures;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.raft.Raft;
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
        return Stage.play(RAFT, 3, stage -> {
            stage.cluster().start();
            stage.untilSent("RequestPreVote").begin();
            stage.expect(stage.awaitLeader().equals(stage.peer(2)));
            stage.until(() -> stage.cluster().peers().stream()
                    .allMatch(peer -> stage.cluster().status(peer).commitIndex() == 1));
            return stage.draw("raft-election", "Raft: an election", CHATTER);
        });
    }

    private static Picture replication() {
        return Stage.play(RAFT, 3, stage -> {
            stage.ledBy(2).begin().serve("client", stage.peer(2), 1).awaitConverged();
            return stage.draw("raft-replication", "Raft: a command", CHATTER);
        });
    }

    private static Picture request() {
        return Stage.play(RAFT, 3, stage -> {
            stage.ledBy(2).begin().serve("client", stage.peer(1), 1).awaitConverged();
            return stage.draw("raft-request", "Raft: a command that a follower forwards", CHATTER);
        });
    }

    private static Picture majority() {
        return Stage.play(RAFT, 3, stage -> {
            stage.ledBy(2).begin();
            stage.simulation().network().isolate(stage.peer(3));
            stage.serve("client", stage.peer(2), 1).pass(Duration.ofMillis(20));
            stage.simulation().network().heal();
            stage.awaitConverged().pass(Duration.ofMillis(2));
            return stage.draw("raft-commit", "Raft: a majority is enough", CHATTER);
        });
    }

    private static Picture failOver() {
        return Stage.play(RAFT, 3, stage -> {
            stage.ledBy(1).begin().pass(Duration.ofMillis(1));
            stage.cluster().crash(stage.peer(1));
            PeerId leader = stage.awaitLeader();
            stage.expect(leader.equals(stage.peer(3)));
            stage.serve("client", leader, 1).pass(Duration.ofMillis(2));
            return stage.draw("raft-fail-over", "Raft: the leader crashes", CHATTER);
        });
    }

    private static Picture deposed() {
        return Stage.play(RAFT, 3, stage -> {
            PeerId deposed = stage.peer(1);
            PeerId next = stage.peer(3);
            stage.ledBy(1).begin();
            stage.simulation().network().isolate(deposed);
            CompletableFuture<Bytes> late = stage.ask("client 1", deposed, 1);
            stage.until(() -> stage.cluster()
                    .leader()
                    .filter(peer -> !peer.equals(deposed))
                    .isPresent());
            stage.expect(stage.awaitLeader().equals(next));
            stage.serve("client 2", next, 2).pass(Duration.ofMillis(20));
            stage.simulation().network().heal();
            stage.await(late).awaitConverged().pass(Duration.ofMillis(1));
            return stage.draw("raft-deposed-leader", "Raft: a deposed leader", CHATTER);
        });
    }
}
