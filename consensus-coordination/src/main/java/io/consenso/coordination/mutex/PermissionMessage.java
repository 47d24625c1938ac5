/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.mutex;

/** What processes that need each other's permission say to each other. Lives are numbers that tell one run of a process from the next. */
sealed interface PermissionMessage {
    /** May I use that resource? Asked at that Lamport time. */
    record Request(long time, String resource) implements PermissionMessage {}

    /** What was asked at that time is permitted. */
    record Reply(long time, String resource) implements PermissionMessage {}

    /** What was asked at that time has to wait: the sender lives and comes first. Repeated while that is so. */
    record Deferred(long time, String resource) implements PermissionMessage {}

    /** The sender has started and knows nothing. */
    record Join(long life) implements PermissionMessage {}

    /** To that newcomer: how far the sender's Lamport clock is, so that what the newcomer asks comes after all that is known. */
    record Welcome(long newcomer, long life, long clock) implements PermissionMessage {}

    /** For failure detectors: the sender lives. */
    record Alive() implements PermissionMessage {}

    /** The sender holds nothing and stops; nobody needs its permission. */
    record Leave(long life) implements PermissionMessage {}
}
