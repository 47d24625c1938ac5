/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import io.consenso.PeerId;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Where a play takes place. What is handed to {@link #at} and {@link #await} runs on one thread; processes call back on theirs.
 *
 * @param <T> the processes
 */
interface World<T> extends AutoCloseable {
    /** Starts all processes; time begins. */
    void start();

    /** Everybody, in order. */
    List<PeerId> peers();

    Timing timing();

    Journal journal();

    /** How many milliseconds have passed. */
    long elapsedMillis();

    /** Does this when so many milliseconds have passed since the beginning. */
    void at(long millis, Runnable action);

    /** Calls into the process, if it is up. */
    void call(PeerId peer, Consumer<T> action);

    boolean isUp(PeerId peer);

    /** The process stops at once, in the middle of whatever it does. */
    void crash(PeerId peer);

    /** It starts anew. */
    void restart(PeerId peer);

    /** Waits until that holds; returns whether it does. */
    boolean await(BooleanSupplier condition, Duration limit);

    /** Whether that holds for all that are up. */
    boolean allUp(Predicate<T> condition);

    /** Those that are up. */
    default List<PeerId> up() {
        return peers().stream().filter(this::isUp).toList();
    }

    @Override
    void close();
}
