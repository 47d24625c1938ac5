/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.storage.rocksdb;

import java.io.IOException;

/** A record of the log that is not what was written: its checksum or the chain it belongs to says so. */
final class DamagedRecordException extends IOException {
    private static final long serialVersionUID = 1;

    DamagedRecordException(String group, long index, String problem) {
        super("group '" + group + "', entry " + index + " is damaged: " + problem);
    }

    DamagedRecordException(String problem) {
        super(problem);
    }
}
