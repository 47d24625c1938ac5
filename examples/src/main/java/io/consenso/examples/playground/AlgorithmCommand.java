/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import java.io.IOException;
import java.util.concurrent.Callable;

/** The command of one algorithm. */
interface AlgorithmCommand extends Callable<Integer> {
    /** What every algorithm is told. */
    Setting setting();

    /** What the arguments ask for; throws {@link IllegalArgumentException} when that makes no sense. */
    Play<?> play();

    @Override
    default Integer call() throws IOException {
        return setting().run(play());
    }
}
