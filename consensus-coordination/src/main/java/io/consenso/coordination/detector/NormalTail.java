/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.detector;

/** The upper tail of the standard normal distribution, as a negative decimal logarithm: finite and precise however small the tail. */
final class NormalTail {
    private static final double LN_10 = Math.log(10);

    // Press et al., Numerical Recipes in C, section 6.2: erfc(z) = t exp(-z^2 + P(t)) with t = 1 / (1 + z/2), for z >=
    // 0, to 1.2e-7 of its value.
    private static final double[] POLYNOMIAL = {
        -1.26551223,
        1.00002368,
        0.37409196,
        0.09678418,
        -0.18628806,
        0.27886807,
        -1.13520398,
        1.48851587,
        -0.82215223,
        0.17087277
    };

    private NormalTail() {}

    /** {@code -log10 P(X > deviations)} of a standard normal X; grows with the deviations. */
    static double phi(double deviations) {
        double logOfTail = Math.log(0.5) + logErfc(Math.abs(deviations) / Math.sqrt(2));
        return -(deviations >= 0 ? logOfTail : Math.log1p(-Math.exp(logOfTail))) / LN_10;
    }

    /** At how many deviations phi is that much: the inverse, by bisection. */
    static double deviations(double phi) {
        double low = -40;
        double high = 100;
        while (high - low > 1e-9) {
            double middle = (low + high) / 2;
            if (phi(middle) < phi) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private static double logErfc(double z) {
        double t = 1 / (1 + z / 2);
        double sum = 0;
        for (int i = POLYNOMIAL.length - 1; i >= 0; i--) {
            sum = sum * t + POLYNOMIAL[i];
        }
        return Math.log(t) - z * z + sum;
    }
}
