/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import io.consenso.testkit.LogContract;
import io.consenso.testkit.StorageContract;

class SimulatedLogContractTest extends LogContract {
    @Override
    protected StorageContract.Home newHome() {
        return new SimulatedHome();
    }

    @Override
    protected boolean isThreadSafe() {
        return false;
    }
}
