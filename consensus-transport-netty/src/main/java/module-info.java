/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Transport over Netty: one connection per pair of peers carries the frames of all groups. It never blocks its caller; it
 * may drop, delay, repeat or reorder frames, and knows nothing of the protocol inside them.
 */
module io.consenso.transport.netty {
    requires transitive io.consenso.api;
    requires static org.jspecify;
    requires com.google.protobuf;
    requires io.netty.buffer;
    requires io.netty.common;
    requires io.netty.transport;
    requires static io.netty.transport.classes.epoll;
    requires org.slf4j;

    exports io.consenso.transport.netty;

    // Generated messages describe themselves by reflection, for toString and the like.
    opens io.consenso.transport.netty.proto to
            com.google.protobuf;
}
