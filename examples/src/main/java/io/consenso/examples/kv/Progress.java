/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.kv;

import java.util.Locale;

/** A bar on a terminal; elsewhere only the line at the end. */
final class Progress implements AutoCloseable {
    private static final int WIDTH = 40;
    private static final long REDRAW_NANOS = 100_000_000;

    private final String what;
    private final long total;

    @SuppressWarnings("SystemConsoleNull") // JDK 22 to 24 always have a console; there a file gets the bar too
    private final boolean isTerminal = System.console() != null;

    private final long began = System.nanoTime();
    private long done;
    private long drawn;

    Progress(String what, long total) {
        this.what = what;
        this.total = total;
    }

    void advance(long by) {
        done += by;
        long now = System.nanoTime();
        if (isTerminal && now - drawn > REDRAW_NANOS) {
            drawn = now;
            int filled = (int) (WIDTH * done / Math.max(1, total));
            System.out.printf(
                    Locale.ROOT,
                    "\r%s [%s%s] %,d / %,d",
                    what,
                    "#".repeat(filled),
                    ".".repeat(WIDTH - filled),
                    done,
                    total);
            System.out.flush();
        }
    }

    @Override
    public void close() {
        double seconds = (System.nanoTime() - began) / 1e9;
        String clear = isTerminal ? "\r\u001b[K" : "";
        System.out.printf(
                Locale.ROOT,
                "%s%s %,d of %,d in %.1f s, %,.0f/s%n",
                clear,
                what,
                done,
                total,
                seconds,
                done / Math.max(seconds, 1e-9));
    }
}
