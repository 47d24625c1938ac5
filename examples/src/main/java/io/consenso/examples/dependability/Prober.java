/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.dependability;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.testkit.machine.RegisterMachine;
import io.consenso.testkit.simulation.SimulatedCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A client that writes again and again, goes to the next replica when it has no answer soon, and notes when it had answers. */
final class Prober {
    private static final Duration PATIENCE = Duration.ofMillis(200);

    private final SimulatedCluster<RegisterMachine> cluster;
    private final Duration thinking;
    private final List<Long> answeredAt = new ArrayList<>();
    private int contact;
    private long asked;
    private boolean stopped;

    Prober(SimulatedCluster<RegisterMachine> cluster, Duration thinking) {
        this.cluster = cluster;
        this.thinking = thinking;
    }

    Prober start() {
        ask();
        return this;
    }

    void stop() {
        stopped = true;
    }

    /** When answers came, in virtual nanoseconds. */
    List<Long> answeredAt() {
        return answeredAt;
    }

    /** The longest time without an answer that ended after this moment, in nanoseconds. */
    long longestGapSince(long from) {
        long longest = 0;
        long last = from;
        for (long at : answeredAt) {
            if (at >= from) {
                longest = Math.max(longest, at - last);
                last = at;
            }
        }
        return Math.max(longest, cluster.simulation().now() - last);
    }

    private void ask() {
        if (stopped) {
            return;
        }
        long number = ++asked;
        PeerId peer = cluster.peers().get(contact);
        CompletableFuture<Bytes> answer = cluster.propose(peer, RegisterMachine.put("probe", Long.toString(number)));
        CompletableFuture<Bytes> unused = answer.whenComplete((reply, failure) -> {
            if (number == asked) {
                onAnswer(failure == null);
            }
        });
        cluster.simulation().after(PATIENCE, () -> {
            if (number == asked && !answer.isDone()) {
                onAnswer(false);
            }
        });
    }

    private void onAnswer(boolean isGood) {
        if (isGood) {
            answeredAt.add(cluster.simulation().now());
        } else {
            contact = (contact + 1) % cluster.peers().size();
        }
        // What comes late for this one counts no more.
        asked++;
        cluster.simulation().after(thinking, this::ask);
    }
}
