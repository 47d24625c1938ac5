/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.kv;

import io.consenso.Bytes;
import io.consenso.ReadMode;
import io.consenso.runtime.Status;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the server needs of a replica.
 *
 * @param nodeId the replica's name
 * @param propose puts a command into the log; proposals of one thread are applied in the order in which it made them
 * @param query reads from the state
 * @param status the replica at a glance
 */
record Backend(
        String nodeId,
        Function<Bytes, CompletableFuture<Bytes>> propose,
        BiFunction<Bytes, ReadMode, CompletableFuture<Bytes>> query,
        Supplier<Status> status) {}
