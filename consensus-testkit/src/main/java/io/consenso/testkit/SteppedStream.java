/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A stream that waits before each piece until it is told to go on, so that a snapshot is written in step with what else happens. */
final class SteppedStream extends OutputStream {
    private static final long SECONDS_MAX = 60;

    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private final Semaphore mayWrite = new Semaphore(0);
    private final Semaphore isWaiting = new Semaphore(0);

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        isWaiting.release();
        acquire(mayWrite);
        content.write(bytes, offset, length);
    }

    /** Lets one piece be written and returns when the writer has arrived at the next, or has ended. */
    void step() {
        mayWrite.release();
        acquire(isWaiting);
    }

    /** Returns when the writer has arrived at its first piece, or has ended. */
    void awaitWriter() {
        acquire(isWaiting);
    }

    /** The reader waits for nothing any more; called by the writer when it has ended. */
    void ended() {
        isWaiting.release(Integer.MAX_VALUE / 2);
    }

    /** The writer waits for nothing any more. */
    void letGo() {
        mayWrite.release(Integer.MAX_VALUE / 2);
    }

    byte[] toByteArray() {
        return content.toByteArray();
    }

    private static void acquire(Semaphore semaphore) {
        try {
            if (!semaphore.tryAcquire(SECONDS_MAX, TimeUnit.SECONDS)) {
                throw new AssertionError("writing a snapshot and applying commands wait for each other");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
