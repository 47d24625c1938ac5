/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.history;

import io.consenso.Bytes;
import io.consenso.Command;
import io.consenso.testkit.machine.RegisterMachine;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** A history that really happened: clients ask one register machine, each operation takes effect at a random moment. */
final class RandomHistory {
    private final RandomGenerator random;
    private final int keys;
    private final double uncertain;
    private final RegisterMachine machine = new RegisterMachine();
    private final History history;
    private final List<Client> clients = new ArrayList<>();
    /** Commands that nobody waits for any more and that may yet happen. */
    private final List<Bytes> inLimbo = new ArrayList<>();

    private long now;
    private long applied;
    private long nextValue;

    private RandomHistory(RandomGenerator random, int clients, int keys, double uncertain) {
        this.random = random;
        this.keys = keys;
        this.uncertain = uncertain;
        history = new History(() -> now++);
        for (int i = 0; i < clients; i++) {
            this.clients.add(new Client(i));
        }
    }

    /** Of that many operations or a few more; {@code uncertain} is the share of operations that fail or end unknown. */
    static History of(long seed, int clients, int keys, int operations, double uncertain) {
        RandomHistory run = new RandomHistory(new SplittableRandom(seed), clients, keys, uncertain);
        while (run.history.size() < operations) {
            run.clients.get(run.random.nextInt(clients)).step();
        }
        return run.history;
    }

    private Bytes apply(Bytes command) {
        return machine.apply(new Command(++applied, 0, 0, 0, command));
    }

    private final class Client {
        private final long number;
        private long id = -1;
        private Bytes asked = Bytes.EMPTY;
        private Bytes reply = Bytes.EMPTY;
        private boolean isQuery;
        private boolean hasHappened;

        Client(long number) {
            this.number = number;
        }

        void step() {
            if (!inLimbo.isEmpty() && random.nextInt(20) == 0) {
                apply(inLimbo.remove(random.nextInt(inLimbo.size())));
            }
            if (id < 0) {
                invoke();
            } else if (random.nextDouble() < uncertain) {
                giveUp();
            } else if (!hasHappened) {
                reply = isQuery ? machine.query(asked) : apply(asked);
                hasHappened = true;
            } else {
                history.ok(id, reply);
                id = -1;
            }
        }

        private void invoke() {
            String key = "k" + random.nextInt(keys);
            isQuery = random.nextInt(3) == 0;
            asked = isQuery ? RegisterMachine.get(key) : command(key);
            hasHappened = false;
            id = isQuery ? history.query(number, key, asked) : history.command(number, key, asked);
        }

        private Bytes command(String key) {
            return switch (random.nextInt(8)) {
                case 0 -> RegisterMachine.compareAndSet(key, "1", Long.toString(nextValue++));
                case 1, 2 -> RegisterMachine.put(key, Long.toString(nextValue++));
                case 3 -> RegisterMachine.put(key, "1");
                default -> RegisterMachine.add(key, 1 + random.nextInt(3));
            };
        }

        private void giveUp() {
            if (!hasHappened && random.nextInt(3) == 0) {
                history.failed(id);
            } else {
                if (!hasHappened && !isQuery) {
                    inLimbo.add(asked);
                }
                history.unknown(id);
            }
            id = -1;
        }
    }
}
