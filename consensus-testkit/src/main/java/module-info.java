/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What it takes to test an application or an adapter: a deterministic simulator in which the shipped runtime runs on virtual time, and
 * contract suites for the seams.
 */
module io.consenso.testkit {
    requires transitive io.consenso.api;
    requires com.google.protobuf;
    requires java.compiler;
    requires static org.jspecify;
    requires transitive net.jqwik.api;
    requires transitive org.assertj.core;
    requires transitive org.junit.jupiter.api;

    exports io.consenso.testkit;
    exports io.consenso.testkit.engine;
    exports io.consenso.testkit.history;
    exports io.consenso.testkit.machine;
    exports io.consenso.testkit.mutation;
    exports io.consenso.testkit.picture;
    exports io.consenso.testkit.simulation;
    exports io.consenso.testkit.trial;

    // JUnit calls the cases of the contract suites by reflection.
    opens io.consenso.testkit;
}
