/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.trial;

import io.consenso.Bytes;
import io.consenso.testkit.machine.RegisterMachine;
import java.util.random.RandomGenerator;

/** Requests for a {@link RegisterMachine}. */
record RegisterWorkload(int keys) implements Workload {
    private static final int VALUES = 4;

    @Override
    public Request next(RandomGenerator random, int client) {
        int number = random.nextInt(keys);
        return switch (random.nextInt(8)) {
            case 0, 1 -> get("r" + number);
            case 2 -> get((random.nextBoolean() ? "s" : "l") + number);
            case 3 -> command("r" + number, RegisterMachine.put("r" + number, value(random)));
            case 4 -> command("r" + number, RegisterMachine.compareAndSet("r" + number, value(random), value(random)));
            case 5 -> command("s" + number, RegisterMachine.add("s" + number, 1 + random.nextInt(9)));
            default -> command("l" + number, RegisterMachine.append("l" + number, tag(random, client)));
        };
    }

    private static Request get(String key) {
        return Request.query(key, RegisterMachine.get(key));
    }

    private static Request command(String key, Bytes command) {
        return Request.command(key, command);
    }

    /** Few values, so that conditions often hold. */
    private static String value(RandomGenerator random) {
        return Integer.toString(random.nextInt(VALUES));
    }

    private static String tag(RandomGenerator random, int client) {
        return client + "." + Integer.toString(random.nextInt(1 << 30), 36);
    }
}
