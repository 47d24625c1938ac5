/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.kv;

import io.consenso.Bytes;

/** A 64-bit hash of bytes that is the same on every machine (FNV-1a, finished by the mixer of SplitMix64). */
final class Hash64 {
    private static final long FNV_BASIS = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private Hash64() {}

    static long of(Bytes bytes) {
        long hash = FNV_BASIS;
        for (int i = 0; i < bytes.length(); i++) {
            hash = (hash ^ (bytes.get(i) & 0xFF)) * FNV_PRIME;
        }
        return mix(hash);
    }

    /** The hash of a key with its value; swapping the two gives another hash. */
    static long ofPair(Bytes key, Bytes value) {
        return mix(of(key) * GOLDEN + of(value));
    }

    private static long mix(long hash) {
        long mixed = (hash ^ (hash >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
