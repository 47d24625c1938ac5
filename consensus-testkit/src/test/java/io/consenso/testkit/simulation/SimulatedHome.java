/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import io.consenso.PeerId;
import io.consenso.spi.Storage;
import io.consenso.testkit.StorageContract;

/** A node's disk; opening it again takes another process. */
final class SimulatedHome implements StorageContract.Home {
    private static int homes;

    private final SimulatedNode node = new Simulation(homes++).node(PeerId.of("a"));
    private boolean opened;

    @Override
    public Storage open() {
        if (opened) {
            node.kill();
            node.restart();
        }
        opened = true;
        return node.storage();
    }

    SimulatedDisk disk() {
        return node.disk();
    }
}
