/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import io.consenso.Membership;
import io.consenso.PeerId;
import io.consenso.engine.EngineFactory;
import io.consenso.engine.Progress;
import io.consenso.engine.Ready;
import io.consenso.engine.Role;
import io.consenso.spi.Entry;
import io.consenso.spi.Log;
import io.consenso.spi.LogView;
import io.consenso.spi.SnapshotMeta;
import io.consenso.testkit.engine.EngineObserver;
import io.consenso.testkit.engine.Violations;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What Multi-Paxos rests on, and the order of durability, checked as things happen, by one who sees all replicas at once. A <i>vote</i> is what an
 * acceptor's disk holds; a value is <i>chosen</i> when a phase 2 quorum of the voters has voted for it under one ballot, each at some moment.
 *
 * <ul>
 *   <li><b>one choice</b>: at most one value is chosen in a slot
 *   <li><b>promise</b>: what an acceptor promised never falls, across restarts, and is not below any ballot that it holds a record of
 *   <li><b>acceptance</b>: nobody votes, or says so, below what it promised; only what is chosen may be stored there
 *   <li><b>one value</b>: slot and ballot name one value, in every record and message
 *   <li><b>one owner</b>: a ballot is used by the member whose number and life it carries, and only since one start of its engine
 *   <li><b>chosen value</b>: what is proposed above a ballot at which something is chosen is that
 *   <li><b>learning</b>: what anybody takes for chosen, tells as chosen, keeps, compacts or covers by a snapshot, is chosen; and a leader
 *       whose own proposal lost tells no watermark that covers it
 *   <li><b>order</b>: compacted &lt;= snapshot &lt;= chosen; each rises only; the stored watermark covers only records that hold what is chosen
 *   <li><b>durability</b>: what a message promises, promise, votes or slots held, is on disk when it leaves
 *   <li><b>proposal</b>: a leader has completed phase 1 and knows the log as far as anybody who promised; it proposes in a slot above that,
 *       by a phase 1 quorum, the value of the highest ballot that was reported
 *   <li><b>evidence</b>: a promise tells every vote below its ballot in its range, at its highest ballot, and its pieces join up
 *   <li><b>votes kept</b>: a record goes only by compaction, and its ballot never falls, across restarts
 * </ul>
 *
 * Not checked are lease, membership that changes, and what holds for any engine: that is for
 * {@link io.consenso.testkit.engine.EngineInvariants}.
 */
final class PaxosInvariants implements EngineObserver<Message> {
    private final Function<PeerId, ? extends Log> durable;
    private final Violations violations = new Violations();
    private final SlotLedger ledger = new SlotLedger(violations);
    private final AcceptorInvariants acceptors = new AcceptorInvariants(violations, ledger);
    private final BallotOwners owners = new BallotOwners();
    private final Map<PeerId, PaxosReplica> replicas = new TreeMap<>();
    private IntUnaryOperator q1 = voters -> voters / 2 + 1;
    private IntUnaryOperator q2 = voters -> voters % 2 == 0 && voters >= 4 ? voters / 2 : voters / 2 + 1;
    private @Nullable Membership membership;
    private long learnedTo;
    private long startedAt;

    /** With a view of what certainly survives a power failure of each replica, the engine's own hard state included. */
    PaxosInvariants(Function<PeerId, ? extends Log> durable) {
        this.durable = durable;
    }

    /** How many of so many voters a phase 1 and a phase 2 quorum take, if not a majority, or half of an even number in phase 2. */
    PaxosInvariants quorums(IntUnaryOperator q1OfN, IntUnaryOperator q2OfN) {
        q1 = q1OfN;
        q2 = q2OfN;
        count();
        return this;
    }

    Violations violations() {
        return violations;
    }

    @Override
    public void booted(PeerId self, EngineFactory.Boot boot) {
        boolean isFirst = !replicas.containsKey(self);
        PaxosReplica replica = replica(self);
        belongs(boot.snapshot().map(SnapshotMeta::membership).orElse(boot.initial()));
        if (isFirst) {
            startedAt =
                    Math.max(startedAt, boot.snapshot().map(SnapshotMeta::index).orElse(0L));
            ledger.startsAt(startedAt);
            found(self, boot.log());
        } else {
            acceptors.checkRestart(replica, boot);
        }
        replica.boots(boot, durable.apply(self));
        replica.recordsOnDisk.forEach((slot, ballot) -> ledger.votes(self, slot, ballot));
    }

