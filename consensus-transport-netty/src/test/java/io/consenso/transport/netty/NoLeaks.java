/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.LeakPresenceDetector;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a test that leaves a buffer unreleased or a thread behind; it runs after the test's own clean-up. */
final class NoLeaks implements AfterEachCallback {
    @Override
    public void afterEach(ExtensionContext context) {
        // A thread is said to have ended a moment before it is gone.
        Await.until(() -> eventLoopThreads().length == 0);
        assertThat(eventLoopThreads()).isEmpty();
        try {
            Buffers.check();
        } catch (LinkageError e) {
            // The tests also run on Netty 4.1, which has no such detector.
        }
    }

    private static final class Buffers {
        static void check() {
            LeakPresenceDetector.check();
        }
    }

    static String[] eventLoopThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("consenso-transport-"))
                .toArray(String[]::new);
    }
}
