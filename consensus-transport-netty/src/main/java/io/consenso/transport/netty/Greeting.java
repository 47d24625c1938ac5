/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.transport.netty;

import io.consenso.PeerId;
import io.consenso.transport.netty.proto.Hello;
import java.util.Optional;

/** What this side says first, and what it accepts from the other. */
final class Greeting {
    private final Endpoint endpoint;
    private final NettyOptions options;

    Greeting(Endpoint endpoint) {
        this.endpoint = endpoint;
        this.options = endpoint.options();
    }

    Hello to(String peer) {
        return Hello.newBuilder()
                .setVersion(Wire.VERSION)
                .setCluster(options.cluster())
                .setFrom(options.self().value())
                .setTo(peer)
                .build();
    }

    /** Why a connection with whoever says this is out of the question, in words that make sense on both sides. */
    Optional<String> objection(Hello hello) {
        String objection = null;
        if (hello.getVersion() != Wire.VERSION) {
            objection = differs("protocol version", hello.getVersion(), Wire.VERSION);
        } else if (!hello.getCluster().equals(options.cluster())) {
            objection = differs("cluster id", hello.getCluster(), options.cluster());
        } else if (!hello.getTo().equals(options.self().value())) {
            objection = hello.getFrom() + " looks for " + hello.getTo() + ", but this is " + options.self();
        } else if (link(hello).isEmpty()) {
            objection = hello.getFrom() + " is not among the peers of " + options.self();
        }
        return Optional.ofNullable(objection);
    }

    /** The way to the peer that says this; empty when there is no such peer. */
    Optional<Link> link(Hello hello) {
        try {
            return Optional.ofNullable(endpoint.links().get(new PeerId(hello.getFrom())));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private String differs(String what, Object theirs, Object ours) {
        return what + " differs: " + theirs + " there, " + ours + " at " + options.self();
    }
}