    /** What was there before anybody looked. */
    private void found(PeerId self, LogView log) {
        try {
            log.entries(log.firstIndex(), Long.MAX_VALUE, Long.MAX_VALUE).forEach(entry -> ledger.writes(self, entry));
        } catch (UncheckedIOException e) {
            // Rot; whoever else holds it will show it.
            return;
        }
    }

    private void belongs(Membership current) {
        if (!current.equals(membership)) {
            membership = current;
            count();
        }
    }

    private void count() {
        if (membership != null) {
            ledger.counts(membership.voters(), q2.applyAsInt(membership.voters().size()));
        }
    }

    @Override
    public void received(PeerId self, PeerId from, Message message) {
        PaxosReplica replica = replica(self);
        if (message instanceof Message.Prepare prepare) {
            replica.isAsked(from, prepare);
        } else if (message instanceof Message.Promise promise) {
            Candidacy candidacy = replica.candidacies.get(promise.ballot());
            if (candidacy != null && isVoter(from)) {
                candidacy.receives(from, promise);
            }
        }
    }

    @Override
    public void forgotten(PeerId self, PeerId peer) {
        replica(self).candidacies.values().forEach(candidacy -> candidacy.forgets(peer));
    }

    @Override
    public void persisted(PeerId self, long batch) {
        replica(self).finishes(batch).forEach(entry -> ledger.votes(self, entry.index(), entry.epoch()));
    }

    @Override
    public void snapshotTaken(PeerId self, SnapshotMeta meta, long compactTo) {
        hasSnapshot(self, meta);
    }

    @Override
    public void snapshotInstalled(PeerId self, SnapshotMeta meta) {
        hasSnapshot(self, meta);
    }

    private void hasSnapshot(PeerId self, SnapshotMeta meta) {
        PaxosReplica replica = replica(self);
        check(
                meta.index() <= Math.max(learnedTo, startedAt),
                "learning",
                () -> replica + " has a snapshot of " + meta.index() + ", chosen is known to " + learnedTo);
        ledger.proposed(meta.index(), meta.epoch())
                .ifPresent(entry -> learns(self, entry, " has a snapshot that ends with "));
        replica.snapshot = Math.max(replica.snapshot, meta.index());
    }

    /** What it promised and voted is forgotten with it; it may vote again once the others have agreed to take it back. */
    @Override
    public void diskLost(PeerId self) {
        replica(self).losesDisk();
        ledger.loses(self, Math.max(learnedTo, startedAt));
    }

    @Override
    public void polled(PeerId self, Ready<Message> ready, LogView log) {
        PaxosReplica replica = replica(self);
        Progress progress = ready.progress();
        belongs(progress.membership());
        long promisedBefore = replica.written.promised();
        ready.sendNow().forEach(send -> prepares(replica, send));
        ready.sendAfterPersist().forEach(send -> prepares(replica, send));
        if (progress.role() == Role.LEADER && replica.leads != progress.epoch()) {
            leads(replica, progress);
        }
        ready.persist().entries().forEach(entry -> proposes(replica, entry));
        acceptors.checkWrite(replica, ready, log);
        ready.sendNow().forEach(send -> sends(replica, send, ready, log, promisedBefore));
        ready.sendAfterPersist().forEach(send -> sends(replica, send, ready, log, promisedBefore));
        if (!ready.persist().isEmpty()) {
            replica.writes(ready.batch(), ready.persist());
        }
        checkOrder(replica, progress, log);
        learns(replica, progress.commitIndex(), log);
        acceptors.checkWatermark(replica, ready, log);
        boolean compacted = log.floor().index() > replica.floor;
        replica.polled(progress.commitIndex(), log.floor().index());
        if (compacted) {
            prune(progress.membership());
        }
    }

    // Ballots and proposals.

    private void prepares(PaxosReplica replica, Ready.Send<Message> send) {
        if (send.message() instanceof Message.Prepare prepare) {
            replica.candidacy(prepare.ballot()).asks(send.to(), prepare.from());
        }
    }

    /** Not before anybody else can know of it: one that a crash kept from the disk was never used. */
    private void uses(PaxosReplica replica, long ballot, Object how) {
        Optional<String> other = owners.uses(replica.self, replica.boot, ballot);
        check(
                other.isEmpty(),
                "one owner",
                () -> replica + " since start " + replica.boot + " says " + how + "; the ballot is used by "
                        + other.get());
    }

