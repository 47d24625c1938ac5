/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.storage.rocksdb;

/**
 * Whose snapshots a directory holds; stands in each file, so that one of another node, cluster or group is recognised.
 *
 * @param storageId of the storage
 * @param group the group's number in it
 */
record SnapshotOwner(long storageId, int group) {}
