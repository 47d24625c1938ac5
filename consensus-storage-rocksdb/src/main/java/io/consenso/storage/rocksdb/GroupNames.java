/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.storage.rocksdb;

import java.nio.charset.StandardCharsets;

/** What a group may be called and where its snapshots lie. */
final class GroupNames {
    private static final int SHOWN_MAX = 40;

    private GroupNames() {}

    /** Refuses a name that is no text of 1 to 128 characters with {@link IllegalArgumentException}. */
    static byte[] encode(String group) {
        if (group.isEmpty() || group.length() > 128) {
            throw new IllegalArgumentException("a group name has 1 to 128 characters, this one " + group.length());
        }
        byte[] name = group.getBytes(StandardCharsets.UTF_8);
        // Half a surrogate pair would come back as something else, and two groups might become one.
        if (!new String(name, StandardCharsets.UTF_8).equals(group)) {
            throw new IllegalArgumentException("not Unicode text: '" + group + "'");
        }
        return name;
    }

    /** The number makes it unique, the rest is for the reader. */
    static String directory(int number, String group) {
        String shown = group.substring(0, Math.min(group.length(), SHOWN_MAX));
        return number + "-" + shown.replaceAll("[^A-Za-z0-9._-]", "_");
    }
}
