/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.service;

import io.consenso.Bytes;
import java.util.Optional;

/**
 * A change of a {@link SharedMap}.
 *
 * @param key what changed
 * @param value what it is now; empty when it was removed
 * @param version of the value, or of the removal: larger than all before
 * @param index the log entry that changed it
 */
public record MapChange(String key, Optional<Bytes> value, long version, long index) {}
