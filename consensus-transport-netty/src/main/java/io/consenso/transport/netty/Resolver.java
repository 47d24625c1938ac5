/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.transport.netty;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** Turns a peer's address as configured into one to connect to. May block. */
@FunctionalInterface
interface Resolver {
    /** By the system's means. The JDK keeps an answer for some 30 seconds (security property {@code networkaddress.cache.ttl}). */
    Resolver SYSTEM = Resolver::resolveAgain;

    InetSocketAddress resolve(InetSocketAddress address) throws UnknownHostException;

    /** Asks again even if the address is resolved: {@code new InetSocketAddress(name, port)} did that once, and the peer may have moved. */
    private static InetSocketAddress resolveAgain(InetSocketAddress address) throws UnknownHostException {
        try {
            return new InetSocketAddress(InetAddress.getByName(address.getHostString()), address.getPort());
        } catch (UnknownHostException e) {
            if (address.isUnresolved()) {
                throw e;
            }
            return address;
        }
    }
}
