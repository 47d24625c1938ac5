/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.function.Function;
import org.slf4j.LoggerFactory;

/** Sets the level of the project's logging, or unsets it; runs in a world of its own, which reads the modules that this one does not. */
final class Silence implements Function<String, String> {
    @Override
    public String apply(String level) {
        Logger logger = (Logger) LoggerFactory.getLogger("io.consenso");
        logger.setLevel(level.isEmpty() ? null : Level.toLevel(level));
        return "";
    }
}
