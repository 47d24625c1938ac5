/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

/** Who executes a command, and what the log carries. */
enum ReplicationStyle {
    ACTIVE("Active replication"),
    SEMI_ACTIVE("Semi-active replication"),
    PASSIVE("Passive replication");

    private final String title;

    ReplicationStyle(String title) {
        this.title = title;
    }

    /** What stands above the picture. */
    String title() {
        return title;
    }

    /** The state of the process at that seat, empty at first. */
    RequestList list(Seat seat, Deeds deeds) {
        return switch (this) {
            case ACTIVE -> new RequestList.Active(seat, deeds);
            case SEMI_ACTIVE -> new RequestList.SemiActive(seat, deeds);
            case PASSIVE -> new RequestList.Passive(seat, deeds);
        };
    }
}
