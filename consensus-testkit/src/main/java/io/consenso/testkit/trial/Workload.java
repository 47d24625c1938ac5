/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.trial;

import io.consenso.Bytes;
import io.consenso.testkit.machine.RegisterMachine;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * What the clients of a trial ask. Drawn anew for every request from a generator that depends on the seed alone, so the same seed asks the
 * same things.
 */
@FunctionalInterface
public interface Workload {
    /**
     * The next request of a client.
     *
     * @param random the only source of randomness
     * @param client which client asks, counted from 0
     */
    Request next(RandomGenerator random, int client);

    /** Only commands, all about one thing. */
    static Workload commands(Function<RandomGenerator, Bytes> command) {
        return (random, client) -> Request.command("", command.apply(random));
    }

    /**
     * For a {@link RegisterMachine}: reads, writes and conditional writes of registers, sums, and lists to which every operation appends a
     * tag of its own, so that what is lost, doubled or out of place shows.
     *
     * @param keys how many of each sort; the fewer, the more clients meet at one
     */
    static Workload registers(int keys) {
        return new RegisterWorkload(keys);
    }

    /**
     * One request.
     *
     * @param key what it is about: requests of different keys must not depend on each other, and are checked apart; {@code ""} when everything
     *     depends on everything
     * @param payload as the state machine gets it
     * @param isQuery whether it only reads
     */
    record Request(String key, Bytes payload, boolean isQuery) {
        /** A command for {@code StateMachine.apply}. */
        public static Request command(String key, Bytes payload) {
            return new Request(key, payload, false);
        }

        /** A linearizable query for {@code StateMachine.query}. */
        public static Request query(String key, Bytes payload) {
            return new Request(key, payload, true);
        }
    }
}
