/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.smoke;

import io.consenso.examples.Protocol;
import io.consenso.examples.lock.LockDemo;
import java.nio.file.Path;

/** The demo of the lock service. */
final class LockScenario implements Smoke.Scenario {
    @Override
    public String name() {
        return "lock service: kill -9, stop and cut off the holder";
    }

    @Override
    public void run(Path launcher, Protocol protocol, Path data) throws Exception {
        new LockDemo(protocol, data, line -> Smoke.say("%s", line)).run();
    }
}
