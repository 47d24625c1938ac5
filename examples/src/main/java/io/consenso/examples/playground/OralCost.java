/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

/** What oral messages cost. */
final class OralCost {
    private OralCost() {}

    /** Of so many commanders side by side. */
    static Formula formula(long counted, int processes, int traitorsMax, int commanders, boolean hasCrashes) {
        StringBuilder text = new StringBuilder();
        StringBuilder product = new StringBuilder();
        long sum = 0;
        long level = commanders;
        for (int round = 0; round <= traitorsMax; round++) {
            level *= processes - 1 - round;
            sum += level;
            product.append("(N-").append(round + 1).append(')');
            text.append(round == 0 ? "" : " + ").append(product);
        }
        String formula = commanders == 1 ? text.toString() : "N(" + text + ")";
        return hasCrashes ? Formula.atMost(counted, formula, sum) : Formula.exactly(counted, formula, sum);
    }
}
