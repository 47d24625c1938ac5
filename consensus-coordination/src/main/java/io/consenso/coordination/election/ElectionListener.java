/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.election;

import java.util.Optional;

/** Hears who leads. Must not block or throw. */
@FunctionalInterface
public interface ElectionListener {
    /** This leads from now on, as far as this process knows; empty: nobody. */
    void onLeader(Optional<Leadership> leadership);
}
