/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.transport.netty;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.spi.Transport.Receiver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what it is told. */
final class Recorder implements Receiver {
    final List<Bytes> frames = new CopyOnWriteArrayList<>();
    final List<PeerId> disconnects = new CopyOnWriteArrayList<>();

    @Override
    public void onFrame(PeerId from, Bytes frame) {
        frames.add(frame);
    }

    @Override
    public void onDisconnect(PeerId peer) {
        disconnects.add(peer);
    }

    void awaitFrame(Bytes frame) {
        Await.sure(frame + " arrives", () -> frames.contains(frame));
    }
}
