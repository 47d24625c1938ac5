/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.coordination.Send;
import io.consenso.coordination.agreement.AgreementMessage.Proposals;
import io.consenso.coordination.agreement.AgreementMessage.Start;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** One input, then the exact outcome. Two processes, two rounds of 23 ms each, which begin 5 ms after the first proposal. */
class RoundProcessTest {
    private static final long MS = 1_000_000;
    private static final PeerId P1 = PeerId.of("p1");
    private static final PeerId P2 = PeerId.of("p2");
    private static final Bytes ONE = Bytes.ofUtf8("one");
    private static final Bytes TWO = Bytes.ofUtf8("two");
    private static final Rounds ROUNDS = SimulatedAgreement.ROUNDS.withDriftMax(0);

    private final List<Decision<Bytes>> decisions = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final List<Map<PeerId, Long>> late = new ArrayList<>();
    private final RoundProcess<Bytes> process = process(ROUNDS, OptionalLong.empty());

    private RoundProcess<Bytes> process(Rounds rounds, OptionalLong beginning) {
        return new RoundProcess<>(
                List.of(P2),
                rounds,
                beginning,
                new Flooding(P1, List.of(P1, P2), 2, Aggregation.minimum()),
                new RoundProcess.Listener<>() {
                    @Override
                    public void onDecision(Decision<Bytes> decision) {
                        decisions.add(decision);
                    }

                    @Override
                    public void onFailure(AgreementException why) {
                        failures.add(why.getMessage());
                    }

                    @Override
                    public void onLate(Map<PeerId, Long> counted) {
                        late.add(counted);
                    }
                });
    }

    private static Proposals proposals(int round, Bytes value) {
        return new Proposals(round, Map.of(P2, value));
    }

    private List<Send<AgreementMessage>> propose(long now) {
        return process.propose(now, ONE);
    }

    @Test
    void theFirstProposalTellsAllOthersToStartAndTheFirstRoundFollowsTheLead() {
        assertThat(process.start(0)).isEmpty();
        assertThat(process.wakeAtNanos()).isEqualTo(Long.MAX_VALUE);
        assertThat(propose(0)).containsExactly(new Send<>(P2, new Start()));
        assertThat(process.wakeAtNanos()).isEqualTo(5 * MS);
        assertThat(process.tick(5 * MS - 1)).isEmpty();
        assertThat(process.tick(5 * MS)).containsExactly(new Send<>(P2, new Proposals(1, Map.of(P1, ONE))));
        assertThat(process.wakeAtNanos()).isEqualTo((5 + 23) * MS);
    }

    @Test
    void whoHearsOfTheStartPassesItOnOnce() {
        process.start(0);
        assertThat(process.receive(MS, P2, new Start())).containsExactly(new Send<>(P2, new Start()));
        assertThat(process.wakeAtNanos()).isEqualTo(6 * MS);
        assertThat(process.receive(2 * MS, P2, new Start())).isEmpty();
        assertThat(propose(3 * MS)).isEmpty();
        assertThat(process.wakeAtNanos()).isEqualTo(6 * MS);
    }

    @Test
    void aMomentThatIsFixedNeedsNoMessages() {
        RoundProcess<Bytes> fixed =
                process(ROUNDS.withMoment(Instant.EPOCH, Duration.ofMillis(4)), OptionalLong.of(7 * MS));
        fixed.start(0);
        assertThat(fixed.propose(0, ONE)).isEmpty();
        assertThat(fixed.receive(MS, P2, new Start())).isEmpty();
        assertThat(fixed.wakeAtNanos()).isEqualTo(7 * MS);
        assertThat(fixed.tick(7 * MS)).hasSize(1);
    }

