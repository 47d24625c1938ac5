/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.engine;

import io.consenso.spi.Entry;
import io.consenso.spi.Log;
import io.consenso.spi.LogPosition;
import io.consenso.spi.LogView;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** A log as it will be when a batch has been applied to it. */
final class ChangedLog implements LogView {
    private final LogView before;
    private final List<Entry> put;
    private final LogPosition floor;
    private final long keptTo;
    private final long last;

    ChangedLog(LogView before, Log.Batch batch) {
        this.before = before;
        put = batch.entries();
        floor = batch.compactTo()
                .filter(to -> to.index() > before.floor().index())
                .orElse(before.floor());
        keptTo = batch.truncateFrom().isPresent()
                ? Math.min(before.lastIndex(), batch.truncateFrom().getAsLong() - 1)
                : before.lastIndex();
        long putTo = put.isEmpty() ? 0 : put.get(put.size() - 1).index();
        last = Math.max(floor.index(), Math.max(keptTo, putTo));
    }

    @Override
    public LogPosition floor() {
        return floor;
    }

    @Override
    public long lastIndex() {
        return last;
    }

    @Override
    public OptionalLong epochAt(long index) {
        if (index == floor.index()) {
            return OptionalLong.of(floor.epoch());
        }
        if (index < floor.index()) {
            return OptionalLong.empty();
        }
        int position = position(index);
        if (position < put.size() && put.get(position).index() == index) {
            return OptionalLong.of(put.get(position).epoch());
        }
        return index <= keptTo ? before.epochAt(index) : OptionalLong.empty();
    }

    @Override
    public List<Entry> entries(long from, long toExclusive, long bytesMax) {
        List<Entry> taken = new ArrayList<>();
        long bytes = 0;
        for (Entry entry : merged(Math.max(from, firstIndex()), toExclusive)) {
            bytes += entry.size();
            if (bytes > bytesMax && !taken.isEmpty()) {
                break;
            }
            taken.add(entry);
        }
        return taken;
    }

    private List<Entry> merged(long from, long toExclusive) {
        List<Entry> kept = before.entries(from, Math.min(toExclusive, keptTo + 1), Long.MAX_VALUE);
        List<Entry> all = new ArrayList<>();
        int next = position(from);
        for (Entry entry : kept) {
            for (; next < put.size() && put.get(next).index() < entry.index(); next++) {
                all.add(put.get(next));
            }
            if (next == put.size() || put.get(next).index() != entry.index()) {
                all.add(entry);
            }
        }
        for (; next < put.size() && put.get(next).index() < toExclusive; next++) {
            all.add(put.get(next));
        }
        return all;
    }

    /** Of the first entry put at or above the index. */
    private int position(long index) {
        int low = 0;
        int high = put.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (put.get(middle).index() < index) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
