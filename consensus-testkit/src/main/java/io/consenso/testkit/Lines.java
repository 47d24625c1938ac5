/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit;

import io.consenso.Bytes;
import io.consenso.ReplicatedState.Snapshot;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Lines of text, in order: the state of the machines that the contracts of the styles use. */
final class Lines {
    private final List<String> lines = new ArrayList<>();

    List<String> all() {
        return List.copyOf(lines);
    }

    int size() {
        return lines.size();
    }

    Bytes asReply() {
        return Bytes.ofUtf8(String.join(",", lines));
    }

    void add(String line) {
        lines.add(line);
    }

    Snapshot snapshot() {
        List<String> captured = all();
        return out -> {
            DataOutputStream data = new DataOutputStream(out);
            data.writeInt(captured.size());
            for (String line : captured) {
                data.writeUTF(line);
            }
            data.flush();
        };
    }

    void restore(InputStream in) throws IOException {
        lines.clear();
        DataInputStream data = new DataInputStream(in);
        for (int left = data.readInt(); left > 0; left--) {
            lines.add(data.readUTF());
        }
    }
}
