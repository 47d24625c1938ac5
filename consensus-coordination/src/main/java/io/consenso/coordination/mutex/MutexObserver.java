/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.mutex;

/** Hears what becomes of the requests of a process. Must not call back into the process. */
interface MutexObserver {
    /** The request is granted, until that time at the latest. */
    void granted(Request request, Grant grant, long untilNanos);

    /** The request holds nothing and never will. */
    void failed(Request request, MutexException why);

    /** The grant has ended without a release. */
    void lost(Grant grant);
}
