/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit;

import io.consenso.Bytes;
import io.consenso.Command;
import io.consenso.StateMachine;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Commands at their places in the log, each with the queries that are asked after it; the same for the same seed, in any process.
 *
 * @param seed gives the rest
 * @param commands in the order of the log
 * @param queries as many lists as there are commands
 */
record Workload(long seed, List<Command> commands, List<List<Bytes>> queries) {
    private static final int QUERIES_MAX = 2;

    static Workload of(
            long seed,
            int size,
            Function<RandomGenerator, Bytes> newCommand,
            Function<RandomGenerator, Bytes> newQuery) {
        RandomGenerator random = new SplittableRandom(seed);
        List<Command> commands = new ArrayList<>();
        List<List<Bytes>> queries = new ArrayList<>();
        long index = 1;
        int ordinal = 0;
        long timeMillis = 1_700_000_000_000L;
        for (int i = 0; i < size; i++) {
            boolean isNewEntry = random.nextInt(3) == 0;
            index += isNewEntry ? 1 + random.nextInt(2) : 0;
            ordinal = isNewEntry ? 0 : ordinal + 1;
            timeMillis += isNewEntry ? random.nextInt(50) : 0;
            commands.add(new Command(index, ordinal, timeMillis, random.nextLong(), newCommand.apply(random)));
            queries.add(queries(random.nextInt(QUERIES_MAX + 1), random, newQuery));
        }
        return new Workload(seed, commands, queries);
    }

    private static List<Bytes> queries(int count, RandomGenerator random, Function<RandomGenerator, Bytes> newQuery) {
        List<Bytes> queries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            queries.add(newQuery.apply(random));
        }
        return queries;
    }

    int size() {
        return commands.size();
    }

    /** One number for all commands and queries. */
    long digest() {
        return commands.hashCode() * 31L + queries.hashCode();
    }

    /** Applies the commands from one position (inclusive) to another (exclusive) and forgets the replies. */
    void applyTo(StateMachine machine, int from, int toExclusive) {
        for (int i = from; i < toExclusive; i++) {
            machine.apply(commands.get(i));
        }
    }

    /** Asks the queries before that position, then applies every command from there on, with its queries: what was answered, in order. */
    List<Answer> answersFrom(int from, StateMachine machine) {
        List<Answer> answers = new ArrayList<>();
        for (int i = Math.max(0, from - 20); i < from; i++) {
            for (Bytes query : queries.get(i)) {
                answers.add(Answer.toQuery(machine, query, from));
            }
        }
        for (int i = from; i < size(); i++) {
            answers.add(Answer.toCommand(machine, commands.get(i), i + 1));
            for (Bytes query : queries.get(i)) {
                answers.add(Answer.toQuery(machine, query, i + 1));
            }
        }
        return answers;
    }
}
