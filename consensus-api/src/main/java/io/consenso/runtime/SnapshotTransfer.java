/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.runtime;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.engine.Progress.Fetch;
import io.consenso.runtime.proto.SnapshotChunk;
import io.consenso.runtime.proto.SnapshotRequest;
import io.consenso.spi.Frame;
import io.consenso.spi.Host;
import io.consenso.spi.SnapshotMeta;
import io.consenso.spi.SnapshotStore;
import io.consenso.spi.SnapshotStore.Stored;
import io.consenso.spi.SnapshotStore.Writing;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves snapshots between peers: the one that needs it pulls, piece by piece, one request at a time, and continues where it was after a lost
 * message, a change of peer or a restart. Serving keeps no state but the time of the last request.
 */
final class SnapshotTransfer {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotTransfer.class);
    private static final long RETRY_NANOS = Duration.ofMillis(500).toNanos();
    private static final long SERVING_NANOS = Duration.ofSeconds(10).toNanos();

    private final String name;
    private final SnapshotStore store;
    private final Host host;
    private final Host.Lane lane;
    private final Host.Lane serveLane;
    private final int chunkBytes;
    private final Sender sender;
    private final Consumer<Stored> onFetched;

    private Optional<Fetch> wanted = Optional.empty();
    private Optional<Fetch> current = Optional.empty();
    private @Nullable Writing writing;
    private Optional<Stored> expected = Optional.empty();
    private Optional<SnapshotMeta> finished = Optional.empty();
    private long requests;

    private volatile long servedIndex = Long.MAX_VALUE;
    private volatile long servedAtNanos;

    /** How requests and pieces leave. */
    interface Sender {
        void send(PeerId to, Envelope.Kind kind, Frame content);
    }

    SnapshotTransfer(
            String name,
            SnapshotStore store,
            Host host,
            Host.Lane lane,
            Host.Lane serveLane,
            int chunkBytes,
            Sender sender,
            Consumer<Stored> onFetched) {
        this.name = name;
        this.store = store;
        this.host = host;
        this.lane = lane;
        this.serveLane = serveLane;
        this.chunkBytes = chunkBytes;
        this.sender = sender;
        this.onFetched = onFetched;
    }

    /** What the engine wants now; called after every poll, costs nothing while it stays the same. Loop lane. */
    void want(Optional<Fetch> fetch) {
        if (!fetch.equals(wanted)) {
            wanted = fetch;
            lane.execute(() -> begin(fetch));
        }
    }

    /** The index of a snapshot that a peer is fetching from here, whose following entries should be kept; else {@code Long.MAX_VALUE}. */
    long servedIndex() {
        return host.nanoTime() - servedAtNanos < SERVING_NANOS ? servedIndex : Long.MAX_VALUE;
    }

    /** Whether a peer is fetching the newest snapshot from here: a newer one would take it away before the peer has all of it. */
    boolean isServing() {
        return servedIndex() != Long.MAX_VALUE;
    }

    void onRequest(PeerId from, SnapshotRequest request) {
        serveLane.execute(() -> serve(from, request));
    }

    void onChunk(PeerId from, SnapshotChunk chunk, Bytes data) {
        lane.execute(() -> {
            try {
                receive(from, chunk, data);
            } catch (IOException e) {
                LOG.warn("{}: fetching a snapshot from {} failed and begins again", name, from, e);
                abandon();
            }
        });
    }

    /** Ends both lanes. */
    void close() {
        serveLane.close();
        lane.execute(() -> begin(Optional.empty()));
        lane.close();
    }

    private void serve(PeerId from, SnapshotRequest request) {
        SnapshotChunk.Builder chunk =
                SnapshotChunk.newBuilder().setIndex(request.getIndex()).setEpoch(request.getEpoch());
        Optional<Stored> stored = store.latest()
                .filter(s -> s.meta().index() == request.getIndex() && s.meta().epoch() == request.getEpoch());
        Bytes data = Bytes.EMPTY;
        if (stored.isPresent() && request.getOffset() <= stored.get().length()) {
            try {
                int limit = Math.min(chunkBytes, Math.max(1, request.getBytesMax()));
                data = store.read(stored.get(), request.getOffset(), limit);
                chunk.setLength(stored.get().length())
                        .setChecksum(stored.get().checksum())
                        .setOffset(request.getOffset());
                servedIndex = request.getIndex();
                servedAtNanos = host.nanoTime();
            } catch (IOException e) {
                LOG.warn("{}: the snapshot that {} asks for cannot be read", name, from, e);
                chunk.setGone(true);
            }
        } else {
            chunk.setGone(true);
        }
        sender.send(from, Envelope.Kind.SNAPSHOT_CHUNK, Frame.of(Headers.encode(chunk.build()), data));
    }

    private void begin(Optional<Fetch> fetch) {
        boolean sameSnapshot = fetch.map(Fetch::meta).equals(current.map(Fetch::meta));
        current = fetch;
        if (!sameSnapshot) {
            closeWriting();
        }
        if (fetch.isPresent() && !fetch.map(Fetch::meta).equals(finished)) {
            LOG.info(
                    "{}: fetching the snapshot at {} from {}",
                    name,
                    fetch.get().meta().index(),
                    fetch.get().from());
            request();
        }
    }

    private void request() {
        Fetch fetch = current.orElseThrow();
        SnapshotRequest request = SnapshotRequest.newBuilder()
                .setIndex(fetch.meta().index())
                .setEpoch(fetch.meta().epoch())
                .setOffset(writing == null ? 0 : writing.position())
                .setBytesMax(chunkBytes)
                .build();
        long number = ++requests;
        sender.send(fetch.from(), Envelope.Kind.SNAPSHOT_REQUEST, Frame.of(Headers.encode(request)));
        lane.after(RETRY_NANOS, () -> {
            if (number == requests && current.isPresent() && !isFinished()) {
                request();
            }
        });
    }

    private boolean isFinished() {
        return current.map(Fetch::meta).equals(finished);
    }

    private void receive(PeerId from, SnapshotChunk chunk, Bytes data) throws IOException {
        if (current.isEmpty() || isFinished()) {
            return;
        }
        SnapshotMeta meta = current.get().meta();
        boolean asked = current.get().from().equals(from)
                && chunk.getIndex() == meta.index()
                && chunk.getEpoch() == meta.epoch();
        if (!asked || chunk.getGone()) {
            return;
        }
        Stored offered = new Stored(meta, chunk.getLength(), chunk.getChecksum());
        boolean opened = open(offered);
        Writing into = writing;
        if (into == null) {
            return;
        }
        if (chunk.getOffset() != into.position()) {
            if (opened) {
                request();
            }
            return;
        }
        data.writeTo(into.out());
        if (into.position() < offered.length()) {
            request();
        } else {
            finish(into);
        }
    }

    /** Opens the file that the pieces go into, if it is not open. Returns whether it was opened now. */
    private boolean open(Stored offered) throws IOException {
        if (writing != null && expected.equals(Optional.of(offered))) {
            return false;
        }
        closeWriting();
        writing = store.fetch(offered);
        expected = Optional.of(offered);
        return true;
    }

    private void finish(Writing complete) throws IOException {
        SnapshotMeta meta = expected.orElseThrow().meta();
        Optional<Stored> newer = store.latest().filter(own -> own.meta().index() >= meta.index());
        Stored stored = newer.isPresent() ? newer.get() : complete.commit();
        closeWriting();
        finished = Optional.of(meta);
        onFetched.accept(stored);
    }

    private void abandon() {
        closeWriting();
        if (current.isPresent() && !isFinished()) {
            lane.after(RETRY_NANOS, () -> begin(current));
        }
    }

    private void closeWriting() {
        try {
            if (writing != null) {
                writing.close();
            }
        } catch (IOException e) {
            LOG.warn("{}: closing an unfinished snapshot failed", name, e);
        }
        writing = null;
        expected = Optional.empty();
    }
}
