/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.agreement;

import io.consenso.Bytes;
import io.consenso.coordination.Member;

/**
 * The Byzantine generals: a commander gives an order, and the lieutenants agree on it although up to m of all, the commander perhaps among them, do
 * whatever they like. See L. Lamport, R. Shostak and M. Pease, "The Byzantine Generals Problem" (ACM TOPLAS 4, 1982): oral messages OM(m) in
 * section 3, signed messages SM(m) in section 4.
 *
 * <p><b>Assumes</b> the bounds in {@link Rounds}; that between right processes no message is lost and that a transport tells truly who sent one; at
 * most m traitors. Oral messages need N of 3m+1 at least, signed ones m+2; less is refused. Signed ones assume besides that nobody has a
 * right process's key, and that no two agreements have the same group name.
 *
 * <p><b>Guarantees</b> that all right lieutenants decide the same (IC1), and what the commander ordered if it is right (IC2), after m+1 rounds. If
 * the commander gives no order, or no single one, it is the default order or one that it gave to some.
 *
 * <p><b>A faulty commander</b> that is proven is reported with the decision. With oral messages that is so for all when no order has the voices of
 * N-1-m lieutenants. If one has, the lieutenants that heard another know for themselves, but the others must suspect them: with N = 4, m = 1 and two
 * orders nothing can ever be proven to all. With signed messages two different orders signed by the commander prove it to everybody, as does
 * no order at all.
 *
 * <p><b>Outside of that</b>, with N = 3m for oral messages or more than m traitors for either, right lieutenants may decide differently.
 *
 * <p><b>Messages</b>: oral (N-1) + (N-1)(N-2) + ... + (N-1)(N-2)...(N-m-1), which grows fast: meant for small m. Signed: N-1 for m = 0, else
 * (N-1)^2 with a right commander, and never more than (N-1) + 2(N-1)(N-2) of right processes. To these come those which
 * {@linkplain Rounds.OnProposal begin} the rounds.
 *
 * <p>Only the commander proposes. A commander that never does leaves the lieutenants undecided unless the rounds begin at a moment that is fixed, or
 * a lieutenant has them {@linkplain Agreement#begin begin}.
 */
public final class ByzantineGenerals {
    private ByzantineGenerals() {}

    /**
     * Joins; throws {@link IllegalArgumentException} when the group is too small, the commander is not in it, keys do not fit, or the moment at which
     * the first round begins is past.
     */
    public static Agreement<Bytes> join(Member member, ByzantineOptions options) {
        requireEnough(member, options);
        return RoundAgreement.join(member, options.rounds(), algorithm(member, options));
    }

    static RoundAlgorithm<Bytes> algorithm(Member member, ByzantineOptions options) {
        return options.keys().isPresent()
                ? signed(member, options, options.keys().get())
                : oral(member, options);
    }

    static void requireEnough(Member member, ByzantineOptions options) {
        if (!member.peers().contains(options.commander())) {
            throw new IllegalArgumentException(options.commander() + " is not among " + member.peers());
        }
        int traitors = options.traitorsMax();
        if (options.keys().isPresent()) {
            requireEnough(member, "signed messages with m = " + traitors + " need N >= m+2", traitors + 2);
        } else {
            requireEnough(member, "oral messages with m = " + traitors + " need N >= 3m+1", 3 * traitors + 1);
        }
    }

    static void requireEnough(Member member, String requirement, int processesMin) {
        int processes = member.peers().size();
        if (processes < processesMin) {
            throw new IllegalArgumentException(
                    requirement + " = " + processesMin + " processes, these are " + processes);
        }
    }

    private static RoundAlgorithm<Bytes> oral(Member member, ByzantineOptions options) {
        return new OralOrders(
                member.self(), member.peers(), options.commander(), options.traitorsMax(), options.defaultOrder());
    }

    private static RoundAlgorithm<Bytes> signed(Member member, ByzantineOptions options, GeneralKeys keys) {
        return new SignedOrders(
                member.group(),
                member.self(),
                member.peers(),
                options.commander(),
                options.traitorsMax(),
                options.defaultOrder(),
                Ed25519.of(member, keys));
    }
}
