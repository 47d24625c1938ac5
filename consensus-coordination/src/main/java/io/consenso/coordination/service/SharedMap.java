/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.service;

import io.consenso.Bytes;
import io.consenso.coordination.service.proto.ChangeEntry;
import io.consenso.coordination.service.proto.CoordinationCommand;
import io.consenso.coordination.service.proto.CoordinationQuery;
import io.consenso.coordination.service.proto.EntryQuery;
import io.consenso.coordination.service.proto.EntryReply;
import io.consenso.coordination.service.proto.EntryState;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * A small map for settings and the like: linearizable, each entry with a version that grows with every write. Keys have up to 256 bytes in
 * UTF-8, values up to 65,536, a map up to 100,000 entries, all in memory; more is refused with {@link CoordinationException.Refused}. Not tied
 * to any lease. How long an operation may take is the replica's {@code requestTimeout}.
 */
public final class SharedMap {
    private final Door door;
    private final String name;

    SharedMap(Door door, String name) {
        this.door = door;
        this.name = name;
    }

    /** The entry, no older than this call; empty if there is none. */
    public CompletableFuture<Optional<Versioned>> get(String key) {
        CoordinationQuery query = CoordinationQuery.newBuilder()
                .setEntry(EntryQuery.newBuilder().setMap(name).setKey(key))
                .build();
        return door.line().query(query).thenApply(reply -> entry(reply.getEntry()));
    }

    /** Writes the entry, whatever was there, and returns its version. */
    public CompletableFuture<Long> put(String key, Bytes value) {
        return change(entryOf(key).setValue(CoordinationMachine.toByteString(value)))
                .thenApply(EntryReply::getVersion);
    }

    /** Removes the entry and returns what was there. */
    public CompletableFuture<Optional<Versioned>> remove(String key) {
        return change(entryOf(key)).thenApply(SharedMap::entry);
    }

    /** Writes the entry if it has that version, 0 for no entry; returns the new version, or empty if it had another. */
    public CompletableFuture<Optional<Long>> compareAndSet(String key, long version, Bytes value) {
        return change(entryOf(key)
                        .setValue(CoordinationMachine.toByteString(value))
                        .setExpectedVersion(version))
                .thenApply(reply -> reply.getChanged() ? Optional.of(reply.getVersion()) : Optional.empty());
    }

    /** Removes the entry if it has that version; whether it had. */
    public CompletableFuture<Boolean> removeIf(String key, long version) {
        return change(entryOf(key).setExpectedVersion(version)).thenApply(EntryReply::getChanged);
    }

    /** Tells of changes of that key as this replica applies them from now on. Closing the handle ends it. */
    public AutoCloseable watch(String key, MapWatcher watcher) {
        return watch(key::equals, watcher);
    }

    /** Tells of changes of all keys that begin so; {@code ""} for all. */
    public AutoCloseable watchPrefix(String prefix, MapWatcher watcher) {
        return watch(key -> key.startsWith(prefix), watcher);
    }

    private AutoCloseable watch(Predicate<String> keys, MapWatcher watcher) {
        return door.watches().map(name, keys, watcher)::run;
    }

    private ChangeEntry.Builder entryOf(String key) {
        return ChangeEntry.newBuilder().setMap(name).setKey(key);
    }

    private CompletableFuture<EntryReply> change(ChangeEntry.Builder change) {
        return door.line()
                .propose(CoordinationCommand.newBuilder().setChangeEntry(change).build())
                .thenApply(reply -> Refusals.accepted(reply).getEntry());
    }

    private static Optional<Versioned> entry(EntryReply reply) {
        if (!reply.hasEntry()) {
            return Optional.empty();
        }
        EntryState entry = reply.getEntry();
        return Optional.of(new Versioned(Values.bytes(entry.getValue()), entry.getVersion()));
    }
}
