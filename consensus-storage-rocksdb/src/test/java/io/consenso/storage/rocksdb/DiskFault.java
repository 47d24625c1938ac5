/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.storage.rocksdb;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What is to happen to a process that runs on a {@link FaultyDisk}. Immutable: {@code with...} returns a changed copy.
 *
 * @param seed chooses what a power failure leaves
 * @param powerAt at which change to the directory the power fails, counted from 1; 0 for none
 * @param pagesReorder whether the pages of a torn write may reach the disk in any order
 * @param kind which calls fail, and how
 * @param at the first of them to fail, counted from 1
 * @param count how many fail from there on
 * @param on only calls on files with this in their path count; empty for all
 */
record DiskFault(long seed, int powerAt, boolean pagesReorder, Kind kind, int at, int count, String on) {
    static final int ALL = Integer.MAX_VALUE;

    /** Calls that fail. */
    enum Kind {
        NONE,
        /** A sync fails with EIO, and what it should have written is lost and counts as clean, as on Linux. */
        FSYNC,
        /** A write fails with EIO. */
        WRITE,
        /** Writes and the creation of files fail with ENOSPC. */
        NOSPACE,
        /** Writes write less than they should, or fail with ENOSPC. */
        SHORT,
        /** A read fails with EIO. */
        READ
    }

    static DiskFault none(long seed) {
        return new DiskFault(seed, 0, false, Kind.NONE, 0, 0, "");
    }

    DiskFault withPowerAt(int change) {
        return new DiskFault(seed, change, pagesReorder, kind, at, count, on);
    }

    DiskFault withPagesReorder() {
        return new DiskFault(seed, powerAt, true, kind, at, count, on);
    }

    DiskFault withFailing(Kind what, int first, int many) {
        return new DiskFault(seed, powerAt, pagesReorder, what, first, many, on);
    }

    DiskFault withFailingOn(String pathPart) {
        return new DiskFault(seed, powerAt, pagesReorder, kind, at, count, pathPart);
    }

    Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("FAULTY_SEED", Long.toString(seed));
        environment.put("FAULTY_POWER_AT", Integer.toString(powerAt));
        environment.put("FAULTY_PAGES", pagesReorder ? "1" : "0");
        environment.put("FAULTY_KIND", kind.name().toLowerCase(Locale.ROOT));
        environment.put("FAULTY_AT", Integer.toString(at));
        environment.put("FAULTY_COUNT", Integer.toString(count));
        environment.put("FAULTY_ON", on);
        return environment;
    }
}
