/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.election;

/** What processes of the bully election tell each other. */
sealed interface BullyMessage {
    /** The last epoch that the sender knows of; in a message of a leader, its own. */
    long epoch();

    /** The sender, who is smaller, asks whether the receiver lives. */
    record Election(long epoch) implements BullyMessage {}

    /** The receiver is not to lead: the sender is larger and lives, or knows of a later epoch. */
    record Answer(long epoch) implements BullyMessage {}

    /** The sender leads in this epoch. */
    record Coordinator(long epoch) implements BullyMessage {}

    /** The sender, which leads in this epoch, lives. */
    record Heartbeat(long epoch) implements BullyMessage {}

    /** The sender leads no more. */
    record Resigned(long epoch) implements BullyMessage {}
}
