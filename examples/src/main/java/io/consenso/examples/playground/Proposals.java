/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import io.consenso.Bytes;
import io.consenso.PeerId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What everybody proposes. */
final class Proposals {
    private Proposals() {}

    /** One value for each, separated by commas; v1, v2 and so on when nothing is said. */
    static Map<PeerId, Bytes> parse(@Nullable String values, List<PeerId> peers) {
        Map<PeerId, Bytes> proposals = new LinkedHashMap<>();
        String[] parts = values == null ? new String[0] : values.split(",", -1);
        if (values != null && parts.length != peers.size()) {
            throw new IllegalArgumentException(
                    "--values has " + parts.length + " values for " + peers.size() + " processes");
        }
        for (int i = 0; i < peers.size(); i++) {
            String value = values == null ? "v" + (i + 1) : parts[i].strip();
            if (value.isEmpty()) {
                throw new IllegalArgumentException("--values has no value for " + peers.get(i));
            }
            proposals.put(peers.get(i), Bytes.ofUtf8(value));
        }
        return proposals;
    }
}
