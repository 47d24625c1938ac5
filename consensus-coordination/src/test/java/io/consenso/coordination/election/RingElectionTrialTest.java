/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.election;

import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.PeerId;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The ring election under crashes, returns and resignations at any moment, and delays up to the bound: inside its assumptions. */
class RingElectionTrialTest {
    private static final long SEEDS = Long.getLong("consenso.seeds", 2_500);

    @Test
    void neverTwoLeadersAndAlwaysOneInTheEnd() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            trial(seed);
        }
    }

    private static void trial(long seed) {
        int size = 1 + (int) (seed % 6);
        // Up to as long as three times around may take; when it is less, rounds overtake each other.
        Duration electionTimeout = Duration.ofMillis(75 + size * (seed * 7 % 60));
        RingElectionOptions options =
                RingElectionOptions.of(Duration.ofMillis(50), Duration.ofMillis(75), electionTimeout);
        ElectionGroup ring =
                new ElectionGroup(seed, size, RingElection::describe, member -> RingElection.join(member, options));
        ring.start().neverTwo();
        RandomGenerator random = ring.simulation.random("trial");
        ring.disturb(random, Duration.ofMillis(1_200), true);
        ring.restartSome(random);
        Leadership leadership = ring.awaitAgreed(Duration.ofSeconds(5));
        // The result is repeatable: nothing changes any more.
        ring.simulation.run(Duration.ofMillis(600));
        assertThat(ring.agreed()).as("seed %s", seed).contains(leadership);
        PeerId leader = leadership.leader();
        assertThat(ring.leaders()).as("seed %s", seed).containsExactly(leader);
        ring.simulation.close();
    }
}
