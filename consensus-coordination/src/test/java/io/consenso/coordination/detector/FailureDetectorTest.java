/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.consenso.PeerId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailureDetectorTest {
    private static final PeerId P1 = PeerId.of("p1");
    private static final PeerId P2 = PeerId.of("p2");
    private static final long MS = 1_000_000;

    private static List<FailureDetector> both() {
        return List.of(
                new HeartbeatDetector(Duration.ofMillis(250)),
                new PhiAccrualDetector(PhiAccrualOptions.of(Duration.ofMillis(100))));
    }

    /** Heart-beats at that interval; returns when the last one was. */
    private static long beat(FailureDetector detector, PeerId peer, long from, long interval, int times) {
        for (int i = 1; i <= times; i++) {
            detector.heard(peer, from + i * interval);
        }
        return from + times * interval;
    }

    @Test
    void aCrashedPeerIsSuspectedForEverAfter() {
        for (FailureDetector detector : both()) {
            detector.heard(P1, 0);
            long crash = beat(detector, P1, 0, 100 * MS, 50);
            assertThat(detector.isSuspected(P1, crash + 100 * MS)).isFalse();
            long suspectedAt = detector.suspectedAtNanos(P1);
            assertThat(detector.isSuspected(P1, suspectedAt - 1)).isFalse();
            for (long later = 1; later < Duration.ofDays(10_000).toNanos(); later *= 2) {
                beat(detector, P2, crash, later, 1);
                assertThat(detector.isSuspected(P1, suspectedAt + later)).isTrue();
            }
        }
    }

    @Test
    void aPeerThatWasDeadFromTheBeginningIsSuspectedToo() {
        for (FailureDetector detector : both()) {
            detector.heard(P1, 0);
            assertThat(detector.isSuspected(P1, 200 * MS)).isFalse();
            assertThat(detector.isSuspected(P1, 1_000 * MS)).isTrue();
        }
    }

    @Test
    void aPeerThatNobodyToldOfIsNotSuspected() {
        for (FailureDetector detector : both()) {
            assertThat(detector.suspectedAtNanos(P1)).isEqualTo(Long.MAX_VALUE);
            assertThat(detector.isSuspected(P1, Long.MAX_VALUE - 1)).isFalse();
        }
    }

    @Test
    void aPeerThatIsHeardAgainIsSuspectedNoLonger() {
        for (FailureDetector detector : both()) {
            detector.heard(P1, 0);
            assertThat(detector.isSuspected(P1, 5_000 * MS)).isTrue();
            detector.heard(P1, 5_000 * MS);
            assertThat(detector.isSuspected(P1, 5_001 * MS)).isFalse();
        }
    }

    @Test
    void aFixedTimeOutIsPerfectWithinItsBound() {
        FailureDetector detector = new HeartbeatDetector(Duration.ofMillis(151));
        detector.heard(P1, 0);
        // Sent every 100 ms, and 0 or 50 ms under way, in turns: the longest silence between two is 150 ms.
        for (long beat = 1; beat < 100; beat++) {
            long arrival = beat * 100 * MS + (beat % 2) * 50 * MS;
            assertThat(detector.isSuspected(P1, arrival)).isFalse();
            detector.heard(P1, arrival);
        }
    }

    @Test
    void phiGrowsWithEveryMomentOfSilence() {
        PhiAccrualDetector detector = new PhiAccrualDetector(PhiAccrualOptions.of(Duration.ofMillis(100)));
        detector.heard(P1, 0);
        long last = beat(detector, P1, 0, 100 * MS, 20);
        double before = detector.phi(P1, last);
        assertThat(before).isBetween(0.0, 0.001);
        for (long silence = 5; silence < 10_000; silence += 5) {
            double phi = detector.phi(P1, last + silence * MS);
            assertThat(phi).isFinite();
            assertThat(phi).as("after %s ms", silence).isGreaterThanOrEqualTo(before);
            assertThat(phi > before || silence < 30).isTrue();
            before = phi;
        }
        assertThat(detector.phi(P1, last + Duration.ofDays(365).toNanos())).isFinite();
        assertThat(detector.phi(P2, last)).isZero();
    }

    @Test
    void phiReachesTheThresholdWhenThePeerBecomesSuspected() {
        for (double threshold : new double[] {0.2, 1, 3, 8, 16, 300}) {
            PhiAccrualDetector detector = new PhiAccrualDetector(
                    PhiAccrualOptions.of(Duration.ofMillis(100)).withThreshold(threshold));
            detector.heard(P1, 0);
            beat(detector, P1, 0, 100 * MS, 20);
            assertThat(detector.phi(P1, detector.suspectedAtNanos(P1))).isCloseTo(threshold, within(1e-5));
        }
    }

    @Test
    void phiIsTheTailOfTheNormalDistribution() {
        // P(X > k) for k deviations, from tables.
        assertThat(NormalTail.phi(0)).isCloseTo(-Math.log10(0.5), within(1e-6));
        assertThat(NormalTail.phi(-1)).isCloseTo(-Math.log10(0.8413447461), within(1e-6));
        assertThat(NormalTail.phi(1)).isCloseTo(-Math.log10(0.1586552539), within(1e-6));
        assertThat(NormalTail.phi(3)).isCloseTo(-Math.log10(1.349898032e-3), within(1e-6));
        assertThat(NormalTail.phi(8)).isCloseTo(-Math.log10(6.220960574e-16), within(1e-6));
        // Far beyond what a double holds as a probability: 10^-349 and less.
        assertThat(NormalTail.phi(40)).isCloseTo(349.437, within(1e-2));
        assertThat(NormalTail.phi(1e9)).isFinite();
    }

    @Test
    void phiAdaptsToHeartBeatsThatBecomeSlower() {
        PhiAccrualDetector phi = new PhiAccrualDetector(PhiAccrualOptions.of(Duration.ofMillis(100)));
        FailureDetector fixed = new HeartbeatDetector(Duration.ofMillis(250));
        List<FailureDetector> detectors = List.of(phi, fixed);
        detectors.forEach(detector -> detector.heard(P1, 0));
        long fast = 0;
        for (FailureDetector detector : detectors) {
            fast = beat(detector, P1, 0, 100 * MS, 200);
        }
        int mistakesOfPhi = mistakes(phi, fast, 400 * MS, 300);
        assertThat(mistakesOfPhi).isBetween(1, 30);
        assertThat(mistakes(fixed, fast, 400 * MS, 300)).isEqualTo(300);
        long later = fast + 300 * 400 * MS;
        assertThat(mistakes(phi, later, 400 * MS, 1_000)).isZero();
        assertThat(phi.suspectedAtNanos(P1) - (later + 1_000 * 400 * MS)).isBetween(400 * MS, 900 * MS);
    }

    @Test
    void aLongAbsenceDoesNotMakePhiBlind() {
        PhiAccrualDetector detector = new PhiAccrualDetector(PhiAccrualOptions.of(Duration.ofMillis(100)));
        detector.heard(P1, 0);
        long crash = beat(detector, P1, 0, 100 * MS, 100);
        long silenceBefore = detector.suspectedAtNanos(P1) - crash;
        long back = crash + Duration.ofHours(1).toNanos();
        detector.heard(P1, back);
        assertThat(detector.suspectedAtNanos(P1) - back).isBetween(silenceBefore, 2 * silenceBefore);
    }

    @Test
    void optionsAreChecked() {
        Duration second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new HeartbeatDetector(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PhiAccrualOptions.of(second).withThreshold(Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PhiAccrualOptions(8, 1, second, second))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PhiAccrualOptions(8, 10, Duration.ZERO, second))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PhiAccrualOptions(8, 10, second, second.negated()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static int mistakes(FailureDetector detector, long from, long interval, int times) {
        int mistakes = 0;
        for (int i = 1; i <= times; i++) {
            long arrival = from + i * interval;
            mistakes += detector.isSuspected(P1, arrival) ? 1 : 0;
            detector.heard(P1, arrival);
        }
        return mistakes;
    }
}
