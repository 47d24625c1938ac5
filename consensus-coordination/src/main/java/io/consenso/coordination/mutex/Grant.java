/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.mutex;

import io.consenso.PeerId;

/**
 * A resource is held.
 *
 * @param resource what
 * @param holder by whom
 * @param token the fencing token: larger than that of every earlier grant of this resource. Send it along with whatever is done to the
 *     resource, so that it can refuse one that was overtaken
 */
public record Grant(String resource, PeerId holder, long token) {}
