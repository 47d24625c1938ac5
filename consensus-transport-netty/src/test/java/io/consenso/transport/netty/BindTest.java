/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consenso.PeerId;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class BindTest {
    private static final PeerId A = PeerId.of("a");

    @Test
    void aPortInUseIsNamedInOneLine() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            InetSocketAddress address = (InetSocketAddress) taken.getLocalSocketAddress();
            assertThatThrownBy(() -> NettyTransport.bind(A, Map.of(A, address)))
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("cannot listen on ")
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
                    .hasMessageContaining("Address already in use")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void anUnknownHostIsNamed() {
        InetSocketAddress address = InetSocketAddress.createUnresolved("nowhere.invalid", 7);
        assertThatThrownBy(() -> NettyTransport.bind(A, Map.of(A, address)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nowhere.invalid");
    }

    @Test
    void portZeroTakesAnyFreeOne() throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (NettyTransport transport = NettyTransport.bind(A, Map.of(A, any))) {
            assertThat(transport.address().getPort()).isPositive();
            FakePeer.dial(transport.address()).close();
        }
    }
}
