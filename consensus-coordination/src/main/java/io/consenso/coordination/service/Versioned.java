/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.service;

import io.consenso.Bytes;

/**
 * A value of a {@link SharedMap}.
 *
 * @param value the value
 * @param version given to it when it was written, larger than all before, in any map
 */
public record Versioned(Bytes value, long version) {}
