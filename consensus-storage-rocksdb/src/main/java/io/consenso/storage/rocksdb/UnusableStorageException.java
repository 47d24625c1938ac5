/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.storage.rocksdb;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A storage directory that must not be used: it belongs to somebody else, is in use, or has lost or damaged what this replica promised to
 * remember. Nothing was changed. The message is one line that names the directory, what was expected and what was found.
 *
 * <p>For damage the way out is never to delete a part of the directory: remove all of it and add the replica to its group again as a new
 * member, which learns everything from its peers before it votes.
 */
public final class UnusableStorageException extends IOException {
    private static final long serialVersionUID = 1;

    UnusableStorageException(Path directory, String problem) {
        this(directory, problem, null);
    }

    UnusableStorageException(Path directory, String problem, @Nullable Throwable cause) {
        super("storage " + directory + " cannot be used: " + problem, cause);
    }
}
