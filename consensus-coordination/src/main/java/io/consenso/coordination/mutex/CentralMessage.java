/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.mutex;

import java.util.List;

/** What the central server and those who ask it say to each other. */
sealed interface CentralMessage {
    /** To the server: for that resource, please; repeated while nothing is heard. */
    record Request(long request, String resource, long tokenSeen) implements CentralMessage {}

    /**
     * From the server, at once and then as a heart-beat: the request waits.
     *
     * @param ahead how many are served first, the holder among them
     * @param isRecovering whether the server still learns who holds what, and grants nothing
     */
    record Queued(long request, int ahead, boolean isRecovering, long tokenSeen) implements CentralMessage {}

    /** From the server: the request holds its resource. */
    record Granted(long request, String resource, long token) implements CentralMessage {}

    /** To the server: the request holds nothing, and waits for nothing, any more. */
    record Release(long request, String resource) implements CentralMessage {}

    /** From a server that has started: what do you hold? */
    record Recover(long inquiry) implements CentralMessage {}

    /** To the server: that is all that this process holds, and no token below that is taken from now on. */
    record Report(long inquiry, long tokenMin, List<Holding> holdings) implements CentralMessage {
        public Report {
            holdings = List.copyOf(holdings);
        }
    }

    /** A grant that its holder still uses, for at most that long. */
    record Holding(long request, String resource, long token, long remainingNanos) {}
}
