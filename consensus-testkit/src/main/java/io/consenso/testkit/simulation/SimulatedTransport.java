/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import io.consenso.PeerId;
import io.consenso.spi.Frame;
import io.consenso.spi.Transport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The transport of one process. */
final class SimulatedTransport implements Transport {
    private final SimulatedProcess process;
    private final SimulatedNetwork network;
    private final Map<String, Receiver> receivers = new LinkedHashMap<>();
    private boolean closed;

    SimulatedTransport(SimulatedProcess process) {
        this.process = process;
        this.network = process.simulation.network();
    }

    @Override
    public void subscribe(String group, Receiver receiver) {
        if (receivers.putIfAbsent(group, receiver) != null) {
            throw new IllegalStateException("group " + group + " has a receiver already");
        }
    }

    @Override
    public void unsubscribe(String group) {
        receivers.remove(group);
    }

    @Override
    public void send(String group, PeerId to, Frame frame) {
        if (closed || !process.mayAct()) {
            return;
        }
        network.depart(process.node, to, group, frame.toBytes());
    }

    @Override
    public void close() {
        if (!closed && process.isAlive()) {
            network.hintDisconnected(process.node);
        }
        closed = true;
    }

    void end() {
        closed = true;
        receivers.clear();
    }

    @Nullable
    Receiver receiver(String group) {
        return closed ? null : receivers.get(group);
    }

    void disconnected(PeerId peer) {
        if (!closed) {
            List.copyOf(receivers.values()).forEach(receiver -> receiver.onDisconnect(peer));
        }
    }
}