    private void leads(PaxosReplica replica, Progress progress) {
        long ballot = progress.epoch();
        replica.leads = ballot;
        check(
                isVoter(replica.self)
                        && replica.candidacy(ballot).isWon(quorum1(), Math.max(replica.chosen, progress.commitIndex())),
                "proposal",
                () -> replica + " leads under " + Ballot.toString(ballot) + " and knows the log to "
                        + progress.commitIndex() + " after "
                        + replica.candidacy(ballot).describe(0));
        HardState disk = hardState(replica.self);
        check(
                disk.promised() >= ballot,
                "durability",
                () -> replica + " leads under " + Ballot.toString(ballot) + ", on its disk is " + disk);
        uses(replica, ballot, "that it leads");
    }

    /** Only the first time that the value of a slot is seen; afterwards it is one value. */
    private void proposes(PaxosReplica replica, Entry entry) {
        Candidacy candidacy = replica.candidacies.get(entry.epoch());
        if (candidacy == null || !candidacy.isFresh(entry.index())) {
            return;
        }
        candidacy.proposes(entry.index());
        Long ballot = replica.records.get(entry.index());
        Entry own = ballot == null || ballot >= entry.epoch()
                ? null
                : ledger.proposed(entry.index(), ballot).orElse(null);
        check(
                entry.index() > replica.chosen && candidacy.allows(entry, own, quorum1()),
                "proposal",
                () -> replica + " proposes " + SlotLedger.show(entry) + " after " + candidacy.describe(entry.index())
                        + ", itself " + own);
    }

    private int quorum1() {
        return membership == null ? 1 : q1.applyAsInt(membership.voters().size());
    }

    // What is said.

    private void sends(
            PaxosReplica replica, Ready.Send<Message> send, Ready<Message> ready, LogView log, long promisedBefore) {
        Message message = send.message();
        if (message instanceof Message.FromLeader fromLeader) {
            if (message instanceof Message.Accept accept) {
                accept.entries().forEach(entry -> sends(replica, accept, entry));
            }
            tells(replica, fromLeader, ready.progress());
        } else if (message instanceof Message.Promise promise) {
            acceptors.checkPromise(replica, send.to(), promise, ready, log);
        } else if (message instanceof Message.Accepted accepted) {
            check(
                    accepted.ballot() >= promisedBefore,
                    "acceptance",
                    () -> replica + " says " + accepted + " after it promised " + Ballot.toString(promisedBefore));
        } else if (message instanceof Message.LearnReply reply) {
            tells(replica, reply);
        } else if (message instanceof Message.ReadProbeReply reply) {
            check(
                    reply.last() >= replica.lastOnDisk,
                    "durability",
                    () -> replica + " says " + reply + ", its disk held slot " + replica.lastOnDisk);
        }
    }

    private void sends(PaxosReplica replica, Message.Accept accept, Entry entry) {
        check(entry.epoch() == accept.ballot(), "one value", () -> replica + " says " + accept + " with " + entry);
        replica.candidacy(accept.ballot());
        proposes(replica, entry);
        ledger.says(replica.self, entry);
    }

    /** Whoever holds the leader's proposal takes it for chosen when the watermark passes it. */
    private void tells(PaxosReplica replica, Message.FromLeader message, Progress progress) {
        check(
                message.watermark() <= progress.commitIndex(),
                "learning",
                () -> replica + " says " + message + ", and knows the log to " + progress.commitIndex());
        for (long slot : replica.candidacy(message.ballot()).tells(message.watermark())) {
            ledger.proposed(slot, message.ballot())
                    .ifPresent(entry ->
                            learns(replica.self, entry, " tells of " + message.watermark() + " and proposed "));
        }
    }

    private void tells(PaxosReplica replica, Message.LearnReply reply) {
        for (Entry entry : reply.entries()) {
            ledger.says(replica.self, entry);
            learns(replica.self, entry, " tells as chosen ");
        }
        for (Message.Run run : reply.same()) {
            for (long slot = run.first(); slot <= run.last(); slot++) {
                ledger.proposed(slot, run.ballot())
                        .ifPresent(entry -> learns(replica.self, entry, " tells as chosen what is held already, "));
            }
        }
    }

    // What is chosen.

