/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.runtime;

import io.consenso.Bytes;
import io.consenso.engine.Engine;
import io.consenso.engine.Progress;
import io.consenso.engine.Role;
import io.consenso.runtime.proto.Style;
import io.consenso.spi.Entry;
import io.consenso.spi.MalformedFrameException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The leader's part in forming entries: everything that waits, from here and from other replicas, goes into one entry; while enough entries
 * are in flight, the next one grows. So batches are as large as the load, and a command alone leaves at once. In passive replication the blocks
 * take a turn through the apply lane first, which executes them. Loop lane only.
 */
final class Ordering {
    private static final int ENTRIES_IN_FLIGHT_MAX = 2;

    private final Replica.Parts parts;
    private final Proposals proposals;
    private final OwnSession own;
    private final Style style;
    private final Optional<Decisions> decisions;
    private final Optional<PrimaryTurn> turn;
    private final RandomGenerator random;
    private final ArrayDeque<CommandBlock> forwarded = new ArrayDeque<>();
    private final ArrayDeque<Long> inFlight = new ArrayDeque<>();

    /** What an entry did not take of the blocks that were meant for it; goes before all others. */
    private List<CommandBlock> left = List.of();

    private long forwardedBytes;
    private long lastMillis;
    private long nextProposal = 1;

    Ordering(
            Replica.Parts parts,
            Proposals proposals,
            OwnSession own,
            Replication replication,
            PrimaryTurn.Executor executor) {
        this.parts = parts;
        this.proposals = proposals;
        this.own = own;
        style = replication.style();
        decisions = replication instanceof Replication.SemiActive semiActive
                ? Optional.of(new Decisions(semiActive.state(), parts.options()))
                : Optional.empty();
        turn = style == Style.PASSIVE ? Optional.of(new PrimaryTurn(executor)) : Optional.empty();
        random = parts.host().random();
    }

    /** Commands that another replica wants ordered. What does not fit is dropped, and its owner sends again; one block always fits. */
    void add(CommandBlock block) {
        if (forwarded.isEmpty()
                || forwardedBytes + block.size() <= parts.options().pendingBytesMax()) {
            forwarded.add(block);
            forwardedBytes += block.size();
        }
    }

    /** Hands the engine as many entries as may be in flight. */
    void propose(Engine<?> engine, long commitIndex) throws MalformedFrameException {
        List<Engine.Proposal> batches = new ArrayList<>();
        if (turn.isPresent()) {
            takeTurn(turn.get(), commitIndex, batches);
        } else {
            while (inFlight.size() + batches.size() < ENTRIES_IN_FLIGHT_MAX) {
                List<CommandBlock> blocks = collect();
                if (blocks.isEmpty()) {
                    break;
                }
                batches.add(proposal(form(blocks)));
            }
        }
        if (!batches.isEmpty()) {
            engine.propose(batches);
        }
    }

    private Bytes form(List<CommandBlock> blocks) throws MalformedFrameException {
        long millis = stamp();
        long seed = random.nextLong();
        if (decisions.isEmpty()) {
            return EntryCodec.encode(millis, seed, blocks);
        }
        Formed decided = decisions.get().decide(millis, seed, blocks);
        left = decided.left();
        return EntryCodec.encode(style, decided);
    }

    /** Proposes what was executed, or has the next requests executed if nothing is under way. */
    private void takeTurn(PrimaryTurn primary, long commitIndex, List<Engine.Proposal> batches) {
        Optional<Formed> executed = primary.takeExecuted();
        if (executed.isPresent()) {
            left = executed.get().left();
            if (!executed.get().blocks().isEmpty()) {
                Bytes payload = EntryCodec.encode(style, executed.get());
                primary.proposed(payload);
                batches.add(proposal(payload));
            }
        }
        if (primary.isFree()) {
            List<CommandBlock> blocks = collect();
            if (!blocks.isEmpty()) {
                primary.execute(commitIndex, new Execution.Work(stamp(), random.nextLong(), blocks));
            }
        }
    }

    private long stamp() {
        lastMillis = Math.max(lastMillis, parts.host().wallMillis());
        return lastMillis;
    }

    private Engine.Proposal proposal(Bytes payload) {
        return new Engine.Proposal(nextProposal++, payload);
    }

    /** Sees what became of the entries. Returns whether there is room for more now, and more to propose. */
    boolean follow(List<Entry> appended, Progress progress) {
        if (progress.role() != Role.LEADER) {
            forwarded.clear();
            forwardedBytes = 0;
            leaderChanged();
            return false;
        }
        for (Entry entry : appended) {
            if (entry.kind() == Entry.Kind.COMMANDS) {
                inFlight.add(entry.index());
            }
        }
        turn.ifPresent(primary -> primary.follow(appended, progress.commitIndex()));
        while (!inFlight.isEmpty() && inFlight.peek() <= progress.commitIndex()) {
            inFlight.remove();
        }
        if (!progress.refused().isEmpty()) {
            turn.ifPresent(PrimaryTurn::refused);
            proposals.resend();
            return false;
        }
        return hasRoom() && (!forwarded.isEmpty() || !left.isEmpty() || hasOwn());
    }

    private boolean hasRoom() {
        return turn.map(PrimaryTurn::isFree).orElseGet(() -> inFlight.size() < ENTRIES_IN_FLIGHT_MAX);
    }

    /** What was in flight under another leadership is no longer counted, and what was made for it is dropped: its owners send again. */
    void leaderChanged() {
        inFlight.clear();
        left = List.of();
        turn.ifPresent(PrimaryTurn::startAnew);
    }

    private boolean hasOwn() {
        return proposals.hasUnsent() && own.id() != 0;
    }

    private List<CommandBlock> collect() {
        List<CommandBlock> blocks = new ArrayList<>(left);
        int bytes = 0;
        for (CommandBlock block : left) {
            bytes += block.size();
        }
        left = List.of();
        int bytesMax = parts.options().batchBytesMax();
        if (bytes < bytesMax && proposals.hasUnsent()) {
            Optional<CommandBlock> mine =
                    takeOwn(proposals, own, parts.host().nanoTime(), forwarded.isEmpty() ? bytesMax : bytesMax / 2);
            if (mine.isPresent()) {
                blocks.add(mine.get());
                bytes += mine.get().size();
            }
        }
        while (!forwarded.isEmpty()
                && (blocks.isEmpty() || bytes + forwarded.peek().size() <= bytesMax)) {
            CommandBlock block = forwarded.remove();
            forwardedBytes -= block.size();
            bytes += block.size();
            blocks.add(block);
        }
        return blocks;
    }

    /** This replica's next commands, or the request for the session that they need. */
    static Optional<CommandBlock> takeOwn(Proposals proposals, OwnSession own, long nowNanos, int bytesMax) {
        if (own.mustAsk(nowNanos)) {
            return Optional.of(CommandBlock.open(own.request()));
        }
        long session = own.id();
        return session == 0 ? Optional.empty() : proposals.take(session, bytesMax);
    }
}
