/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.runtime;

import io.consenso.Bytes;
import io.consenso.Command;
import io.consenso.PrimaryStateMachine;
import io.consenso.PrimaryStateMachine.Executed;
import io.consenso.spi.MalformedFrameException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The primary's part in passive replication: has the requests executed that are next in their sessions, on the state as applied, and changes neither.
 * What a session has applied already is left out here. Apply lane only.
 */
final class Execution {
    /** How many requests the machine is offered at most. */
    private static final int OFFERED_MAX = 4_096;

    private final PrimaryStateMachine machine;
    private final Sessions sessions;
    private final int batchBytesMax;
    private final int outcomeBytesMax;
    private int takenLast = 1;

    /**
     * What is to be executed.
     *
     * @param timeMillis as the leader would stamp it
     * @param seed of the entry
     * @param blocks that wait, in order
     */
    record Work(long timeMillis, long seed, List<CommandBlock> blocks) {}

    /**
     * A block, and what the machine is offered of it.
     *
     * @param first the sequence number of the first request that is offered
     * @param rests for each request that is offered what is left of the block from there on, and what is left after the last
     * @param isOutOfPlace whether it has requests, and none of them can be next
     */
    private record Offer(CommandBlock block, long first, List<Bytes> rests, boolean isOutOfPlace) {
        int size() {
            return Math.max(0, rests.size() - 1);
        }

        CommandBlock from(int request) {
            return block.with(first + request, rests.get(request));
        }
    }

    Execution(PrimaryStateMachine machine, Sessions sessions, ReplicaOptions options) {
        this.machine = machine;
        this.sessions = sessions;
        batchBytesMax = options.batchBytesMax();
        outcomeBytesMax = options.commandBytesMax();
    }

    /** Executes, on the state that the entry at {@code base} was the last to change. */
    Formed execute(Work work, long base) throws MalformedFrameException {
        long timeMillis = Math.max(work.timeMillis(), sessions.timeMillis());
        List<Command> requests = new ArrayList<>();
        List<Offer> offers = offers(work, timeMillis, requests);
        List<Executed> outcomes = requests.isEmpty() ? List.of() : outcomes(requests);
        List<CommandBlock> done = new ArrayList<>();
        List<CommandBlock> left = new ArrayList<>();
        int taken = 0;
        for (Offer offer : offers) {
            if (left.isEmpty()) {
                int count = Math.min(offer.size(), outcomes.size() - taken);
                divide(offer, outcomes.subList(taken, taken + count), done, left);
                taken += count;
            } else {
                left.add(offer.block());
            }
        }
        left.addAll(work.blocks().subList(offers.size(), work.blocks().size()));
        return new Formed(timeMillis, work.seed(), base, done, left);
    }

    /** Offers no more than twice what the machine took the last time: most of what it does not take would be cut out in vain. */
    private List<Offer> offers(Work work, long timeMillis, List<Command> requests) throws MalformedFrameException {
        int offeredMax = Math.min(OFFERED_MAX, 2 * takenLast);
        Map<Long, Long> last = new HashMap<>();
        List<Offer> offers = new ArrayList<>();
        for (CommandBlock block : work.blocks()) {
            if (requests.size() >= offeredMax) {
                break;
            }
            offers.add(offer(block, work.seed(), timeMillis, last, requests, offeredMax));
        }
        return offers;
    }

    private Offer offer(
            CommandBlock block,
            long seed,
            long timeMillis,
            Map<Long, Long> lastOffered,
            List<Command> requests,
            int offeredMax)
            throws MalformedFrameException {
        Sessions.Session session = sessions.find(block.session()).orElse(null);
        if (block.open().isPresent() || session == null) {
            return new Offer(block, block.first(), List.of(), block.open().isEmpty());
        }
        long last = lastOffered.getOrDefault(session.id(), session.lastSequence());
        long first = block.first();
        long sequence = block.first();
        List<Bytes> rests = new ArrayList<>();
        LengthPrefixed reader = block.reader();
        for (; reader.hasNext() && requests.size() < offeredMax; sequence++) {
            Bytes rest = reader.rest();
            Bytes request = reader.next();
            if (Sessions.Session.isNext(last, sequence, block.floor())) {
                first = rests.isEmpty() ? sequence : first;
                rests.add(rest);
                requests.add(new Command(0, requests.size(), timeMillis, seed, session.id(), request));
                last = sequence;
            }
        }
        if (rests.isEmpty()) {
            return new Offer(block, first, List.of(), sequence - 1 > last);
        }
        rests.add(reader.rest());
        lastOffered.put(session.id(), last);
        return new Offer(block, first, rests, false);
    }

    private List<Executed> outcomes(List<Command> requests) {
        List<Executed> outcomes = machine.execute(List.copyOf(requests));
        if (outcomes.isEmpty() || outcomes.size() > requests.size()) {
            throw new IllegalStateException(outcomes.size() + " outcomes of " + requests.size()
                    + " requests: at least one, and no more than there are");
        }
        takenLast = outcomes.size();
        long bytes = 0;
        int fitting = 0;
        for (Executed outcome : outcomes) {
            long size = (long) outcome.update().length() + outcome.reply().length();
            if (size > outcomeBytesMax) {
                throw new IllegalStateException(
                        "update and reply of " + size + " bytes, at most " + outcomeBytesMax + " are possible");
            }
            if (fitting > 0 && bytes + size > batchBytesMax) {
                break;
            }
            bytes += size;
            fitting++;
        }
        return outcomes.subList(0, fitting);
    }

    /** A block of which nothing can be next goes out empty, so that its owner hears that it is to send from elsewhere. */
    private static void divide(Offer offer, List<Executed> outcomes, List<CommandBlock> done, List<CommandBlock> left) {
        CommandBlock block = offer.block();
        if (block.open().isPresent()) {
            done.add(block);
        } else if (offer.isOutOfPlace()) {
            done.add(block.with(block.first(), Bytes.EMPTY));
        } else if (offer.size() > 0) {
            List<Bytes> pieces = new ArrayList<>(outcomes.size() * 2);
            for (Executed outcome : outcomes) {
                pieces.add(outcome.update());
                pieces.add(outcome.reply());
            }
            if (!pieces.isEmpty()) {
                done.add(block.with(offer.first(), CommandBlock.Writer.encode(pieces)));
            }
            CommandBlock rest = offer.from(outcomes.size());
            if (!rest.commands().isEmpty()) {
                left.add(rest);
            }
        }
    }
}
