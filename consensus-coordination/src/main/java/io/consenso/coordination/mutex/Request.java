/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.mutex;

/**
 * An application's wish for a resource.
 *
 * @param number which one; no two of one process are alike
 * @param resource what for
 * @param deadlineNanos until when it waits
 */
record Request(long number, String resource, long deadlineNanos) {}
