/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import java.util.Map;
import java.util.TreeMap;

/** For mutants that random runs catch too seldom, or whose breach harms progress alone: the test that must fail. */
final class DirectedScenarios {
    private static final Map<String, String> SCENARIOS = new TreeMap<>();

    static {
        SCENARIOS.put("ballot-of-another-obeyed", "PhaseTwoScenarioTest#p25_whoDoesNotOwnABallotIsNotObeyed");
    }

    private DirectedScenarios() {}

    static Map<String, String> byMutant() {
        return Map.copyOf(SCENARIOS);
    }
}
