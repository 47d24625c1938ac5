/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Storage over RocksDB: one database for all groups of a process, one atomic and synced write for all groups that have
 * something to write. Damage is reported, never guessed away.
 */
@NullMarked
package io.consenso.storage.rocksdb;

import org.jspecify.annotations.NullMarked;
