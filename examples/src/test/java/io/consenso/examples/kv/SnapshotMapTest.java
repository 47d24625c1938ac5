/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.kv;

import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SnapshotMapTest {
    private static Map<Bytes, Bytes> contentOf(SnapshotMap.Capture capture) {
        Map<Bytes, Bytes> content = new HashMap<>();
        try {
            capture.forEach((key, value) -> assertThat(content.put(key, value)).isNull());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(content).hasSize(capture.size());
        return content;
    }

    @Property(tries = 100)
    void behavesLikeAHashMapAndCapturesStayAsTheyWere(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 2_000) int keys) {
        Random random = new Random(seed);
        SnapshotMap map = new SnapshotMap();
        Map<Bytes, Bytes> model = new HashMap<>();
        List<SnapshotMap.Capture> captures = new ArrayList<>();
        List<Map<Bytes, Bytes>> expected = new ArrayList<>();
        for (int i = 0; i < 4_000; i++) {
            Bytes key = Bytes.ofUtf8("k" + random.nextInt(keys));
            if (random.nextInt(3) == 0) {
                assertThat(map.remove(key)).isEqualTo(model.remove(key));
            } else {
                Bytes value = Bytes.ofLong(random.nextLong());
                assertThat(map.put(key, value)).isEqualTo(model.put(key, value));
            }
            assertThat(map.get(key)).isEqualTo(model.get(key));
            assertThat(map.size()).isEqualTo(model.size());
            if (random.nextInt(500) == 0) {
                captures.add(map.capture());
                expected.add(new HashMap<>(model));
            }
        }
        for (int i = 0; i < captures.size(); i++) {
            assertThat(contentOf(captures.get(i))).isEqualTo(expected.get(i));
        }
        assertThat(contentOf(map.capture())).isEqualTo(model);
    }

    @Test
    void clearingLeavesCapturesAlone() {
        SnapshotMap map = new SnapshotMap();
        map.put(Bytes.ofUtf8("a"), Bytes.ofUtf8("1"));
        SnapshotMap.Capture before = map.capture();
        map.clear();
        assertThat(map.size()).isZero();
        assertThat(contentOf(before)).containsOnly(Map.entry(Bytes.ofUtf8("a"), Bytes.ofUtf8("1")));
    }
}
