/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.transport.netty;

import io.consenso.PeerId;
import io.consenso.spi.Transport;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The same where native epoll does not load. */
class NioContractTest extends NettyTransportContractTest {
    @Override
    protected Map<PeerId, Transport> create(List<PeerId> ids) throws IOException {
        Cluster cluster = new Cluster(ids);
        for (PeerId id : ids) {
            EventLoops loops = EventLoops.startNio(1, new DefaultThreadFactory("consenso-transport-" + id, true));
            cluster.transports.put(
                    id, NettyTransport.bind(NettyOptions.of(id, cluster.addresses), Resolver.SYSTEM, loops));
        }
        cluster.awaitConnected();
        return Map.copyOf(cluster.transports);
    }
}
