/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.Bytes;
import io.consenso.Command;
import io.consenso.coordination.service.proto.ChangeCounter;
import io.consenso.coordination.service.proto.ChangeEntry;
import io.consenso.coordination.service.proto.CoordinationCommand;
import io.consenso.coordination.service.proto.CoordinationReply;
import io.consenso.coordination.service.proto.Refusal;
import io.consenso.coordination.service.proto.RoomKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CoordinationMachineTest {
    private static final String NAME = "x";
    private CoordinationMachine machine = new CoordinationMachine(new Limits(20, 5, 4, 2, 10));
    private final List<String> told = new ArrayList<>();
    private long renewalOfOne;
    private long index;

    @BeforeEach
    void lookOn() {
        machine.attach(new Teller());
    }

    private final class Teller implements MachineObserver {
        @Override
        public void renewed(long session, long renewal, long ttlMillis) {
            if (session == 1) {
                renewalOfOne = renewal;
            }
        }

        @Override
        public void settled(RoomKey room, Seat seat) {
            told.add("settled " + seat.request().number());
        }

        @Override
        public void taken(RoomKey room, Seat seat) {
            told.add("taken " + seat.request().number());
        }
    }

    private CoordinationReply apply(long session, CoordinationCommand command) {
        Bytes reply = machine.apply(new Command(++index, 0, 0, 0, session, Bytes.wrap(command.toByteArray())));
        try {
            return CoordinationReply.parseFrom(reply.toArray());
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    /** The token that the request has, 0 while it waits. */
    private long lock(long session, long request) {
        return apply(session, Commands.enter(RoomKind.LOCK, NAME, request, 1, 1))
                .getSeat()
                .getToken();
    }

    private void unlock(long session, long request) {
        apply(session, Commands.leave(RoomKind.LOCK, NAME, request));
    }

    private long token(RoomKind kind, long request) {
        return machine.find(new RoomKey(kind, NAME), new RequestId(1, request))
                .map(Seat::token)
                .orElse(Long.MIN_VALUE);
    }

    @Test
    void aLockIsServedInTheOrderOfTheLogAndTokensGrow() {
        long first = lock(1, 1);
        assertThat(first).isPositive();
        assertThat(lock(2, 2)).isZero();
        assertThat(lock(3, 3)).isZero();
        unlock(1, 1);
        long second = token(RoomKind.LOCK, 2);
        assertThat(second).isGreaterThan(first);
        assertThat(token(RoomKind.LOCK, 3)).isZero();
        unlock(2, 2);
        assertThat(token(RoomKind.LOCK, 3)).isGreaterThan(second);
        assertThat(told).containsExactly("settled 1", "settled 2", "settled 3");
    }

    @Test
    void tokensGrowForANameThatWasForgotten() {
        long first = lock(1, 1);
        unlock(1, 1);
        assertThat(lock(1, 2)).isGreaterThan(first);
    }

    @Test
    void theSameRequestAgainIsTheSameWish() {
        long first = lock(1, 1);
        assertThat(lock(1, 1)).isEqualTo(first);
        lock(2, 2);
        lock(2, 2);
        unlock(1, 1);
        unlock(2, 2);
        assertThat(lock(3, 3)).isPositive();
    }

    @Test
    void whoGivesUpLeavesTheQueue() {
        lock(1, 1);
        lock(2, 2);
        lock(3, 3);
        unlock(2, 2);
        unlock(1, 1);
        assertThat(token(RoomKind.LOCK, 3)).isPositive();
    }

    @Test
    void whoDoesNotWaitIsTurnedAwayEvenIfOnlySomebodyWaits() {
        apply(1, Commands.enter(RoomKind.SEMAPHORE, NAME, 1, 2, 3));
        apply(2, Commands.enter(RoomKind.SEMAPHORE, NAME, 2, 3, 3));
        CoordinationReply reply = apply(3, Commands.enter(RoomKind.SEMAPHORE, NAME, 3, 1, 3, true));
        assertThat(reply.getRefusal().getReason()).isEqualTo(Refusal.Reason.BUSY);
    }

    @Test
    void aSilentSessionLosesEverythingAndASignOfLifeSavesIt() {
        lock(1, 1);
        lock(2, 2);
        long heard = renewalOfOne;
        apply(1, Commands.keepAlive());
        apply(2, Commands.expire(1, heard));
        assertThat(token(RoomKind.LOCK, 1)).isPositive();
        apply(2, Commands.expire(1, renewalOfOne));
        assertThat(token(RoomKind.LOCK, 2)).isPositive();
        assertThat(told).containsExactly("settled 1", "taken 1", "settled 2");
    }

    @Test
    void aSilentSessionIsNotGrantedWhatItLosesItself() {
        lock(1, 1);
        lock(1, 2);
        apply(2, Commands.expire(1, renewalOfOne));
        assertThat(told).containsExactly("settled 1", "taken 2", "taken 1");
    }

    @Test
    void anEndedSessionAwaitsNothingButHoldsUntilItsLeaseIsOver() {
        lock(1, 1);
        apply(1, Commands.enter(RoomKind.SEMAPHORE, NAME, 2, 1, 1));
        apply(1, Commands.enter(RoomKind.SEMAPHORE, NAME, 3, 1, 1));
        machine.sessionExpired(1, 0);
        assertThat(told).containsExactly("settled 1", "settled 2", "taken 3");
        assertThat(lock(2, 4)).isZero();
        apply(2, Commands.expire(1, renewalOfOne));
        assertThat(token(RoomKind.LOCK, 4)).isPositive();
    }

    @Test
    void aReaderBehindAWriterWaits() {
        int all = Integer.MAX_VALUE;
        apply(1, Commands.enter(RoomKind.READ_WRITE_LOCK, NAME, 1, 1, all));
        apply(2, Commands.enter(RoomKind.READ_WRITE_LOCK, NAME, 2, 1, all));
        apply(3, Commands.enter(RoomKind.READ_WRITE_LOCK, NAME, 3, all, all));
        apply(4, Commands.enter(RoomKind.READ_WRITE_LOCK, NAME, 4, 1, all));
        assertThat(told).containsExactly("settled 1", "settled 2");
        apply(1, Commands.leave(RoomKind.READ_WRITE_LOCK, NAME, 1));
        apply(2, Commands.leave(RoomKind.READ_WRITE_LOCK, NAME, 2));
        assertThat(told).containsExactly("settled 1", "settled 2", "settled 3");
        apply(3, Commands.leave(RoomKind.READ_WRITE_LOCK, NAME, 3));
        assertThat(told).endsWith("settled 4");
    }

    @Test
    void aSemaphoreGivesOutWhatThereIsAndNoOneOvertakes() {
        apply(1, Commands.enter(RoomKind.SEMAPHORE, NAME, 1, 2, 3));
        apply(2, Commands.enter(RoomKind.SEMAPHORE, NAME, 2, 2, 3));
        apply(3, Commands.enter(RoomKind.SEMAPHORE, NAME, 3, 1, 3));
        assertThat(told).containsExactly("settled 1");
        apply(1, Commands.leave(RoomKind.SEMAPHORE, NAME, 1));
        assertThat(told).containsExactly("settled 1", "settled 2", "settled 3");
    }

    @Test
    void anotherNumberOfPermitsIsRefusedWhileInUse() {
        apply(1, Commands.enter(RoomKind.SEMAPHORE, NAME, 1, 1, 3));
        assertThat(apply(2, Commands.enter(RoomKind.SEMAPHORE, NAME, 2, 1, 4))
                        .getRefusal()
                        .getReason())
                .isEqualTo(Refusal.Reason.MISMATCH);
        apply(1, Commands.leave(RoomKind.SEMAPHORE, NAME, 1));
        assertThat(apply(2, Commands.enter(RoomKind.SEMAPHORE, NAME, 2, 1, 4)).hasSeat())
                .isTrue();
    }

    @Test
    void aBarrierLetsAllPassWithOneGenerationAndBeginsAnew() {
        apply(1, Commands.enter(RoomKind.BARRIER, NAME, 1, 1, 2));
        assertThat(told).isEmpty();
        apply(2, Commands.enter(RoomKind.BARRIER, NAME, 2, 1, 2));
        long generation = token(RoomKind.BARRIER, 1);
        assertThat(generation).isPositive().isEqualTo(token(RoomKind.BARRIER, 2));
        apply(1, Commands.leave(RoomKind.BARRIER, NAME, 1));
        apply(1, Commands.enter(RoomKind.BARRIER, NAME, 3, 1, 2));
        assertThat(token(RoomKind.BARRIER, 3)).isZero();
        apply(2, Commands.enter(RoomKind.BARRIER, NAME, 4, 1, 2));
        assertThat(token(RoomKind.BARRIER, 3)).isGreaterThan(generation);
        // Who was slow still finds what became of its own generation.
        assertThat(token(RoomKind.BARRIER, 2)).isEqualTo(generation);
    }

    @Test
    void aBarrierBreaksWhenAPartyLeavesOrIsSilent() {
        apply(1, Commands.enter(RoomKind.BARRIER, NAME, 1, 1, 3));
        apply(2, Commands.enter(RoomKind.BARRIER, NAME, 2, 1, 3));
        apply(2, Commands.expire(1, renewalOfOne));
        assertThat(token(RoomKind.BARRIER, 2)).isEqualTo(Seat.BROKEN);
        apply(3, Commands.enter(RoomKind.BARRIER, NAME, 3, 1, 3));
        assertThat(token(RoomKind.BARRIER, 3)).isZero();
    }

    @Test
    void aCounterAddsAndComparesAndIsForgottenAtZero() {
        assertThat(apply(1, Commands.add(NAME, 5)).getCounter().getValue()).isEqualTo(5);
        CoordinationCommand swap = CoordinationCommand.newBuilder()
                .setChangeCounter(
                        ChangeCounter.newBuilder().setName(NAME).setExpected(5).setOperand(7))
                .build();
        assertThat(apply(1, swap).getCounter().getChanged()).isTrue();
        assertThat(apply(1, swap).getCounter().getChanged()).isFalse();
        assertThat(apply(1, Commands.add(NAME, -7)).getCounter().getValue()).isZero();
    }

    @Test
    void anEntryIsChangedOnlyWithTheVersionThatIsMeant() {
        long version = apply(1, Commands.put(NAME, "k", "a")).getEntry().getVersion();
        CoordinationCommand stale = CoordinationCommand.newBuilder()
                .setChangeEntry(
                        ChangeEntry.newBuilder().setMap(NAME).setKey("k").setExpectedVersion(version))
                .build();
        assertThat(apply(1, Commands.put(NAME, "k", "b")).getEntry().getVersion())
                .isGreaterThan(version);
        assertThat(apply(1, stale).getEntry().getChanged()).isFalse();
        CoordinationReply removed = apply(
                1,
                CoordinationCommand.newBuilder()
                        .setChangeEntry(ChangeEntry.newBuilder().setMap(NAME).setKey("k"))
                        .build());
        assertThat(removed.getEntry().getEntry().getValue().toStringUtf8()).isEqualTo("b");
    }

    @Test
    void boundsAreRefusedAndNothingIsLost() {
        assertThat(reason(Commands.enter(RoomKind.LOCK, "n".repeat(21), 1, 1, 1)))
                .contains(Refusal.Reason.LIMIT);
        assertThat(reason(Commands.put(NAME, "k", "more than ten"))).contains(Refusal.Reason.LIMIT);
        for (int request = 1; request <= 4; request++) {
            assertThat(reason(Commands.enter(RoomKind.LOCK, NAME, request, 1, 1)))
                    .isEmpty();
        }
        assertThat(reason(Commands.enter(RoomKind.LOCK, NAME, 5, 1, 1))).contains(Refusal.Reason.LIMIT);
        assertThat(reason(Commands.enter(RoomKind.LOCK, NAME, 4, 1, 1))).isEmpty();
        assertThat(reason(Commands.put(NAME, "1", "a"))).isEmpty();
        assertThat(reason(Commands.put(NAME, "2", "a"))).isEmpty();
        assertThat(reason(Commands.put(NAME, "3", "a"))).contains(Refusal.Reason.LIMIT);
        assertThat(reason(Commands.put(NAME, "2", "b"))).isEmpty();
        for (String counter : List.of("a", "b", "c")) {
            assertThat(reason(Commands.add(counter, 1))).isEmpty();
        }
        assertThat(reason(Commands.add("d", 1))).contains(Refusal.Reason.LIMIT);
        assertThat(reason(Commands.enter(RoomKind.LOCK, "y", 9, 1, 1))).contains(Refusal.Reason.LIMIT);
        assertThat(reason(Commands.add("a", 1))).isEmpty();
    }

    private Optional<Refusal.Reason> reason(CoordinationCommand command) {
        CoordinationReply reply = apply(1, command);
        return reply.hasRefusal() ? Optional.of(reply.getRefusal().getReason()) : Optional.empty();
    }

    @Test
    void whatIsNoCommandIsRefusedAndDoesNotThrow() {
        Bytes reply = machine.apply(new Command(1, 0, 0, 0, 1, Bytes.ofUtf8("nonsense")));
        assertThat(reply.isEmpty()).isFalse();
        assertThat(reason(CoordinationCommand.getDefaultInstance())).contains(Refusal.Reason.MALFORMED);
        assertThat(reason(Commands.enter(RoomKind.LOCK, NAME, 1, 2, 1))).contains(Refusal.Reason.MALFORMED);
    }

    @Test
    void aRestoredMachineServesTheSameQueue() throws Exception {
        long first = lock(1, 1);
        lock(2, 2);
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        machine.snapshot().writeTo(out);
        machine = new CoordinationMachine();
        machine.restore(new java.io.ByteArrayInputStream(out.toByteArray()));
        unlock(1, 1);
        assertThat(token(RoomKind.LOCK, 2)).isGreaterThan(first);
    }
}
