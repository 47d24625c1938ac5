/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulateTest {
    @Test
    void bothEnginesRunUnderTheSameSeeds() {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        int exitCode;
        try {
            exitCode = Simulate.execute("--engine=both", "--seed=8", "--seeds=2", "--faulty-seconds=5", "--threads=1");
        } finally {
            System.setOut(before);
        }
        List<String> lines = said.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(exitCode).as("%s", lines).isZero();
        assertThat(lines)
                .anyMatch(line -> line.startsWith("raft: 2 runs"))
                .anyMatch(line -> line.startsWith("paxos: 2 runs"))
                .endsWith("4 passed, 0 failed");
    }

    @Test
    void aWrongEngineIsOneLineThatNamesTheChoices() {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            assertThat(Simulate.execute("--engine=zab")).isEqualTo(2);
        } finally {
            System.setErr(before);
        }
        assertThat(said.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("simulate: --engine is raft, paxos or both, not 'zab'");
    }

    @Test
    void allStylesOfReplicationRunUnderTheSameSeeds() {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        int exitCode;
        try {
            exitCode =
                    Simulate.execute("--engine=both", "--style=all", "--seed=8", "--faulty-seconds=5", "--threads=1");
        } finally {
            System.setOut(before);
        }
        List<String> lines = said.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(exitCode).as("%s", lines).isZero();
        assertThat(lines)
                .anyMatch(line -> line.startsWith("raft: 1 runs"))
                .anyMatch(line -> line.startsWith("raft, semi-active: 1 runs"))
                .anyMatch(line -> line.startsWith("paxos, passive: 1 runs"))
                .endsWith("6 passed, 0 failed");
    }

    @Test
    void aWrongStyleIsOneLineThatNamesTheChoices() {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            assertThat(Simulate.execute("--style=lazy")).isEqualTo(2);
        } finally {
            System.setErr(before);
        }
        assertThat(said.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("simulate: --style is active, semi-active, passive or all, not 'lazy'");
    }
}
