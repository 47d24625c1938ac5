/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.runtime;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.runtime.proto.PeerStorage;
import io.consenso.runtime.proto.RuntimeState;
import io.consenso.spi.Log;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What a group keeps as its hard state: the engine's own, opaque, and the storage under which each peer is known. One record, so it is
 * written in the same batch as the entries. Loop lane only.
 */
final class StoredState {
    private final String engineName;
    private Optional<Bytes> engine;
    private final Map<PeerId, Long> storages = new TreeMap<>();
    private boolean changed;

    /** Throws {@link IllegalArgumentException} when another protocol than the one named wrote the log. */
    StoredState(Optional<Bytes> stored, String engineName) throws IOException {
        this.engineName = engineName;
        try {
            RuntimeState state = stored.isPresent()
                    ? RuntimeState.parseFrom(stored.get().toArray())
                    : RuntimeState.getDefaultInstance();
            engine =
                    state.hasEngine() ? Optional.of(Bytes.wrap(state.getEngine().toByteArray())) : Optional.empty();
            for (PeerStorage peer : state.getPeersList()) {
                storages.put(peerOf(peer), peer.getStorageId());
            }
            requireSameEngine(state.getEngineName());
        } catch (InvalidProtocolBufferException e) {
            throw new IOException("the group's hard state does not parse; the storage is damaged", e);
        }
    }

    private static PeerId peerOf(PeerStorage stored) throws IOException {
        try {
            return PeerId.of(stored.getPeer());
        } catch (IllegalArgumentException e) {
            throw new IOException("the group's hard state names no peer; the storage is damaged", e);
        }
    }

    private void requireSameEngine(String writer) {
        if (!writer.isEmpty() && !writer.equals(engineName)) {
            throw new IllegalArgumentException("the log was written by the engine " + writer + " and means nothing to "
                    + engineName + "; start the replica with " + writer + ", or with an empty storage in a new group");
        }
    }

    /** What the engine last persisted. */
    Optional<Bytes> engine() {
        return engine;
    }

    /** The storage under which the peer is known. */
    OptionalLong storageOf(PeerId peer) {
        Long id = storages.get(peer);
        return id == null ? OptionalLong.empty() : OptionalLong.of(id);
    }

    /** From now on the peer is known by this storage; goes to disk with the next write. */
    void learn(PeerId peer, long storageId) {
        storages.put(peer, storageId);
        changed = true;
    }

    /** The engine's batch with the hard state as it is stored, and whatever was learnt since the last one. */
    Log.Batch toStored(Log.Batch batch) {
        if (batch.hardState().isEmpty() && !changed) {
            return batch;
        }
        batch.hardState().ifPresent(state -> engine = Optional.of(state));
        changed = false;
        RuntimeState.Builder state = RuntimeState.newBuilder();
        engine.ifPresent(bytes -> state.setEngine(UnsafeByteOperations.unsafeWrap(bytes.asByteBuffer())));
        state.setEngineName(engineName);
        storages.forEach((peer, id) ->
                state.addPeers(PeerStorage.newBuilder().setPeer(peer.value()).setStorageId(id)));
        return new Log.Batch(
                Optional.of(Bytes.wrap(state.build().toByteArray())),
                batch.truncateFrom(),
                batch.entries(),
                batch.compactTo());
    }
}
