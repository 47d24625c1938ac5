/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.mutation;

import io.consenso.Bytes;
import java.util.function.Function;

/** Something to plant a bug in. */
final class Adder implements Function<String, String> {
    private static int calls;

    @Override
    public String apply(String number) {
        calls++;
        Sum sum = new Sum(Long.parseLong(number), 1);
        return calls + ". " + Bytes.ofLong(sum.value()).toLong();
    }

    private record Sum(long left, long right) {
        long value() {
            return left + right;
        }
    }
}
