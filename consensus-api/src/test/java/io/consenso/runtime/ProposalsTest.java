/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consenso.Bytes;
import io.consenso.ConsensusException;
import io.consenso.PeerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class ProposalsTest {
    private static final int PLENTY = 1 << 20;

    private final Proposals proposals = new Proposals(100, 1_000);

    @Test
    void onlyTheFirstCommandThatWaitsWakesTheLoop() {
        assertThat(proposals.add(Bytes.ofLong(1), new CompletableFuture<>(), 0)).isEqualTo(Proposals.Wake.NOW);
        assertThat(proposals.add(Bytes.ofLong(2), new CompletableFuture<>(), 0)).isEqualTo(Proposals.Wake.NONE);
        proposals.take(7, PLENTY);
        assertThat(proposals.add(Bytes.ofLong(3), new CompletableFuture<>(), 0)).isEqualTo(Proposals.Wake.SOON);
        proposals.take(7, PLENTY);
        proposals.answer(1, List.of(Bytes.EMPTY, Bytes.EMPTY, Bytes.EMPTY));
        assertThat(proposals.add(Bytes.ofLong(4), new CompletableFuture<>(), 0)).isEqualTo(Proposals.Wake.NOW);
    }

    @Test
    void everythingThatWaitsGoesOutInOneBlockInOrder() throws Exception {
        add(5);
        CommandBlock block = proposals.take(7, PLENTY).orElseThrow();
        assertThat(block.session()).isEqualTo(7);
        assertThat(block.first()).isEqualTo(1);
        assertThat(block.floor()).isEqualTo(1);
        assertThat(commands(block)).containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(proposals.take(7, PLENTY)).isEmpty();
    }

    @Test
    void aBlockKeepsItsBudgetButCarriesAtLeastOneCommand() throws Exception {
        add(3);
        assertThat(commands(proposals.take(7, 18).orElseThrow())).containsExactly(0L, 1L);
        assertThat(commands(proposals.take(7, 1).orElseThrow())).containsExactly(2L);
    }

    @Test
    void answersCompleteInOrderAndRepetitionsAreSkipped() {
        List<CompletableFuture<Bytes>> futures = add(3);
        proposals.take(7, PLENTY);
        proposals.answer(1, List.of(Bytes.ofLong(10), Bytes.ofLong(11)));
        proposals.answer(1, List.of(Bytes.ofLong(99), Bytes.ofLong(99), Bytes.ofLong(12)));
        assertThat(futures.stream().map(f -> f.join().toLong())).containsExactly(10L, 11L, 12L);
        assertThat(proposals.count()).isZero();
    }

    @Test
    void resendingStartsAtTheFirstCommandWithoutAnAnswer() throws Exception {
        add(3);
        proposals.take(7, PLENTY);
        proposals.answer(1, List.of(Bytes.EMPTY));
        proposals.resend();
        CommandBlock block = proposals.take(7, PLENTY).orElseThrow();
        assertThat(block.first()).isEqualTo(2);
        assertThat(block.floor()).isEqualTo(2);
        assertThat(commands(block)).containsExactly(1L, 2L);
    }

    @Test
    void aCommandThatWasNeverSentFailsAsCertainlyNotApplied() {
        CompletableFuture<Bytes> sent = add(1).get(0);
        proposals.take(7, PLENTY);
        CompletableFuture<Bytes> kept = add(1).get(0);
        proposals.expire(1, Optional.of(PeerId.of("b")));
        assertThatThrownBy(sent::join).hasCauseInstanceOf(ConsensusException.OutcomeUnknown.class);
        assertThatThrownBy(kept::join).hasCauseInstanceOf(ConsensusException.NotLeader.class);
    }

    @Test
    void whatIsGivenUpRaisesTheFloor() {
        add(1);
        proposals.take(7, PLENTY);
        proposals.expire(1, Optional.empty());
        add(1);
        CommandBlock block = proposals.take(7, PLENTY).orElseThrow();
        assertThat(block.first()).isEqualTo(2);
        assertThat(block.floor()).isEqualTo(2);
    }

    @Test
    void tooManyOrTooLargeIsRefusedAndRoomComesBack() {
        Proposals small = new Proposals(2, 20);
        small.add(Bytes.ofLong(1), new CompletableFuture<>(), 0);
        small.add(Bytes.ofLong(2), new CompletableFuture<>(), 0);
        assertThatThrownBy(() -> small.add(Bytes.EMPTY, new CompletableFuture<>(), 0))
                .isInstanceOf(ConsensusException.Overloaded.class);
        small.take(7, PLENTY);
        small.answer(1, List.of(Bytes.EMPTY));
        assertThatThrownBy(() -> small.add(Bytes.wrap(new byte[13]), new CompletableFuture<>(), 0))
                .isInstanceOf(ConsensusException.Overloaded.class);
        small.add(Bytes.wrap(new byte[12]), new CompletableFuture<>(), 0);
    }

    @Test
    void anExpiredSessionLeavesOnlyWhatWasSentTwiceInDoubt() {
        CompletableFuture<Bytes> twice = add(1).get(0);
        proposals.take(7, PLENTY);
        proposals.resend();
        CompletableFuture<Bytes> once = add(1).get(0);
        proposals.take(7, PLENTY);
        proposals.sessionExpired();
        assertThatThrownBy(twice::join).hasCauseInstanceOf(ConsensusException.OutcomeUnknown.class);
        assertThat(once).isNotDone();
        assertThat(proposals.take(8, PLENTY).orElseThrow().first()).isEqualTo(2);
    }

    @Test
    void aSessionThatASnapshotLacksLeavesWhateverWasSentInDoubt() {
        CompletableFuture<Bytes> sent = add(1).get(0);
        proposals.take(7, PLENTY);
        CompletableFuture<Bytes> kept = add(1).get(0);
        proposals.sessionLost();
        assertThatThrownBy(sent::join).hasCauseInstanceOf(ConsensusException.OutcomeUnknown.class);
        assertThat(kept).isNotDone();
    }

    @Test
    void closingFailsEverythingAndRefusesWhatComes() {
        CompletableFuture<Bytes> sent = add(1).get(0);
        proposals.take(7, PLENTY);
        CompletableFuture<Bytes> kept = add(1).get(0);
        proposals.close(new ConsensusException.Halted("closed"));
        assertThatThrownBy(sent::join).hasCauseInstanceOf(ConsensusException.OutcomeUnknown.class);
        assertThatThrownBy(kept::join).hasCauseInstanceOf(ConsensusException.Halted.class);
        assertThatThrownBy(() -> add(1)).isInstanceOf(ConsensusException.Halted.class);
    }

    @Test
    void theRingGrowsWithoutLosingItsPlace() throws Exception {
        Proposals many = new Proposals(10_000, Long.MAX_VALUE);
        List<CompletableFuture<Bytes>> futures = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < 50 * (round + 1); i++) {
                CompletableFuture<Bytes> future = new CompletableFuture<>();
                many.add(Bytes.ofLong(futures.size()), future, 0);
                futures.add(future);
            }
            CommandBlock block = many.take(1, PLENTY).orElseThrow();
            List<Bytes> replies = new ArrayList<>();
            for (long command : commands(block)) {
                replies.add(Bytes.ofLong(command));
            }
            many.answer(block.first(), replies.subList(0, replies.size() / 2));
            many.answer(block.first() + replies.size() / 2, replies.subList(replies.size() / 2, replies.size()));
        }
        for (int i = 0; i < futures.size(); i++) {
            assertThat(futures.get(i).join().toLong()).isEqualTo(i);
        }
    }

    private List<CompletableFuture<Bytes>> add(int count) {
        List<CompletableFuture<Bytes>> futures = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            futures.add(new CompletableFuture<>());
            proposals.add(Bytes.ofLong(i), futures.get(i), 0);
        }
        return futures;
    }

    private static List<Long> commands(CommandBlock block) throws Exception {
        List<Long> commands = new ArrayList<>();
        for (LengthPrefixed reader = block.reader(); reader.hasNext(); ) {
            commands.add(reader.next().toLong());
        }
        return commands;
    }
}
