/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.service;

import com.google.protobuf.ByteString;
import io.consenso.Bytes;
import io.consenso.coordination.service.proto.ChangeCounter;
import io.consenso.coordination.service.proto.ChangeEntry;
import io.consenso.coordination.service.proto.CounterReply;
import io.consenso.coordination.service.proto.EntryReply;
import io.consenso.coordination.service.proto.EntryState;
import io.consenso.coordination.service.proto.Refusal;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** All counters and maps. Entries are immutable, so that a snapshot need only copy references. */
final class Values {
    private final LongSupplier sequence;
    private final Limits limits;
    private final MachineObserver observer;
    final Map<String, Long> counters = new TreeMap<>();
    final Map<String, Map<String, EntryState>> maps = new TreeMap<>();

    Values(LongSupplier sequence, Limits limits, MachineObserver observer) {
        this.sequence = sequence;
        this.limits = limits;
        this.observer = observer;
    }

    int names() {
        return counters.size() + maps.size();
    }

    CounterReply counter(String name) {
        return CounterReply.newBuilder()
                .setValue(counters.getOrDefault(name, 0L))
                .build();
    }

    CounterReply change(ChangeCounter change, int namesLeft) throws RefusedException {
        long value = counters.getOrDefault(change.getName(), 0L);
        if (change.hasExpected() && value != change.getExpected()) {
            return CounterReply.newBuilder().setValue(value).build();
        }
        long next = change.hasExpected() ? change.getOperand() : value + change.getOperand();
        if (next == 0) {
            counters.remove(change.getName());
        } else {
            requireName(counters.containsKey(change.getName()), namesLeft);
            counters.put(change.getName(), next);
        }
        return CounterReply.newBuilder().setValue(next).setChanged(true).build();
    }

    EntryReply entry(String map, String key) {
        EntryReply.Builder reply = EntryReply.newBuilder();
        find(map, key).ifPresent(reply::setEntry);
        return reply.build();
    }

    EntryReply change(ChangeEntry change, long index, int namesLeft) throws RefusedException {
        Optional<EntryState> before = find(change.getMap(), change.getKey());
        EntryReply.Builder reply = EntryReply.newBuilder();
        before.ifPresent(reply::setEntry);
        long version = before.map(EntryState::getVersion).orElse(0L);
        boolean isMeant = !change.hasExpectedVersion() || change.getExpectedVersion() == version;
        boolean isNothing = !change.hasValue() && before.isEmpty();
        if (!isMeant || isNothing) {
            return reply.setChanged(isMeant).build();
        }
        if (change.hasValue()) {
            checkWrite(change, before.isPresent(), namesLeft);
        }
        long next = sequence.getAsLong();
        write(change, next);
        observer.entryChanged(change.getMap(), change.getKey(), value(change), next, index);
        return reply.setChanged(true).setVersion(next).build();
    }

    private static Optional<Bytes> value(ChangeEntry change) {
        return change.hasValue() ? Optional.of(bytes(change.getValue())) : Optional.empty();
    }

    private void write(ChangeEntry change, long version) {
        if (change.hasValue()) {
            restore(EntryState.newBuilder()
                    .setMap(change.getMap())
                    .setKey(change.getKey())
                    .setValue(change.getValue())
                    .setVersion(version)
                    .build());
            return;
        }
        Map<String, EntryState> entries = maps.get(change.getMap());
        if (entries != null) {
            entries.remove(change.getKey());
            if (entries.isEmpty()) {
                maps.remove(change.getMap());
            }
        }
    }

    private void checkWrite(ChangeEntry change, boolean exists, int namesLeft) throws RefusedException {
        if (change.getValue().size() > limits.valueBytes()) {
            throw new RefusedException(
                    Refusal.Reason.LIMIT,
                    "a value of " + change.getValue().size() + " bytes, at most " + limits.valueBytes()
                            + " are accepted");
        }
        Map<String, EntryState> entries = maps.get(change.getMap());
        requireName(entries != null, namesLeft);
        if (!exists && entries != null && entries.size() >= limits.entries()) {
            throw new RefusedException(
                    Refusal.Reason.LIMIT, "'" + change.getMap() + "' has " + limits.entries() + " entries already");
        }
    }

    private void requireName(boolean isThere, int namesLeft) throws RefusedException {
        if (!isThere && namesLeft < 1) {
            throw new RefusedException(Refusal.Reason.LIMIT, "there are " + limits.names() + " names already");
        }
    }

    void restore(EntryState entry) {
        maps.computeIfAbsent(entry.getMap(), unknown -> new TreeMap<>()).put(entry.getKey(), entry);
    }

    private Optional<EntryState> find(String map, String key) {
        @Nullable Map<String, EntryState> entries = maps.get(map);
        return entries == null ? Optional.empty() : Optional.ofNullable(entries.get(key));
    }

    static Bytes bytes(ByteString value) {
        return Bytes.wrap(value.toByteArray());
    }
}
