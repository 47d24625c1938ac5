/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.mutex;

/** Hears that a grant has ended although nobody released it. Must not block or throw. */
@FunctionalInterface
public interface GrantListener {
    /** Its time is up: whoever works under it must stop, others may be granted the resource soon. */
    void onLost(Grant grant);
}
