/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.engine;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.spi.Entry;
import io.consenso.spi.Log;
import io.consenso.spi.LogPosition;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** What is on the disks of whole replicas, as their engines wrote it. */
public final class DurableLogs {
    /** The field of the runtime's stored state that carries the engine's. */
    private static final int ENGINE_FIELD = 1;

    private DurableLogs() {}

    /** The logs that the runtime wrote, with the engine's own hard state in place of the record in which the runtime wraps it. */
    public static Function<PeerId, Log> ofRuntime(Function<PeerId, Log> written) {
        return peer -> new EngineLog(written.apply(peer));
    }

    private record EngineLog(Log written) implements Log {
        @Override
        public Optional<Bytes> hardState() {
            return written.hardState().flatMap(EngineLog::unwrap);
        }

        private static Optional<Bytes> unwrap(Bytes stored) {
            try {
                return UnknownFieldSet.parseFrom(stored.toArray())
                        .getField(ENGINE_FIELD)
                        .getLengthDelimitedList()
                        .stream()
                        .findFirst()
                        .map(state -> Bytes.wrap(state.toByteArray()));
            } catch (InvalidProtocolBufferException e) {
                throw new AssertionError("the runtime's hard state does not parse: " + stored, e);
            }
        }

        @Override
        public LogPosition floor() {
            return written.floor();
        }

        @Override
        public long lastIndex() {
            return written.lastIndex();
        }

        @Override
        public OptionalLong epochAt(long index) {
            return written.epochAt(index);
        }

        @Override
        public List<Entry> entries(long from, long toExclusive, long bytesMax) {
            return written.entries(from, toExclusive, bytesMax);
        }
    }
}
