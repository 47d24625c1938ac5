/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.consenso.PeerId;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NettyOptionsTest {
    private static final PeerId A = PeerId.of("a");
    private static final InetSocketAddress HERE = InetSocketAddress.createUnresolved("here", 1);
    private static final NettyOptions DEFAULTS = NettyOptions.of(A, Map.of(A, HERE));

    @Test
    void theDefaultsListenWhereThePeersLookForThisOne() {
        assertThat(DEFAULTS.listen()).isEqualTo(HERE);
        assertThat(DEFAULTS.cluster()).isEqualTo("default");
        assertThat(DEFAULTS.frameBytesMax()).isEqualTo(33_554_432);
        assertThat(DEFAULTS.outboundBytesMax()).isEqualTo(67_108_864);
    }

    @Test
    void eachWitherChangesItsOwnPart() {
        InetSocketAddress there = InetSocketAddress.createUnresolved("there", 2);
        NettyOptions changed = DEFAULTS.withCluster("x")
                .withListen(there)
                .withFrameBytesMax(10)
                .withOutboundBytesMax(10_000)
                .withHandshakeTimeout(Duration.ofSeconds(1))
                .withReconnect(Duration.ofSeconds(2), Duration.ofSeconds(3))
                .withIdleTimeout(Duration.ofSeconds(4))
                .withThreads(5);
        assertThat(changed)
                .isEqualTo(new NettyOptions(
                        "x",
                        A,
                        there,
                        Map.of(A, HERE),
                        10,
                        10_000,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(4),
                        5));
    }

    @Test
    void whatCannotWorkIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> NettyOptions.of(A, Map.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withCluster(""));
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withFrameBytesMax(0));
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withOutboundBytesMax(DEFAULTS.frameBytesMax()));
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withHandshakeTimeout(Duration.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEFAULTS.withReconnect(Duration.ofSeconds(2), Duration.ofSeconds(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withThreads(0));
    }
}
