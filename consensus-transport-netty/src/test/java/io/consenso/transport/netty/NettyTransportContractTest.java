/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.transport.netty;

import io.consenso.PeerId;
import io.consenso.spi.Transport;
import io.consenso.testkit.TransportContract;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class NettyTransportContractTest extends TransportContract {
    @Override
    protected Map<PeerId, Transport> create(List<PeerId> ids) throws IOException {
        return Map.copyOf(new Cluster(ids).connect(options -> options, ids.toArray(new PeerId[0])).transports);
    }

    @Override
    protected boolean runUntil(BooleanSupplier condition) {
        return Await.until(condition);
    }
}
