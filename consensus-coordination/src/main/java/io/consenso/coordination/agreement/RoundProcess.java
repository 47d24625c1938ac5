/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.agreement;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.coordination.Process;
import io.consenso.coordination.Send;
import io.consenso.coordination.agreement.AgreementMessage.Start;
import io.consenso.coordination.agreement.RoundAlgorithm.Received;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The round synchroniser: runs an algorithm in rounds of one length, counted from the process's own beginning. Round r lasts from
 * {@code beginning + (r - 1) * length} to {@code beginning + r * length} on this process's clock.
 *
 * <ul>
 *   <li>A message of a later round waits for it: its sender is a little ahead.
 *   <li>A message of a round that has ended is late: counted, and not used.
 *   <li>A process that itself wakes too late for the bounds gives up, for what it would send is late: to the others it has crashed.
 * </ul>
 */
final class RoundProcess<V> implements Process<AgreementMessage> {
    private final List<PeerId> others;
    private final Rounds rounds;
    private final RoundAlgorithm<V> algorithm;
    private final Listener<V> listener;
    private final OptionalLong fixedBeginningNanos;
    private final long lengthNanos;
    private final List<List<Received>> inboxes = new ArrayList<>();
    private final Map<PeerId, Long> late = new HashMap<>();
    private boolean isBegun;
    private long beginningNanos;
    private int round;
    private boolean hasProposed;
    private boolean hasStopped;
    private long messagesSent;
    private long messagesRefused;

    /** Hears how it ends: exactly one of these, once, unless the process ends before. */
    interface Listener<V> {
        /** The process has decided. */
        void onDecision(Decision<V> decision);

        /** It has not, and will not. */
        void onFailure(AgreementException why);

        /** A message came after its round. */
        void onLate(Map<PeerId, Long> late);
    }

    /**
     * With nobody begun.
     *
     * @param fixedBeginningNanos on the clock that the calls tell, when that is fixed beforehand
     */
    RoundProcess(
            List<PeerId> others,
            Rounds rounds,
            OptionalLong fixedBeginningNanos,
            RoundAlgorithm<V> algorithm,
            Listener<V> listener) {
        this.others = others;
        this.rounds = rounds;
        this.fixedBeginningNanos = fixedBeginningNanos;
        this.algorithm = algorithm;
        this.listener = listener;
        lengthNanos = rounds.length(algorithm.rounds()).toNanos();
        for (int i = 0; i <= algorithm.rounds(); i++) {
            inboxes.add(new ArrayList<>());
        }
    }

    /** The process's own value, and has the rounds begin unless they have. Throws {@link AgreementException} when the value is not taken. */
    List<Send<AgreementMessage>> propose(long nowNanos, Bytes value) {
        if (hasProposed) {
            throw new AgreementException("this process has proposed already");
        }
        if (round > 0 || (isBegun && nowNanos - beginningNanos >= 0)) {
            throw new AgreementException("the first round has begun without a value of this process");
        }
        algorithm.propose(value);
        hasProposed = true;
        return begin(nowNanos);
    }

    /** Has the rounds begin, unless they have. */
    List<Send<AgreementMessage>> begin(long nowNanos) {
        List<Send<AgreementMessage>> sends = new ArrayList<>(advance(nowNanos));
        sends.addAll(announce(nowNanos));
        sends.addAll(advance(nowNanos));
        return sends;
    }

    /** How many messages made no sense in their round, or were more than a right process sends. */
    long messagesRefused() {
        return messagesRefused;
    }

    @Override
    public List<Send<AgreementMessage>> start(long nowNanos) {
        fixedBeginningNanos.ifPresent(this::beginAt);
        return List.of();
    }

    @Override
    public List<Send<AgreementMessage>> receive(long nowNanos, PeerId from, AgreementMessage message) {
        List<Send<AgreementMessage>> sends = new ArrayList<>(advance(nowNanos));
        if (message instanceof Start) {
            sends.addAll(announce(nowNanos));
        } else {
            take(from, message);
        }
        sends.addAll(advance(nowNanos));
        return sends;
    }

    @Override
    public List<Send<AgreementMessage>> tick(long nowNanos) {
        return advance(nowNanos);
    }

    @Override
    public long wakeAtNanos() {
        return isBegun && !isOver() ? endOfRoundNanos() : Long.MAX_VALUE;
    }

    private boolean isOver() {
        return hasStopped || round > algorithm.rounds();
    }

    /** When the running round ends; round 0 is the time before the first. */
    private long endOfRoundNanos() {
        return beginningNanos + round * lengthNanos;
    }

    /** Tells all others before anything else, so that whoever hears anything of this process in a round has begun, too. */
    private List<Send<AgreementMessage>> announce(long nowNanos) {
        if (isBegun || !(rounds.beginning() instanceof Rounds.OnProposal proposal)) {
            return List.of();
        }
        beginAt(nowNanos + proposal.lead().toNanos());
        return Send.toEach(others, new Start());
    }

    private void beginAt(long nanos) {
        isBegun = true;
        beginningNanos = nanos;
    }

    private void take(PeerId from, AgreementMessage message) {
        int sentIn = message.round();
        if (sentIn < 1 || sentIn > algorithm.rounds()) {
            messagesRefused++;
        } else if (sentIn < round) {
            late.merge(from, 1L, Long::sum);
            listener.onLate(Map.copyOf(late));
        } else {
            List<Received> inbox = inboxes.get(sentIn);
            boolean isFull = inbox.stream()
                            .filter(received -> received.from().equals(from))
                            .count()
                    >= algorithm.inboxMax(sentIn);
            if (isFull || hasStopped) {
                messagesRefused++;
            } else {
                inbox.add(new Received(from, message));
            }
        }
    }

    private List<Send<AgreementMessage>> advance(long nowNanos) {
        List<Send<AgreementMessage>> sends = new ArrayList<>();
        while (isBegun && !isOver() && nowNanos - endOfRoundNanos() >= 0) {
            long lateNanos = nowNanos - endOfRoundNanos();
            if (lateNanos > rounds.processingMax().toNanos()) {
                giveUp("this process woke " + lateNanos / 1_000_000 + " ms after the end of round " + round
                        + ", which is more than the bound of "
                        + rounds.processingMax().toMillis() + " ms");
            } else {
                sends.addAll(nextRound());
            }
        }
        return sends;
    }

    private List<Send<AgreementMessage>> nextRound() {
        if (round > 0) {
            algorithm.end(round, inboxes.set(round, List.of()));
        }
        round++;
        if (round > algorithm.rounds()) {
            decide();
            return List.of();
        }
        List<Send<AgreementMessage>> sends = algorithm.begin(round);
        messagesSent += sends.size();
        return sends;
    }

    private void decide() {
        RoundAlgorithm.Outcome<V> outcome = algorithm.outcome();
        if (outcome.value().isPresent()) {
            listener.onDecision(
                    new Decision<>(outcome.value().get(), algorithm.rounds(), messagesSent, late, outcome.faulty()));
        } else {
            giveUp("nobody proposed anything");
        }
    }

    private void giveUp(String why) {
        hasStopped = true;
        listener.onFailure(new AgreementException(why));
    }
}
