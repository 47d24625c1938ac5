/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.spi.Entry;
import io.consenso.spi.Frame;
import io.consenso.spi.Host;
import io.consenso.spi.Log;
import io.consenso.spi.Storage.GroupBatch;
import io.consenso.spi.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/** A toy process that uses everything a replica uses: two lanes, timers, synced writes, frames, randomness. */
final class Gossip {
    static final String GROUP = "gossip";

    private final SimulatedNode node;
    private final List<PeerId> peers;
    private final Transport transport;
    private final Host host;
    private final Host.Lane loop;
    private final Host.Lane disk;
    private final RandomGenerator random;
    private final long pauseNanos;
    private long next;

    Gossip(SimulatedNode node, List<PeerId> peers, Duration pause) {
        this.node = node;
        this.peers = peers;
        this.pauseNanos = pause.toNanos();
        host = node.host();
        transport = node.transport();
        random = host.random();
        loop = host.lane("loop");
        disk = host.lane("disk");
        next = node.storage().log(GROUP).lastIndex() + 1;
        transport.subscribe(GROUP, (from, frame) -> loop.execute(() -> heard(from, frame)));
        loop.after(pauseNanos, this::talk);
    }

    private void talk() {
        PeerId peer = peers.get(random.nextInt(peers.size()));
        if (!peer.equals(node.peer())) {
            transport.send(GROUP, peer, Frame.of(Bytes.ofLong(random.nextLong()), Bytes.ofLong(host.nanoTime())));
        }
        loop.after(random.nextLong(2 * pauseNanos), this::talk);
    }

    private void heard(PeerId from, Bytes frame) {
        long index = next++;
        disk.execute(() -> {
            Entry entry = new Entry(index, 1, Entry.Kind.COMMANDS, frame);
            write(new Log.Batch(Optional.empty(), OptionalLong.empty(), List.of(entry), Optional.empty()));
            if (frame.length() > Long.BYTES) {
                transport.send(GROUP, from, Frame.of(Bytes.ofLong(index)));
            }
        });
    }

    private void write(Log.Batch batch) {
        try {
            node.storage().write(List.of(new GroupBatch(GROUP, batch)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
