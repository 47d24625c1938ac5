/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.engine;

import io.consenso.Bytes;
import io.consenso.Membership;
import io.consenso.PeerId;
import io.consenso.engine.EngineFactory;
import io.consenso.spi.SnapshotMeta;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What was seen of one replica in its present life, and the little that counts beyond it. */
final class Witness {
    final PeerId self;
    final int life;
    final Map<Long, Bytes> proposals = new HashMap<>();
    final Map<Long, Long> reads = new HashMap<>();
    final Set<Membership> memberships = new LinkedHashSet<>();
    long snapshotIndex;
    long lostTo;
    long epochLed;
    long epoch;
    long commit;
    long now;
    long batch;
    int idlePolls;
    boolean hasInput = true;

    Witness(PeerId self, @Nullable Witness before, EngineFactory.Boot boot) {
        this.self = self;
        life = before == null ? 1 : before.life + 1;
        lostTo = before == null ? 0 : before.lostTo;
        epochLed = before == null ? 0 : before.epochLed;
        now = boot.nowNanos();
        snapshotIndex = boot.snapshot().map(SnapshotMeta::index).orElse(0L);
        memberships.add(boot.snapshot().map(SnapshotMeta::membership).orElse(boot.initial()));
    }

    String name() {
        return self + " in life " + life;
    }

    @Override
    public String toString() {
        return name() + " epoch " + epoch + " commit " + commit + " snapshot " + snapshotIndex;
    }
}