    private void learns(PaxosReplica replica, long chosen, LogView log) {
        long next = Math.max(replica.chosen, log.floor().index()) + 1;
        if (next <= chosen) {
            for (Entry entry : log.entries(next, chosen + 1, Long.MAX_VALUE)) {
                if (entry.index() != next) {
                    break;
                }
                learns(replica.self, entry, " takes for chosen ");
                next++;
            }
            long hole = next;
            check(hole > chosen, "learning", () -> replica + " takes " + chosen + " for chosen and lacks " + hole);
        }
        learnedTo = Math.max(learnedTo, chosen);
    }

    private void learns(PeerId self, Entry entry, String how) {
        ledger.learns(self, entry, how);
    }

    private void checkOrder(PaxosReplica replica, Progress progress, LogView log) {
        long floor = log.floor().index();
        long chosen = progress.commitIndex();
        check(
                floor <= replica.snapshot && replica.snapshot <= chosen,
                "order",
                () -> replica + ": compacted " + floor + ", chosen " + chosen);
        check(
                floor >= replica.floor && chosen >= replica.chosen,
                "order",
                () -> replica + ", compacted " + replica.floor + ", falls to " + floor + " and " + chosen);
        check(
                progress.epoch() == replica.written.promised(),
                "promise",
                () -> replica + " shows " + Ballot.toString(progress.epoch()));
    }

    private void prune(Membership members) {
        long floor = Long.MAX_VALUE;
        for (PeerId peer : members.voters()) {
            floor = Math.min(floor, replica(peer).floor);
        }
        for (PeerId peer : members.learners()) {
            floor = Math.min(floor, replica(peer).floor);
        }
        ledger.prune(floor);
    }

    // What leaves.

    @Override
    public void leaves(PeerId from, PeerId to, Message message) {
        PaxosReplica replica = replica(from);
        if (message instanceof Message.FromLeader fromLeader) {
            uses(replica, fromLeader.ballot(), fromLeader);
        } else if (message instanceof Message.Prepare prepare) {
            HardState disk = checkPromised(replica, prepare);
            uses(replica, prepare.ballot(), prepare);
            check(
                    Ballot.of(Ballot.round(prepare.ballot()), Ballot.member(prepare.ballot()), disk.life())
                            == prepare.ballot(),
                    "one owner",
                    () -> prepare + " leaves " + replica + ", on its disk is " + disk);
        } else if (message instanceof Message.Promise promise) {
            checkPromised(replica, promise);
        } else if (message instanceof Message.Accepted accepted) {
            checkPromised(replica, accepted);
            accepted.slots().forEach(slots -> votes(replica, accepted, slots));
        } else if (message instanceof Message.ReadProbeReply reply) {
            long last = Math.max(durable.apply(from).lastIndex(), replica.covered());
            check(
                    reply.last() <= last,
                    "durability",
                    () -> reply + " leaves " + replica + ", on its disk are records to " + last);
        }
    }

    private HardState checkPromised(PaxosReplica replica, Message.Balloted message) {
        HardState disk = hardState(replica.self);
        check(
                disk.promised() >= message.ballot(),
                "durability",
                () -> message + " leaves " + replica + ", on its disk is " + disk);
        return disk;
    }

    /** One write may have brought both the vote and a later one in its place. */
    private void votes(PaxosReplica replica, Message.Accepted accepted, Message.Slots slots) {
        Log disk = durable.apply(replica.self);
        long covered = Math.max(replica.covered(), disk.floor().index());
        for (long slot = Math.max(slots.first(), covered + 1); slot <= slots.last(); slot++) {
            long index = slot;
            OptionalLong there = disk.epochAt(slot);
            check(
                    there.orElse(0) == accepted.ballot()
                            || (there.orElse(0) > accepted.ballot()
                                    && ledger.hasWritten(replica.self, slot, accepted.ballot())),
                    "durability",
                    () -> accepted + " leaves " + replica + ", on its disk is in slot " + index + " a record of "
                            + there);
        }
        for (long slot = slots.first(); slot <= slots.last(); slot++) {
            if (ledger.hasWritten(replica.self, slot, accepted.ballot())) {
                ledger.votes(replica.self, slot, accepted.ballot());
            }
        }
    }

    private HardState hardState(PeerId self) {
        return PaxosReplica.decode(durable.apply(self).hardState());
    }

    private boolean isVoter(PeerId peer) {
        return membership != null && membership.isVoter(peer);
    }

    private PaxosReplica replica(PeerId self) {
        return replicas.computeIfAbsent(self, PaxosReplica::new);
    }

    private void check(boolean holds, String invariant, Supplier<String> seen) {
        if (!holds) {
            violations.found(invariant, seen.get());
        }
    }
}
