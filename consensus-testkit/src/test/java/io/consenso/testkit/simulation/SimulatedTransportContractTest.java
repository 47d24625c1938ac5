/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import io.consenso.PeerId;
import io.consenso.spi.Transport;
import io.consenso.testkit.TransportContract;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

class SimulatedTransportContractTest extends TransportContract {
    private final Simulation simulation = new Simulation(1);

    @Override
    protected Map<PeerId, Transport> create(List<PeerId> ids) {
        return ids.stream().collect(toMap(identity(), id -> simulation.node(id).transport()));
    }

    @Override
    protected boolean runUntil(BooleanSupplier condition) {
        boolean threw;
        do {
            try {
                simulation.runUntil(condition, Duration.ofSeconds(10));
                threw = false;
            } catch (SimulationFailure receiverThrew) {
                // Only a report here: the simulation goes on after it.
                threw = true;
            }
        } while (threw);
        return condition.getAsBoolean();
    }

    @Override
    protected boolean isThreadSafe() {
        return false;
    }
}