    @Test
    void whatIsLearnedInOneRoundIsSentInTheNextAndThenTheProcessDecides() {
        propose(0);
        process.tick(5 * MS);
        assertThat(process.receive(20 * MS, P2, proposals(1, TWO))).isEmpty();
        assertThat(process.tick(28 * MS)).containsExactly(new Send<>(P2, proposals(2, TWO)));
        assertThat(process.tick(51 * MS)).isEmpty();
        assertThat(decisions).containsExactly(new Decision<>(ONE, 2, 2, Map.of(), List.of()));
        assertThat(process.wakeAtNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aMessageOfALaterRoundWaitsForIt() {
        process.receive(0, P2, proposals(2, TWO));
        process.begin(0);
        process.tick(5 * MS);
        assertThat(process.tick(28 * MS)).isEmpty();
        process.tick(51 * MS);
        assertThat(decisions).extracting(Decision::value).containsExactly(TWO);
    }

    @Test
    void aMessageAfterItsRoundIsCountedAndNotUsed() {
        process.begin(0);
        process.tick(5 * MS);
        // The end of the round counts, not whether the timer has fired.
        process.receive(28 * MS, P2, proposals(1, TWO));
        assertThat(late).containsExactly(Map.of(P2, 1L));
        process.tick(51 * MS);
        assertThat(failures).containsExactly("nobody proposed anything");
        process.receive(60 * MS, P2, proposals(2, TWO));
        assertThat(late).last().isEqualTo(Map.of(P2, 2L));
    }

    @Test
    void lateMessagesAreReportedWithTheDecision() {
        propose(0);
        process.tick(5 * MS);
        process.tick(28 * MS);
        process.receive(29 * MS, P2, proposals(1, Bytes.EMPTY));
        process.tick(51 * MS);
        assertThat(decisions).containsExactly(new Decision<>(ONE, 2, 1, Map.of(P2, 1L), List.of()));
    }

    @Test
    void moreThanARightProcessSendsIsRefused() {
        propose(0);
        process.tick(5 * MS);
        process.receive(6 * MS, P2, proposals(1, TWO));
        process.receive(7 * MS, P2, proposals(1, Bytes.EMPTY));
        process.receive(7 * MS, P2, proposals(3, Bytes.EMPTY));
        process.receive(7 * MS, P2, proposals(0, Bytes.EMPTY));
        assertThat(process.messagesRefused()).isEqualTo(3);
        process.tick(28 * MS);
        process.tick(51 * MS);
        assertThat(decisions).extracting(Decision::value).containsExactly(ONE);
    }

    @Test
    void aValueAfterTheFirstRoundBeganIsNotTaken() {
        process.begin(0);
        assertThatThrownBy(() -> process.propose(5 * MS, ONE))
                .isInstanceOf(AgreementException.class)
                .hasMessageContaining("has begun without a value");
        process.tick(5 * MS);
        assertThatThrownBy(() -> process.propose(6 * MS, ONE)).isInstanceOf(AgreementException.class);
    }

    @Test
    void aSecondValueIsNotTaken() {
        propose(0);
        assertThatThrownBy(() -> process.propose(1, TWO))
                .isInstanceOf(AgreementException.class)
                .hasMessageContaining("already");
        process.tick(5 * MS);
        process.tick(28 * MS);
        process.tick(51 * MS);
        assertThat(decisions).extracting(Decision::value).containsExactly(ONE);
    }

    @Test
    void aProcessThatIsItselfTooSlowGivesUpAndSendsNothingMore() {
        propose(0);
        assertThat(process.tick(6 * MS)).hasSize(1);
        assertThat(process.tick(29 * MS + 1)).isEmpty();
        assertThat(failures).singleElement().asString().contains("woke 1 ms after the end of round 1");
        assertThat(process.tick(52 * MS)).isEmpty();
        assertThat(decisions).isEmpty();
        assertThat(process.wakeAtNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void clocksMayBeNegativeAndOverflow() {
        long origin = Long.MAX_VALUE - 10 * MS;
        process.start(origin);
        process.propose(origin, ONE);
        assertThat(process.tick(origin + 5 * MS)).hasSize(1);
        process.tick(origin + 28 * MS);
        process.tick(origin + 51 * MS);
        assertThat(decisions).hasSize(1);
    }
}
