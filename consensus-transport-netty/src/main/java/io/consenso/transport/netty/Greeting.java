/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.transport.netty;

import io.consenso.PeerId;
import io.consenso.transport.netty.proto.Hello;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

    /**
     * Why a connection with whoever says this is out of the question, in words that make sense on both sides.
     *
     * @param dialed whom this side called; null when it was called
     */
    Optional<String> objection(Hello hello, @Nullable Link dialed) {
        if (hello.getVersion() != Wire.VERSION) {
            return differs("protocol version", hello.getVersion(), Wire.VERSION);
        }
        if (!hello.getCluster().equals(options.cluster())) {
            return differs("cluster id", hello.getCluster(), options.cluster());
        }
        if (!hello.getTo().equals(options.self().value())) {
            return Optional.of(hello.getFrom() + " looks for " + hello.getTo() + ", but this is " + options.self());
        }
        return dialed == null ? objectionToCaller(hello) : objectionToCalled(hello, dialed);
    }

    private Optional<String> objectionToCaller(Hello hello) {
        Optional<Link> caller = link(hello);
        if (caller.isEmpty()) {
            return Optional.of(hello.getFrom() + " is not among the peers of " + options.self());
        }
        return endpoint.isDialer(caller.get().peer())
                ? Optional.of(hello.getFrom() + " is to wait for calls of " + options.self() + ", not to call")
                : Optional.empty();
    }

    private Optional<String> objectionToCalled(Hello hello, Link dialed) {
        return hello.getFrom().equals(dialed.peer().value())
                ? Optional.empty()
                : Optional.of(options.self() + " looks for " + dialed.peer() + ", but this is " + hello.getFrom());
    }

    /** The way to the peer that says this; empty when there is no such peer. */
    Optional<Link> link(Hello hello) {
        try {
            return Optional.ofNullable(endpoint.links().get(new PeerId(hello.getFrom())));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Optional<String> differs(String what, Object theirs, Object ours) {
        return Optional.of(what + " differs: " + theirs + " there, " + ours + " at " + options.self());
    }
}
