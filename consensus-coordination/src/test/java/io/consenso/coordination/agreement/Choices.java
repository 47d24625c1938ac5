/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.agreement;

import java.util.ArrayList;
import java.util.List;

/** Goes through all ways to choose, run by run, however many choices there are in each: depth first, the last one changes first. */
final class Choices {
    private final List<Integer> chosen = new ArrayList<>();
    private final List<Integer> outOf = new ArrayList<>();
    private int next;
    private long runs;

    /** One of that many, in this run. */
    int choose(int options) {
        if (next == chosen.size()) {
            chosen.add(0);
            outOf.add(options);
        }
        return chosen.get(next++);
    }

    <T> T choose(List<T> options) {
        return options.get(choose(options.size()));
    }

    /** Ends a run; returns whether there is another one. */
    boolean nextRun() {
        runs++;
        next = 0;
        for (int last = chosen.size() - 1; last >= 0; last--) {
            if (chosen.get(last) + 1 < outOf.get(last)) {
                chosen.set(last, chosen.get(last) + 1);
                return true;
            }
            chosen.remove(last);
            outOf.remove(last);
        }
        return false;
    }

    long runs() {
        return runs;
    }

    @Override
    public String toString() {
        return "choices " + chosen;
    }
}
