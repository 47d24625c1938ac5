/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The replicated-state-machine core: what an application writes and reads, the seams that adapters implement, the engine
 * interface that protocols implement, and the one runtime that drives any engine.
 */
module io.consenso.api {
    requires static transitive org.jspecify;
    requires com.google.protobuf;
    requires org.slf4j;

    exports io.consenso;
    exports io.consenso.engine;
    exports io.consenso.engine.parts;
    exports io.consenso.runtime;
    exports io.consenso.spi;
}
