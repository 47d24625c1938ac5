/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The lock service: processes take turns at a lock, and the holder writes to a file that refuses whoever was overtaken. The {@code demo} kills,
 * pauses and cuts off holders and shows that the file never has two writers.
 */
@NullMarked
package io.consenso.examples.lock;

import org.jspecify.annotations.NullMarked;
