/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.history;

import java.util.Arrays;

/** Which operations of a history have been linearised: a set of small numbers that can be undone and remembered. */
final class LinearizedSet {
    private final long[] words;

    LinearizedSet(int size) {
        words = new long[(size + Long.SIZE - 1) / Long.SIZE];
    }

    void add(int member) {
        words[member >>> 6] |= 1L << member;
    }

    void remove(int member) {
        words[member >>> 6] &= ~(1L << member);
    }

    boolean contains(int member) {
        return (words[member >>> 6] & 1L << member) != 0;
    }

    /** This set now, with a state. Full words at the beginning and empty ones at the end are most of a long history and are only counted. */
    Configuration with(int state) {
        int from = 0;
        while (from < words.length && words[from] == -1L) {
            from++;
        }
        int to = words.length;
        while (to > from && words[to - 1] == 0) {
            to--;
        }
        return new Configuration(from, Arrays.copyOfRange(words, from, to), state);
    }

    /** What the rest of a search depends on, and so need not be searched twice. */
    static final class Configuration {
        private final int fullWords;
        private final long[] words;
        private final int state;

        private Configuration(int fullWords, long[] words, int state) {
            this.fullWords = fullWords;
            this.words = words;
            this.state = state;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Configuration that
                    && state == that.state
                    && fullWords == that.fullWords
                    && Arrays.equals(words, that.words);
        }

        @Override
        public int hashCode() {
            int hash = (31 * state + fullWords) * 31 + Arrays.hashCode(words);
            return hash ^ (hash >>> 15);
        }
    }
}
