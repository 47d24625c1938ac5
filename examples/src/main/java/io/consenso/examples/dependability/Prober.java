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

    Prober(SimulatedCluster<RegisterMachine> cluster, Duration thinking) {
        this.cluster = cluster;
        this.thinking = thinking;
    }

    Prober start() {
        ask();
        return this;
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
        long number = ++asked;
        PeerId peer = cluster.peers().get(contact);
        CompletableFuture<Bytes> answer = cluster.propose(peer, RegisterMachine.put("probe", Long.toString(number)));
        CompletableFuture<Bytes> unused = answer.whenComplete((reply, failure) -> {
            if (failure == null) {
                // A late answer is service, too.
                answeredAt.add(cluster.simulation().now());
            }
            goOn(number, failure == null);
        });
        cluster.simulation().after(PATIENCE, () -> goOn(number, false));
    }

    private void goOn(long number, boolean isServed) {
        if (number != asked) {
            return;
        }
        asked++;
        if (!isServed) {
            contact = (contact + 1) % cluster.peers().size();
        }
        cluster.simulation().after(thinking, this::ask);
    }
}
