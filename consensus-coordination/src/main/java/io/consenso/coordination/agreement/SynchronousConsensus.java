/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.agreement;

import io.consenso.Bytes;
import io.consenso.coordination.Member;

/**
 * Consensus by flooding in f+1 synchronous rounds, where up to f processes may crash. In the first round every process sends its value to all
 * others, in each further one what it learned in the round before, if that is anything. After f+1 rounds a function of all values known
 * decides. See N. Lynch, "Distributed Algorithms" (1996), section 6.2 (FloodSet); that f+1 rounds are also needed: D. Dolev and H. R. Strong,
 * "Authenticated Algorithms for Byzantine Agreement" (SIAM J. Comput. 12, 1983).
 *
 * <p><b>Assumes</b> the bounds in {@link Rounds}, no message lost, and at most f processes that crash, at any moment,
 * in the middle of a multicast too. Who crashed and comes back is a crashed one, and so is one whose messages are late or lost; such a one may itself
 * decide something else, the others agree. N is at least f+1, and 2f+1 where a
 * {@linkplain Aggregation#majority() majority} of proposals is meant; less is refused.
 *
 * <p><b>Guarantees</b> agreement; that what is decided is made of values proposed; and that every process that does not crash decides after f+1
 * rounds. Why: of f+1 rounds at least one passes without a crash. After that one all processes know the same values, and nobody learns anything new
 * later.
 *
 * <p><b>Outside of that</b> processes may decide differently: with more than f that crash or do not get their messages through in time. A
 * process that lies needs {@link ByzantineGenerals} or {@link InteractiveConsistency}.
 *
 * <p><b>Messages</b>: N(N-1) without a second round (f = 0); 2N(N-1) when nobody crashes, however large f; never more than (f+1)N(N-1). To these come
 * those which {@linkplain Rounds.OnProposal begin} the rounds.
 */
public final class SynchronousConsensus {
    private SynchronousConsensus() {}

    /** Joins; throws {@link IllegalArgumentException} when the group is too small, or the moment at which the first round begins is past. */
    public static Agreement<Bytes> join(Member member, SynchronousOptions options) {
        int processes = member.peers().size();
        int processesMin = options.aggregation().processesMin(options.crashesMax());
        if (processes < processesMin) {
            throw new IllegalArgumentException(options.aggregation() + " with f = " + options.crashesMax() + " needs "
                    + options.aggregation().requirement() + " = " + processesMin + " processes, these are "
                    + processes);
        }
        return RoundAgreement.join(
                member, options.rounds(), new Flooding(member, options.crashesMax() + 1, options.aggregation()));
    }
}
