/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.election;

import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.PeerId;
import io.consenso.coordination.Send;
import io.consenso.coordination.election.RingMessage.Heartbeat;
import io.consenso.coordination.election.RingMessage.Standing;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Every order in which an election without faults can go: each set of starters, each order of their starts and of all deliveries on links that keep
 * their order.
 */
class RingElectionOrdersTest {
    private static final RingElectionOptions OPTIONS =
            RingElectionOptions.of(Duration.ofDays(1), Duration.ofDays(2), Duration.ofDays(3));
    private static final int SIZE_MAX = 5;

    /** The least and the most messages of the runs that have ended, and how many ways of going on were looked at. */
    private static final class Outcomes {
        private final Set<String> seen = new HashSet<>();
        private int least = Integer.MAX_VALUE;
        private int most;
    }

    /** A ring in the middle of an election. */
    private static final class Ring {
        private final List<PeerId> peers;
        private final List<RingElectionProcess> processes = new ArrayList<>();
        private final List<Deque<RingMessage>> links = new ArrayList<>();
        private final Set<Integer> starters = new HashSet<>();
        private final List<String> steps = new ArrayList<>();
        private int messages;

        /** All follow a leader that they have lost; these notice. */
        Ring(int size, int startersMask) {
            peers = IntStream.rangeClosed(1, size)
                    .mapToObj(number -> PeerId.of("p" + number))
                    .toList();
            for (int i = 0; i < size; i++) {
                RingElectionProcess process = new RingElectionProcess(peers.get(i), peers, OPTIONS);
                process.start(0);
                process.receive(0, peers.get((i + 1) % size), new Heartbeat(1, Standing.LEADS));
                processes.add(process);
                links.add(new ArrayDeque<>());
                if ((startersMask & 1 << i) != 0) {
                    starters.add(i);
                }
            }
        }

        /** What can happen: i starts, or size + i receives. Who takes part already, or knows the outcome, does not start. */
        List<Integer> choices() {
            List<Integer> choices = new ArrayList<>();
            for (int i = 0; i < peers.size(); i++) {
                if (starters.contains(i) && processes.get(i).round() == 1) {
                    choices.add(i);
                }
                if (!links.get(i).isEmpty()) {
                    choices.add(peers.size() + i);
                }
            }
            return choices;
        }

        void step(int choice) {
            int i = choice % peers.size();
            RingElectionProcess process = processes.get(i);
            List<Send<RingMessage>> sends;
            if (choice < peers.size()) {
                starters.remove(i);
                sends = process.begin(0);
            } else {
                PeerId from = peers.get((i + peers.size() - 1) % peers.size());
                sends = process.receive(0, from, links.get(i).remove());
            }
            steps.add(choice + "");
            for (Send<RingMessage> send : sends) {
                assertThat(send.to()).isEqualTo(peers.get((i + 1) % peers.size()));
                messages++;
                links.get((i + 1) % peers.size()).add(send.message());
            }
        }

        /** All that decides what happens next. */
        String state() {
            List<String> states =
                    processes.stream().map(RingElectionProcess::toString).toList();
            return states + "" + links + starters + messages;
        }
    }

    private static Outcomes explore(int size, int startersMask) {
        Outcomes outcomes = new Outcomes();
        explore(size, startersMask, List.of(), outcomes);
        return outcomes;
    }

    private static void explore(int size, int startersMask, List<Integer> path, Outcomes outcomes) {
        Ring ring = new Ring(size, startersMask);
        path.forEach(ring::step);
        if (!outcomes.seen.add(ring.state())) {
            return;
        }
        checkNeverTwo(ring);
        List<Integer> choices = ring.choices();
        if (choices.isEmpty()) {
            checkEnd(ring);
            outcomes.least = Math.min(outcomes.least, ring.messages);
            outcomes.most = Math.max(outcomes.most, ring.messages);
        }
        for (int choice : choices) {
            List<Integer> longer = new ArrayList<>(path);
            longer.add(choice);
            explore(size, startersMask, longer, outcomes);
        }
    }

    private static void checkNeverTwo(Ring ring) {
        Set<Leadership> elected = new HashSet<>();
        ring.processes.stream()
                .filter(process -> process.round() > 1)
                .forEach(process -> process.leadership().ifPresent(elected::add));
        assertThat(elected).as("%s", ring.steps).hasSizeLessThanOrEqualTo(1);
    }

    private static void checkEnd(Ring ring) {
        PeerId largest = ring.peers.get(ring.peers.size() - 1);
        for (RingElectionProcess process : ring.processes) {
            assertThat(process.leadership().orElseThrow().leader())
                    .as("%s", ring.steps)
                    .isEqualTo(largest);
            assertThat(process.isParticipant()).as("%s", ring.steps).isFalse();
        }
    }

    /** The starter's distance from the largest, and twice around, in whatever order. */
    @Test
    void oneStarter() {
        for (int size = 2; size <= SIZE_MAX; size++) {
            for (int starter = 1; starter <= size; starter++) {
                Outcomes outcomes = explore(size, 1 << (starter - 1));
                assertThat(outcomes.least).isEqualTo(2 * size + size - starter);
                assertThat(outcomes.most).isEqualTo(outcomes.least);
            }
        }
    }

    /** The ring is in the order of the ids, so a smaller id meets a larger one at its first hop: no more than with one starter. */
    @Test
    void anyStartersInAnyOrder() {
        for (int size = 2; size <= SIZE_MAX; size++) {
            int least = Integer.MAX_VALUE;
            int most = 0;
            for (int mask = 1; mask < 1 << size; mask++) {
                Outcomes outcomes = explore(size, mask);
                least = Math.min(least, outcomes.least);
                most = Math.max(most, outcomes.most);
            }
            assertThat(least).isEqualTo(2 * size);
            assertThat(most).isEqualTo(3 * size - 1);
        }
    }
}
