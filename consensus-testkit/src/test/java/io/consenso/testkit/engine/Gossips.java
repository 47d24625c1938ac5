/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.engine;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.engine.Engine;
import io.consenso.engine.EngineFactory;
import io.consenso.engine.Progress;
import io.consenso.engine.Ready;
import io.consenso.engine.Role;
import io.consenso.spi.Frame;
import io.consenso.spi.Log;
import io.consenso.spi.SnapshotMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Engines that decide nothing: woken each second they greet everybody, and who is greeted says thanks. */
final class Gossips implements EngineFactory<Gossips.Word> {
    private static final long SECOND = 1_000_000_000L;

    /** The one kind of message. */
    record Word(String text) {}

    @Override
    public String name() {
        return "gossips";
    }

    @Override
    public Engine<Word> create(Boot boot) {
        return new Gossip(boot);
    }

    @Override
    public Codec<Word> codec() {
        return new Codec<>() {
            @Override
            public Frame encode(Word message) {
                return Frame.of(Bytes.ofUtf8(message.text()));
            }

            @Override
            public Word decode(Bytes frame) {
                return new Word(frame.toUtf8());
            }
        };
    }

    private static final class Gossip implements Engine<Word> {
        private final Boot boot;
        private final List<Ready.Send<Word>> words = new ArrayList<>();
        private final List<Long> refused = new ArrayList<>();
        private long wakeAt;

        Gossip(Boot boot) {
            this.boot = boot;
            wakeAt = boot.nowNanos() + SECOND;
        }

        @Override
        public void tick(long nowNanos) {
            if (nowNanos >= wakeAt) {
                wakeAt = nowNanos + SECOND;
                for (PeerId peer : boot.initial().voters()) {
                    if (!peer.equals(boot.self())) {
                        words.add(new Ready.Send<>(peer, new Word("hello")));
                    }
                }
            }
        }

        @Override
        public void receive(PeerId from, Word message) {
            if (message.text().equals("hello")) {
                words.add(new Ready.Send<>(from, new Word("thanks")));
            }
        }

        @Override
        public void propose(List<Proposal> proposals) {
            proposals.forEach(proposal -> refused.add(proposal.id()));
        }

        @Override
        public void read(long readId) {}

        @Override
        public void forgotten(PeerId peer) {}

        @Override
        public void disconnected(PeerId peer) {}

        @Override
        public void persisted(long batch) {}

        @Override
        public void snapshotTaken(SnapshotMeta meta, long compactTo) {}

        @Override
        public void snapshotInstalled(SnapshotMeta meta) {}

        @Override
        public Ready<Word> poll() {
            Progress progress = new Progress(
                    Role.FOLLOWER,
                    0,
                    Optional.empty(),
                    0,
                    boot.initial(),
                    List.of(),
                    List.of(),
                    refused,
                    Optional.empty());
            Ready<Word> ready = new Ready<>(0, Log.Batch.EMPTY, words, List.of(), progress, wakeAt);
            words.clear();
            refused.clear();
            return ready;
        }
    }
}
