/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.trial;

import io.consenso.Bytes;
import io.consenso.Command;
import io.consenso.PeerId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Sees every command that any replica applies. Whoever is first to apply the n-th command says what it is; all others, and everybody who
 * replays it, must do exactly the same there, at the same time and with the same seed; and time never goes back.
 */
final class Witness {
    private final List<Applied> order = new ArrayList<>();
    private final Map<Long, Integer> timesApplied = new HashMap<>();
    private final Map<Long, Integer> places = new HashMap<>();
    private final Map<Long, Bytes> decisions = new HashMap<>();
    private final Consumer<AssertionError> finding;
    private long latestMillis = Long.MIN_VALUE;

    /**
     * A command at its place.
     *
     * @param index which log entry
     * @param ordinal which command of it
     * @param operation which request of a client
     * @param reply what the state machine answered, and whatever else of its state is compared, as a checksum
     * @param chain of this and all before it
     * @param by who was first
     */
    private record Applied(long index, int ordinal, long operation, long reply, long chain, PeerId by) {
        boolean isSameAs(Applied other) {
            return index == other.index
                    && ordinal == other.ordinal
                    && operation == other.operation
                    && reply == other.reply;
        }

        @Override
        public String toString() {
            return "operation " + operation + " at " + index + "." + ordinal + " with reply and state "
                    + Long.toHexString(reply) + " on " + by;
        }
    }

    /** Findings go there. */
    Witness(Consumer<AssertionError> finding) {
        this.finding = finding;
    }

    /** The replica applied its n-th command, counted from 0. */
    void applied(PeerId by, int n, Command command, long operation, Bytes reply, long digest) {
        long what = mix(mix(reply.crc32c(), digest), mix(command.timeMillis(), command.seed()));
        Applied now = new Applied(command.index(), command.ordinal(), operation, what, chain(n, operation, what), by);
        if (n < order.size()) {
            Applied first = order.get(n);
            if (!first.isSameAs(now)) {
                finding.accept(
                        new AssertionError("replicas differ, first at command " + n + ": " + first + ", but " + now));
            }
            return;
        }
        if (command.timeMillis() < latestMillis) {
            finding.accept(new AssertionError("time goes back from " + latestMillis + " to " + command.timeMillis()
                    + " at command " + n + ": " + now));
        }
        latestMillis = command.timeMillis();
        if (n > order.size()) {
            finding.accept(new AssertionError(by + " applied command " + n + ", but nobody the one before it"));
            return;
        }
        places.putIfAbsent(operation, n);
        order.add(now);
        int times = timesApplied.merge(operation, 1, Integer::sum);
        if (times > 1) {
            finding.accept(new AssertionError("applied " + times + " times: " + now));
        }
    }

    /** The replica applied that decision with the request; everybody must apply the same. */
    void decided(PeerId by, long operation, Bytes decision) {
        Bytes first = decisions.putIfAbsent(operation, decision);
        if (first != null && !first.equals(decision)) {
            finding.accept(new AssertionError(
                    "replicas differ in a decision: " + by + " applied operation " + operation + " with another one"));
        }
    }

    /** The decision that was applied with the request. */
    Optional<Bytes> decisionOf(long operation) {
        return Optional.ofNullable(decisions.get(operation));
    }

    /** What covers the first n commands. */
    long chainOf(int n) {
        return n == 0 ? 0 : order.get(n - 1).chain;
    }

    /** A replica restored a snapshot that claims to hold the first n commands. */
    void restored(PeerId by, int n, long chain) {
        if (n > order.size() || chainOf(n) != chain) {
            finding.accept(new AssertionError(
                    by + " restored a snapshot of " + n + " commands that are not the first " + n + " applied"));
        }
    }

    /** How often the request was applied. */
    int timesApplied(long operation) {
        return timesApplied.getOrDefault(operation, 0);
    }

    /** Which command of all it was, counted from 0, when the request was applied. */
    int placeOf(long operation) {
        return places.getOrDefault(operation, -1);
    }

    /** How many commands were applied. */
    int size() {
        return order.size();
    }

    private long chain(int n, long operation, long what) {
        return n > order.size() ? 0 : mix(mix(chainOf(n), operation), what);
    }

    private static long mix(long one, long other) {
        long mixed = (one ^ other) * 0x9E3779B97F4A7C15L;
        return mixed ^ (mixed >>> 32);
    }
}
