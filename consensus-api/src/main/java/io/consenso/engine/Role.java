/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.engine;

/** What a replica is at the moment, in words that hold for every engine. */
public enum Role {
    /** Receives the log, is never counted. */
    LEARNER,
    /** Accepts what a leader sends. */
    FOLLOWER,
    /** Tries to become leader. */
    CANDIDATE,
    /** Orders the commands. */
    LEADER
}
