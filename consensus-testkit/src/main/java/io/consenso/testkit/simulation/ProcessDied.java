/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

/** Unwinds a task that was blocked when its process died: in a real process nothing after that call would run. */
final class ProcessDied extends Error {
    private static final long serialVersionUID = 1L;

    ProcessDied() {
        super("the simulated process has died", null, false, false);
    }
}
