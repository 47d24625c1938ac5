/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.dependability;

import io.consenso.examples.Table;
import java.util.List;

/** How many of how many may fail. */
final class Quorums {
    private Quorums() {}

    /** Members that stop, or whose messages are lost: N &gt;= 2f + 1. */
    static Table crash() {
        Table table = new Table(List.of("members N", "quorum", "may be down: f = (N - 1) / 2", "N >= 2f + 1"));
        for (int members = 1; members <= 7; members++) {
            int faulty = (members - 1) / 2;
            table.add(List.of(
                    Integer.toString(members),
                    Integer.toString(members / 2 + 1),
                    Integer.toString(faulty),
                    members + " >= " + (2 * faulty + 1)));
        }
        return table;
    }

    /** Members that lie: N &gt;= 3f + 1 with oral messages, N &gt;= f + 2 with signed ones. */
    static Table arbitrary() {
        Table table = new Table(
                List.of("traitors m", "oral messages: N >= 3m + 1", "signed messages: N >= m + 2", "rounds m + 1"));
        for (int traitors = 0; traitors <= 3; traitors++) {
            table.add(List.of(
                    Integer.toString(traitors),
                    Integer.toString(3 * traitors + 1),
                    Integer.toString(traitors + 2),
                    Integer.toString(traitors + 1)));
        }
        return table;
    }
}
