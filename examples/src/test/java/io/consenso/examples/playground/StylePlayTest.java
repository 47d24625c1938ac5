/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StylePlayTest {
    @Test
    void whatIsAppliedOnceAndAlikeIsRight() {
        List<String> state = List.of("r1 by p3", "r2 by p1");
        assertThat(StylePlay.violations(List.of(state, state), Set.of("r1"))).isEmpty();
    }

    @Test
    void everyBrokenPromiseIsNamed() {
        assertThat(StylePlay.violations(List.of(List.of("r1 by p3"), List.of("r1 by p1")), Set.of("r1")))
                .containsExactly("the replicas differ: [[r1 by p3], [r1 by p1]]");
        assertThat(StylePlay.violations(List.of(List.of("r1 by p3", "r1 by p1")), Set.of("r1")))
                .containsExactly("r1 is applied more than once: [r1 by p3, r1 by p1]");
        assertThat(StylePlay.violations(List.of(List.of("r1")), Set.of("r1", "r2")))
                .containsExactly("r2 was answered but is not applied: [r1]");
    }
}
