/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.Bytes;
import io.consenso.runtime.proto.OpenSession;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ongaro, dissertation, 6.3. */
final class SessionsTest {
    private final Sessions sessions = new Sessions();

    @Test
    void theSameRequestOpensOneSession() {
        long id = sessions.open(request(1, 1000)).id();
        assertThat(sessions.open(request(1, 1000)).id()).isEqualTo(id);
        assertThat(sessions.open(request(2, 1000)).id()).isNotEqualTo(id);
    }

    @Test
    void aCommandIsNextOnlyOnceAndOnlyInOrder() {
        Sessions.Session session = sessions.open(request(1, 1000));
        assertThat(session.isNext(1, 1)).isTrue();
        session.applied(1, Bytes.ofLong(10));
        assertThat(session.isNext(1, 1)).as("a repetition").isFalse();
        assertThat(session.isNext(3, 1)).as("a gap").isFalse();
        assertThat(session.isNext(3, 3))
                .as("a gap that the owner has given up on")
                .isTrue();
        session.applied(3, Bytes.ofLong(30));
        assertThat(session.isNext(2, 3)).as("given up and late").isFalse();
    }

    @Test
    void repliesAreKeptUntilTheOwnerNeedsThemNoMore() {
        Sessions.Session session = sessions.open(request(1, 1000));
        for (int i = 1; i <= 4; i++) {
            session.applied(i, Bytes.ofLong(i));
        }
        session.forgetBelow(3);
        assertThat(session.replies()).containsExactly(Bytes.ofLong(3), Bytes.ofLong(4));
    }

    @Test
    void logTimeNeverGoesBackAndExpiresIdleSessions() {
        List<Long> expired = new ArrayList<>();
        assertThat(sessions.advanceTo(5_000, expired::add)).isEqualTo(5_000);
        assertThat(sessions.advanceTo(4_000, expired::add)).isEqualTo(5_000);
        long idle = sessions.open(request(1, 100)).id();
        long used = sessions.open(request(2, 100)).id();
        sessions.advanceTo(5_060, expired::add);
        assertThat(sessions.use(used)).isPresent();
        sessions.advanceTo(5_100, expired::add);
        assertThat(sessions.find(idle)).isEmpty();
        assertThat(sessions.find(used)).isPresent();
        sessions.advanceTo(5_160, expired::add);
        assertThat(sessions.find(used)).isEmpty();
        assertThat(expired).containsExactly(idle, used);
    }

    @Test
    void aSnapshotKeepsEverything() {
        sessions.advanceTo(7_000, expired -> {});
        Sessions.Session session = sessions.open(request(1, 100));
        session.applied(1, Bytes.ofUtf8("one"));
        session.applied(2, Bytes.EMPTY);
        Sessions restored = new Sessions();
        restored.open(request(9, 1));
        restored.restore(sessions.capture());
        assertThat(restored.capture()).isEqualTo(sessions.capture());
        assertThat(restored.open(request(1, 100)).replies()).containsExactly(Bytes.ofUtf8("one"), Bytes.EMPTY);
        assertThat(restored.advanceTo(0, expired -> {})).isEqualTo(7_000);
        restored.advanceTo(7_100, expired -> {});
        assertThat(restored.find(session.id())).isEmpty();
    }

    private static OpenSession request(long nonce, long ttlMillis) {
        return OpenSession.newBuilder()
                .setNonceHigh(nonce)
                .setTtlMillis(ttlMillis)
                .build();
    }
}
