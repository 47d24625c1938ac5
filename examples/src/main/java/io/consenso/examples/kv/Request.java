/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.kv;

import io.consenso.Bytes;
import java.util.List;
import java.util.Locale;

/**
 * A request as it came from a client.
 *
 * @param words the command's name and its arguments; never empty
 */
record Request(List<Bytes> words) {
    Request {
        words = List.copyOf(words);
    }

    /** The command's name, in capitals. */
    String name() {
        return upper(0);
    }

    Bytes word(int position) {
        return words.get(position);
    }

    String upper(int position) {
        return words.get(position).toUtf8().toUpperCase(Locale.ROOT);
    }

    int size() {
        return words.size();
    }
}
