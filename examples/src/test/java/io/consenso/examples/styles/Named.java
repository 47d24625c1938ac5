/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.styles;

import io.consenso.Bytes;
import io.consenso.ReplicatedState.Snapshot;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;

/** Names with values: what the three examples keep, whatever their style. */
abstract class Named {
    final Map<String, String> values = new TreeMap<>();

    /** The value of that name, empty if there is none. */
    public Bytes query(Bytes name) {
        return Bytes.ofUtf8(values.getOrDefault(name.toUtf8(), ""));
    }

    /** A copy of the references. */
    public Snapshot snapshot() {
        Map<String, String> captured = new TreeMap<>(values);
        return out -> {
            DataOutputStream data = new DataOutputStream(out);
            data.writeInt(captured.size());
            for (Map.Entry<String, String> entry : captured.entrySet()) {
                data.writeUTF(entry.getKey());
                data.writeUTF(entry.getValue());
            }
            data.flush();
        };
    }

    /** What {@link #snapshot} wrote. */
    public void restore(InputStream in) throws IOException {
        values.clear();
        DataInputStream data = new DataInputStream(in);
        for (int left = data.readInt(); left > 0; left--) {
            values.put(data.readUTF(), data.readUTF());
        }
    }
}
