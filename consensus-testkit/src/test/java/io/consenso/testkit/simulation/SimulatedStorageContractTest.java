/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import io.consenso.testkit.StorageContract;

class SimulatedStorageContractTest extends StorageContract {
    @Override
    protected Home newHome() {
        return new SimulatedHome();
    }
}
