/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.history;

import static io.consenso.testkit.machine.RegisterMachine.get;
import static io.consenso.testkit.machine.RegisterMachine.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.testkit.history.Linearizability.Result;
import io.consenso.testkit.history.Linearizability.Verdict;
import org.junit.jupiter.api.Test;

class CounterExampleTest {
    private final Script script = new Script();

    @Test
    void drawsTheStaleReadBesideTheWriteThatItMissed() {
        for (int i = 0; i < 30; i++) {
            script.did(put("x", "v" + i), "done").did(get("x"), "v" + i);
        }
        script.begin("slow", put("x", "new")).did(get("x"), "v29").ok("slow", "done");
        script.did(get("x"), "new").did(get("x"), "v29").did(put("x", "later"), "done");
        Result result = script.check();
        assertThat(result.verdict()).isEqualTo(Verdict.NOT_LINEARIZABLE);
        assertThat(result.report().lines())
                .containsExactly(
                        "not linearizable: key \"x\", shown by 3 of 65 operations",
                        "  client 58   [=]            put x v29 -> done  (0.000..0.000 ms)",
                        "  client 60       [=]        put x new -> done  (0.000..0.000 ms)",
                        "  client 63           [=]    get x -> v29  (0.000..0.000 ms)   <-- no order explains this",
                        "longest order that explains its replies (2 operations):",
                        "  client 58: put x v29 -> done",
                        "  client 60: put x new -> done",
                        "state then: {x=new}",
                        "what could come next:",
                        "  client 63: get x -> v29, but the model replies new");
    }

    @Test
    void showsAnUnknownOutcomeAsAnOpenBar() {
        script.begin("w", put("x", "1")).unknown("w").did(get("x"), "1").did(put("x", "2"), "done");
        script.did(get("x"), "1");
        assertThat(script.check().report())
                .contains("[=============>  put x 1 -> unknown")
                .contains("put x 1 -> unknown, taken to have happened here");
    }

    @Test
    void aValueFromNowhereNeedsNoOtherOperation() {
        script.did(put("x", "1"), "done").did(get("x"), "1").did(get("x"), "7");
        assertThat(script.check().report()).contains("shown by 1 of 3 operations");
    }
}
