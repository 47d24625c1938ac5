/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.agreement;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.coordination.Member;
import io.consenso.coordination.Send;
import io.consenso.coordination.agreement.AgreementMessage.Proposals;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says its name to all others in every round, and decides how many names it heard in time: for tests of the rounds themselves. */
final class Chatter implements RoundAlgorithm<Integer> {
    private final PeerId self;
    private final List<PeerId> others;
    private final int rounds;
    private int heard;

    Chatter(Member member, int rounds) {
        this.self = member.self();
        this.others = member.others();
        this.rounds = rounds;
    }

    @Override
    public int rounds() {
        return rounds;
    }

    @Override
    public void propose(Bytes value) {
        throw new AgreementException("it only chats");
    }

    @Override
    public List<Send<AgreementMessage>> begin(int round) {
        return Send.toEach(others, new Proposals(round, Map.of(self, Bytes.EMPTY)));
    }

    @Override
    public int inboxMax(int round) {
        return 1;
    }

    @Override
    public void end(int round, List<Received> inbox) {
        heard += inbox.size();
    }

    @Override
    public Outcome<Integer> outcome() {
        return new Outcome<>(Optional.of(heard), List.of());
    }
}
