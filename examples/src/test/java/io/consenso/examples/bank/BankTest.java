/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.bank;

// tag::trial[]
import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.raft.Raft;
import io.consenso.testkit.trial.Trial;
import io.consenso.testkit.trial.Workload.Request;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BankTest {
    @Test
    void keepsItsMoneyUnderEveryFault() {
        Trial.of(Raft.engine(), Bank::new)
                .workload(BankTest::request)
                .always(
                        "no account is overdrawn",
                        bank -> assertThat(bank.balances()).allMatch(balance -> balance >= 0))
                .atEnd(
                        "money is neither made nor lost",
                        bank -> assertThat(sum(bank)).isEqualTo(1_000))
                .run(20);
    }

    static Request request(RandomGenerator random, int client) {
        return random.nextInt(3) == 0
                ? Request.query("", Bank.balance(account(random)))
                : Request.command("", Bank.transfer(account(random), account(random), random.nextInt(150)));
    }

    private static String account(RandomGenerator random) {
        return "account" + random.nextInt(10);
    }

    private static long sum(Bank bank) {
        return bank.balances().stream().mapToLong(Long::longValue).sum();
    }
}
// end::trial[]
