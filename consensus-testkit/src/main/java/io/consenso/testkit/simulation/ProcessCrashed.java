/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

/** The answer was lost with the process that would have given it: what was asked may have happened or not. */
public final class ProcessCrashed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ProcessCrashed(String process) {
        super(process + " crashed");
    }
}
