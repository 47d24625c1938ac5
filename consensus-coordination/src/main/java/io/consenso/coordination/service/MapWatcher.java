/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.service;

/** Hears of changes of a {@link SharedMap}. Called on the door's lane: must not block or throw. */
public interface MapWatcher {
    /** Something changed. In the order of the log, each change once, until {@link #onJump}. */
    void onChange(MapChange change);

    /**
     * This replica took over a snapshot, so that changes may have gone by untold: read again what matters. What is told afterwards is later
     * than the snapshot.
     */
    void onJump();
}
