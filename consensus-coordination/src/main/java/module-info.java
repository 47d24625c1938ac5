/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Mutual exclusion, leader election and agreement: the classic message-passing algorithms beside the fault-tolerant ones
 * that are built on a replicated state machine.
 */
module io.consenso.coordination {
    requires transitive io.consenso.api;
    requires static org.jspecify;
    requires com.google.protobuf;
    requires org.slf4j;

    exports io.consenso.coordination;
    exports io.consenso.coordination.agreement;
    exports io.consenso.coordination.detector;
    exports io.consenso.coordination.election;
    exports io.consenso.coordination.mutex;
    exports io.consenso.coordination.service;
}
