/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.kv;

import io.consenso.ConsensusException;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a failure is called in the Redis protocol. CLUSTERDOWN and TRYAGAIN: certainly not applied. UNKNOWN: it may have been applied, or
 * may yet be.
 */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    /** A read that got no answer changed nothing, so it is never UNKNOWN. */
    static Reply reply(Throwable failure, boolean isRead) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (!(cause instanceof ConsensusException consensus)) {
            LOG.error("a request failed in a way it should not", cause);
            return new Reply.Failure((isRead ? "ERR" : "UNKNOWN") + " internal error, see the server's log: " + cause);
        }
        return new Reply.Failure(prefix(consensus, isRead) + " " + consensus.getMessage());
    }

    private static String prefix(ConsensusException failure, boolean isRead) {
        if (failure instanceof ConsensusException.Overloaded) {
            return "TRYAGAIN";
        } else if (failure instanceof ConsensusException.TooLarge) {
            return "ERR";
        }
        return failure.mayBeApplied() && !isRead ? "UNKNOWN" : "CLUSTERDOWN";
    }
}
