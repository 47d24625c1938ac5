/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.detector;

import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.PeerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * How often both detectors are mistaken when both take the same time, on average, to notice a crash: the quality of service of Chen, Toueg and
 * Aguilera (2000). The fixed time-out is set to the mean detection time that phi turns out to have on the same arrivals.
 */
class DetectorAccuracyTest {
    private static final PeerId PEER = PeerId.of("p1");
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final int BEATS = 200_000;
    private static final double LOSS = 0.01;

    /** Mistakes per 1,000 heart-beats, and the mean time from the last heart-beat to the suspicion, in milliseconds. */
    private record Quality(double mistakes, double detectionMillis) {}

    /** When heart-beats arrive that leave every 100 ms: 5 ms and an exponential delay with the mean in force on top, some lost, in order. */
    private static long[] arrivals(long seed, double... meanMillisInTurns) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Long> arrivals = new ArrayList<>();
        long last = 0;
        for (int beat = 0; beat < BEATS; beat++) {
            double mean = meanMillisInTurns[beat / 5_000 % meanMillisInTurns.length];
            double delayMillis = 5 - mean * Math.log(1 - random.nextDouble());
            if (random.nextDouble() >= LOSS) {
                last = Math.max(last + 1, beat * INTERVAL.toNanos() + (long) (delayMillis * 1e6));
                arrivals.add(last);
            }
        }
        return arrivals.stream().mapToLong(Long::longValue).toArray();
    }

    private static Quality measure(FailureDetector detector, long[] arrivals) {
        int mistakes = 0;
        double detection = 0;
        for (long arrival : arrivals) {
            mistakes += detector.isSuspected(PEER, arrival) ? 1 : 0;
            detector.heard(PEER, arrival);
            detection += (detector.suspectedAtNanos(PEER) - arrival) / 1e6;
        }
        return new Quality(1_000.0 * mistakes / arrivals.length, detection / arrivals.length);
    }

    private static List<Quality> compare(String network, double threshold, double... meanMillisInTurns) {
        long[] arrivals = arrivals(1, meanMillisInTurns);
        Quality phi =
                measure(new PhiAccrualDetector(PhiAccrualOptions.of(INTERVAL).withThreshold(threshold)), arrivals);
        Quality fixed =
                measure(new HeartbeatDetector(Duration.ofNanos((long) (phi.detectionMillis() * 1e6))), arrivals);
        System.out.printf(
                Locale.ROOT,
                "%-28s phi %4.1f: noticed after %6.1f ms, mistakes per 1,000 heart-beats: phi %6.2f, fixed time-out %6.2f%n",
                network,
                threshold,
                phi.detectionMillis(),
                phi.mistakes(),
                fixed.mistakes());
        return List.of(phi, fixed);
    }

    @Test
    void onASteadyNetworkNeitherIsMuchBetter() {
        for (double threshold : new double[] {1, 3, 8}) {
            List<Quality> both = compare("steady, 20 ms", threshold, 20);
            assertThat(both.get(0).mistakes())
                    .isBetween(both.get(1).mistakes() / 3, both.get(1).mistakes() * 3 + 0.1);
        }
    }

    @Test
    void onANetworkThatChangesPhiIsMistakenLessOften() {
        for (double threshold : new double[] {1, 3, 8}) {
            List<Quality> both = compare("changing, 5 ms and 80 ms", threshold, 5, 80);
            assertThat(both.get(0).mistakes()).isLessThan(both.get(1).mistakes());
            // At 8 what is left are mostly the mistakes at each change, until phi has learned it; at 3 it makes less
            // than half as many.
            assertThat(threshold == 3 && both.get(0).mistakes() > both.get(1).mistakes() / 2)
                    .isFalse();
        }
    }

    @Test
    void waitingLongerMakesBothMistakenLessOften() {
        long[] arrivals = arrivals(2, 20);
        double[] phi = new double[4];
        double[] fixed = new double[4];
        for (int i = 0; i < 4; i++) {
            phi[i] = measure(
                            new PhiAccrualDetector(
                                    PhiAccrualOptions.of(INTERVAL).withThreshold(1 + 2 * i)),
                            arrivals)
                    .mistakes();
            fixed[i] = measure(new HeartbeatDetector(INTERVAL.plusMillis(20 + 60 * i)), arrivals)
                    .mistakes();
        }
        for (double[] mistakes : List.of(phi, fixed)) {
            assertThat(Arrays.stream(mistakes).boxed().toList())
                    .isSortedAccordingTo((one, next) -> Double.compare(next, one));
            assertThat(mistakes[0]).isGreaterThan(5 * mistakes[3]);
        }
    }
}
