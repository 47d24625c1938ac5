/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.agreement;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.coordination.Member;
import java.util.Map;

/**
 * Everybody's value to everybody, although up to m processes do whatever they like: each process is the commander of one OM(m), all of them side by
 * side in the same rounds. See M. Pease, R. Shostak and L. Lamport, "Reaching Agreement in the Presence of Faults" (JACM 27, 1980), and for OM(m)
 * {@link ByzantineGenerals}.
 *
 * <p><b>Assumes</b> what oral messages do there, N of 3m+1 at least; less is refused.
 *
 * <p><b>Guarantees</b> that all right processes decide on the same vector of N values, each by the majority of what was said about it; and that the
 * entry of a right process is its value, after m+1 rounds. Any function of the vector is a decision in which traitors have one voice each.
 *
 * <p><b>Outside of that</b> right processes may decide on different vectors.
 *
 * <p><b>Messages</b>: N times those of OM(m), N((N-1) + (N-1)(N-2) + ... + (N-1)(N-2)...(N-m-1)).
 *
 * <p>The decided map has one entry for each process, in their order.
 */
public final class InteractiveConsistency {
    private InteractiveConsistency() {}

    /** Joins; throws {@link IllegalArgumentException} when the group is too small, or the moment at which the first round begins is past. */
    public static Agreement<Map<PeerId, Bytes>> join(Member member, ConsistencyOptions options) {
        requireEnough(member, options);
        return RoundAgreement.join(member, options.rounds(), algorithm(member, options));
    }

    static RoundAlgorithm<Map<PeerId, Bytes>> algorithm(Member member, ConsistencyOptions options) {
        return new OralVector(member.self(), member.peers(), options.traitorsMax(), options.defaultValue());
    }

    static void requireEnough(Member member, ConsistencyOptions options) {
        int traitors = options.traitorsMax();
        ByzantineGenerals.requireEnough(
                member, "interactive consistency with m = " + traitors + " needs N >= 3m+1", 3 * traitors + 1);
    }
}
