/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.Bytes;
import io.consenso.testkit.history.Linearizability.Result;
import io.consenso.testkit.history.Linearizability.Verdict;
import io.consenso.testkit.history.Operation.Kind;
import io.consenso.testkit.history.Operation.Moment;
import io.consenso.testkit.history.Operation.Outcome;
import io.consenso.testkit.machine.RegisterMachine;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;

class LinearizabilityProperties {
    @Property(tries = 300)
    void whatReallyHappenedIsAccepted(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 8) int clients,
            @ForAll @IntRange(max = 10) int percent) {
        History history = RandomHistory.of(seed, clients, 3, 200, percent / 100.0);
        Result result = Linearizability.check(history, Model.of(RegisterMachine::new));
        assertThat(result.verdict()).as(result.report()).isEqualTo(Verdict.LINEARIZABLE);
    }

    @Property(tries = 4000)
    void agreesWithBruteForceOnAnyTinyHistory(@ForAll long seed) {
        List<Operation> operations = anyHistory(new SplittableRandom(seed));
        agrees(operations);
    }

    @Property(tries = 1000)
    void agreesWithBruteForceWhenOneReplyIsCorrupted(@ForAll long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        List<Operation> operations =
                new ArrayList<>(RandomHistory.of(seed, 3, 1, 7, 0.05).operations());
        corruptOne(operations, random);
        agrees(operations);
    }

    @Property(tries = 100)
    void aCounterExampleIsNotLinearizableEither(@ForAll long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        List<Operation> operations =
                new ArrayList<>(RandomHistory.of(seed, 4, 1, 60, 0.02).operations());
        corruptOne(operations, random);
        Model<?> model = Model.of(RegisterMachine::new);
        Result result = Linearizability.check(operations, model, 100_000);
        Statistics.collect(result.verdict());
        if (result.verdict() == Verdict.NOT_LINEARIZABLE) {
            Minimizer.Minimal minimal = new Minimizer<>(model, 100_000).minimize(operations);
            assertThat(Linearizability.check(minimal.operations(), model, 100_000)
                            .verdict())
                    .isEqualTo(Verdict.NOT_LINEARIZABLE);
            assertThat(minimal.operations()).contains(minimal.culprit());
            assertThat(result.report().lines().count()).isLessThanOrEqualTo(45);
        }
    }

    private static void agrees(List<Operation> operations) {
        Result result = Linearizability.check(operations, Model.of(RegisterMachine::new), 1_000_000);
        Statistics.collect(result.verdict());
        assertThat(result.isLinearizable()).as("%s", operations).isEqualTo(BruteForce.isLinearizable(operations));
    }

    /** Up to seven operations on one register, with replies out of the air. */
    private static List<Operation> anyHistory(RandomGenerator random) {
        int size = 2 + random.nextInt(5);
        List<Operation> operations = new ArrayList<>();
        long place = 0;
        for (int i = 0; i < size; i++) {
            place += random.nextInt(1, 4);
            long end = place + random.nextInt(1, 9);
            // Invocations at even places, returns at odd ones, so that none coincide.
            operations.add(operation(random, i, new Moment(place * 64, 0), new Moment(end * 64 + i + 1, 0)));
        }
        return operations;
    }

    private static Operation operation(RandomGenerator random, int id, Moment invoked, Moment returned) {
        boolean isQuery = random.nextInt(3) == 0;
        Outcome outcome = random.nextInt(5) > 0 ? Outcome.OK : random.nextBoolean() ? Outcome.UNKNOWN : Outcome.FAILED;
        Bytes asked = isQuery ? RegisterMachine.get("x") : command(random);
        Bytes reply = outcome == Outcome.OK ? reply(random, asked) : Bytes.EMPTY;
        Kind kind = isQuery ? Kind.QUERY : Kind.COMMAND;
        return new Operation(id, id, kind, "x", asked, invoked, returned, outcome, reply);
    }

    private static Bytes command(RandomGenerator random) {
        String value = Integer.toString(random.nextInt(1, 3));
        return switch (random.nextInt(3)) {
            case 0 -> RegisterMachine.put("x", value);
            case 1 -> RegisterMachine.add("x", 1);
            default -> RegisterMachine.compareAndSet("x", "1", value);
        };
    }

    private static Bytes reply(RandomGenerator random, Bytes asked) {
        return switch (asked.toUtf8().charAt(0)) {
            case 'p' -> RegisterMachine.DONE;
            case 'c' -> Bytes.ofUtf8(Boolean.toString(random.nextBoolean()));
            default -> Bytes.ofUtf8(Integer.toString(random.nextInt(1, 4)));
        };
    }

    private static void corruptOne(List<Operation> operations, RandomGenerator random) {
        for (int tries = 0; tries < 20; tries++) {
            int chosen = random.nextInt(operations.size());
            Operation operation = operations.get(chosen);
            if (operation.outcome() == Outcome.OK && !operation.reply().equals(RegisterMachine.DONE)) {
                Bytes wrong = Bytes.ofUtf8(Integer.toString(random.nextInt(1, 6)));
                operations.set(chosen, operation.completed(operation.returned(), Outcome.OK, wrong));
                return;
            }
        }
    }
}
