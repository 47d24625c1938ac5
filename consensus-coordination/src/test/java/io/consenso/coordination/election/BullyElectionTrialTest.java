/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.election;

import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.PeerId;
import io.consenso.coordination.election.BullyElectionTest.Times;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The bully election under crashes, returns and resignations at any moment, and delays up to the bound: inside its assumptions. */
class BullyElectionTrialTest {
    private static final long SEEDS = Long.getLong("consenso.seeds", 1_500);

    @Test
    void neverTwoLeadersAndAlwaysOneInTheEnd() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            trial(seed, true);
        }
    }

    @Test
    void withoutResignationsItIsTheLargestThatLives() {
        for (long seed = 1; seed <= SEEDS / 2; seed++) {
            trial(seed, false);
        }
    }

    private static void trial(long seed, boolean resign) {
        int size = 1 + (int) (seed % 6);
        ElectionGroup group = new ElectionGroup(
                seed, size, BullyElection::describe, member -> BullyElection.join(member, Times.SHORT));
        group.start().neverTwo();
        RandomGenerator random = group.simulation.random("trial");
        group.disturb(random, Duration.ofMillis(1_200), resign);
        group.restartSome(random);
        // Long enough that nobody abstains of whom nobody knows, and all has been said.
        group.simulation.run(Duration.ofSeconds(1));
        Leadership leadership = group.awaitAgreed(Duration.ofSeconds(4));
        group.simulation.run(Duration.ofMillis(600));
        assertThat(group.agreed()).as("seed %s", seed).contains(leadership);
        assertThat(group.leaders()).as("seed %s", seed).containsExactly(leadership.leader());
        if (!resign) {
            List<PeerId> up = group.up();
            assertThat(leadership.leader()).as("seed %s", seed).isEqualTo(up.get(up.size() - 1));
        }
        group.simulation.close();
    }
}
