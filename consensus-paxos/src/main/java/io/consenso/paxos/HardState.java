/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import io.consenso.Bytes;
import java.util.List;

record HardState(long promised, long watermark, int life) {
    static final HardState INITIAL = new HardState(0, 0, 0);

    Bytes encode() {
        return Bytes.concat(List.of(Bytes.ofLong(promised), Bytes.ofLong(watermark), Bytes.ofLong(life)));
    }

    static HardState decode(Bytes b) {
        return new HardState(b.slice(0, 8).toLong(), b.slice(8, 16).toLong(), (int)
                b.slice(16, 24).toLong());
    }
}
