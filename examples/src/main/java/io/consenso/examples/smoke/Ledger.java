/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.smoke;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * What one writer knows of its writes: token by token for what it appended, by number for what it counted.
 *
 * <p>Every token is sent once and never again. Acknowledged: it must be there exactly once. Refused: never. Unknown: at most once.
 */
final class Ledger {
    static final int TOKEN_BYTES = 8;
    static final int TOKENS_PER_KEY = 200;

    private final String name;
    private final BitSet acknowledged = new BitSet();
    private final BitSet unknown = new BitSet();
    private final List<String> wrong = new ArrayList<>();
    private long counted;
    private long countedPerhaps;
    private int next;

    Ledger(String name) {
        this.name = name;
    }

    /** The next token's number. */
    int nextToken() {
        return next++;
    }

    static String token(int number) {
        return String.format(java.util.Locale.ROOT, "%07d;", number);
    }

    String logKey(int token) {
        return name + ":log:" + token / TOKENS_PER_KEY;
    }

    String counterKey() {
        return name + ":count";
    }

    void appended(int token, long length) {
        acknowledged.set(token);
        long atLeast = inKeyOf(token, acknowledged);
        long tokens = length / TOKEN_BYTES;
        if (length % TOKEN_BYTES != 0 || tokens < atLeast || tokens > atLeast + inKeyOf(token, unknown)) {
            wrong.add("APPEND of token " + token + " to " + logKey(token) + " replied length " + length
                    + ", acknowledged " + atLeast + ", unknown " + inKeyOf(token, unknown));
        }
    }

    void appendUnknown(int token) {
        unknown.set(token);
    }

    void counted(long reply) {
        counted++;
        if (reply < counted || reply > counted + countedPerhaps) {
            wrong.add("INCR of " + counterKey() + " replied " + reply + ", acknowledged " + counted + ", unknown "
                    + countedPerhaps);
        }
    }

    void countUnknown() {
        countedPerhaps++;
    }

    void unexpected(String what) {
        wrong.add(what);
    }

    /** Checks what a read of the token's key returned. */
    void checkLog(int token, String content) {
        int first = token - token % TOKENS_PER_KEY;
        BitSet seen = new BitSet();
        for (int at = 0; at < content.length(); at += TOKEN_BYTES) {
            int number = Integer.parseInt(content.substring(at, at + TOKEN_BYTES - 1));
            if (seen.get(number)) {
                wrong.add("token " + number + " is there twice in " + logKey(token));
            } else if (!acknowledged.get(number) && !unknown.get(number)) {
                wrong.add("token " + number + " is there though it was refused");
            }
            seen.set(number);
        }
        BitSet lost = acknowledged.get(first, first + TOKENS_PER_KEY);
        lost.andNot(seen.get(first, first + TOKENS_PER_KEY));
        if (!lost.isEmpty()) {
            wrong.add("acknowledged but lost in " + logKey(token) + ": " + first + " + " + lost);
        }
    }

    void checkCount(long value) {
        if (value < counted || value > counted + countedPerhaps) {
            wrong.add(counterKey() + " is " + value + ", acknowledged " + counted + ", unknown " + countedPerhaps);
        }
    }

    private long inKeyOf(int token, BitSet set) {
        int first = token - token % TOKENS_PER_KEY;
        return set.get(first, first + TOKENS_PER_KEY).cardinality();
    }

    int tokens() {
        return next;
    }

    long acknowledgedCount() {
        return acknowledged.cardinality() + counted;
    }

    long unknownCount() {
        return unknown.cardinality() + countedPerhaps;
    }

    List<String> wrong() {
        return wrong;
    }
}
