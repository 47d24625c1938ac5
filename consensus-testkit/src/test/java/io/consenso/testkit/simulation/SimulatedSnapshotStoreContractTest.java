/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import io.consenso.spi.SnapshotStore.Stored;
import io.consenso.testkit.SnapshotStoreContract;
import io.consenso.testkit.StorageContract;

class SimulatedSnapshotStoreContractTest extends SnapshotStoreContract {
    private SimulatedHome home = new SimulatedHome();

    @Override
    protected StorageContract.Home newHome() {
        home = new SimulatedHome();
        return home;
    }

    @Override
    protected boolean damage(String group, Stored snapshot) {
        home.disk().damageSnapshot(group);
        return true;
    }

    @Override
    protected boolean isThreadSafe() {
        return false;
    }
}
