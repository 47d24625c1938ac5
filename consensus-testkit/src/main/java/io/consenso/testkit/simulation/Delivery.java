/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import io.consenso.Bytes;
import io.consenso.spi.Transport;
import org.jspecify.annotations.Nullable;

/** A frame on its way. It belongs to no process: the one it was sent to may be gone, and another there, when it arrives. */
final class Delivery extends Event {
    private final SimulatedNetwork network;
    private final Link link;
    private final String group;
    private final Bytes frame;
    private final int incarnation;
    private final long number;
    private final @Nullable TracedFrame traced;

    Delivery(SimulatedNetwork network, Link link, String group, Bytes frame, @Nullable TracedFrame traced) {
        super(null);
        this.network = network;
        this.link = link;
        this.group = group;
        this.frame = frame;
        this.incarnation = link.to.incarnations();
        this.number = link.launch();
        this.traced = traced;
    }

    @Override
    void fire() {
        SimulatedProcess receiver = link.to.running();
        if (receiver != null && receiver.pausedUntil() > at) {
            network.simulation().schedule(this, receiver.pausedUntil());
            return;
        }
        if (link.land(number)) {
            network.drop(link, SimulatedNetwork.Loss.RESET, frame, traced);
        } else if (link.cut) {
            network.drop(link, SimulatedNetwork.Loss.CUT, frame, traced);
        } else if (receiver == null || isOfAnotherConnection(receiver)) {
            network.drop(link, SimulatedNetwork.Loss.DOWN, frame, traced);
        } else {
            deliver(receiver);
        }
    }

    private boolean isOfAnotherConnection(SimulatedProcess receiver) {
        return incarnation != receiver.incarnation && network.options(link).inOrder();
    }

    private void deliver(SimulatedProcess process) {
        Transport.Receiver receiver = process.transport.receiver(group);
        if (receiver == null) {
            network.drop(link, SimulatedNetwork.Loss.UNCLAIMED, frame, traced);
            return;
        }
        network.delivered(link, frame, traced);
        network.simulation().enter(process, null, () -> receiver.onFrame(link.from.peer(), frame));
    }
}
