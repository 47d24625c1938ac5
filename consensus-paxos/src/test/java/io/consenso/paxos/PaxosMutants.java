/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import io.consenso.testkit.mutation.Mutant;
import java.util.List;
import java.util.stream.Stream;

/** One bug, or several, for each safety rule of the engine. */
final class PaxosMutants {
    private PaxosMutants() {}

    static List<Mutant> all() {
        return Stream.of(
                        ballots(),
                        promises(),
                        takeOvers(),
                        votes(),
                        choices(),
                        depositions(),
                        durability(),
                        restarts(),
                        snapshots(),
                        reads(),
                        progress())
                .flatMap(List::stream)
                .toList();
    }

    private static Mutant mutant(String name, String rule, String type, String original, String replacement) {
        return new Mutant(name, rule, "io/consenso/paxos/" + type + ".java", original, replacement);
    }

    private static List<Mutant> ballots() {
        return List.of(
                mutant(
                        "ballot-used-twice",
                        "A proposer issues no ballot twice.",
                        "Node",
                        "long round = 1 + Math.max(Ballot.round(promised()), roundSeen);",
                        "long round = Math.max(1, Math.max(Ballot.round(promised()), roundSeen));"),
                mutant(
                        "ballot-raised-without-phase-one",
                        "Every ballot has a phase 1 of its own.",
                        "Proposer",
                        "raiseAt = node.now() + node.randomElectionTimeoutNanos() + patience(); become(new Preparing(node, learner));",
                        """
                        Promises raised = new Promises(node.newBallot(), node.chosen() + 1);
                        node.promise(raised.ballot());
                        become(new Leading(node, learner, acceptor, raised));
                        """),
                mutant(
                        "ballot-of-another-obeyed",
                        "Only its owner acts under a ballot.",
                        "PaxosEngine",
                        "return node.owner(message.ballot()).equals(Optional.of(from));",
                        "return true;"),
                mutant(
                        "life-not-drawn",
                        "A replica that lost its storage draws a life, so that its ballots are new.",
                        "Recovery",
                        "boot.random().nextInt(Ballot.LIVES)",
                        "0"),
                mutant(
                        "quorums-that-need-not-meet",
                        "Every quorum of phase 1 shares a voter with every quorum of phase 2.",
                        "Quorums",
                        "election + write <= n",
                        "election + write < n"));
    }

    private static List<Mutant> promises() {
        return List.of(
                mutant(
                        "overtaken-ballot-heard",
                        "What is of a ballot below the promised one is refused.",
                        "Acceptor",
                        "if (message.ballot() < node.promised()) {",
                        "if (message.ballot() < 0) {"),
                mutant(
                        "promise-without-what-is-chosen",
                        "A promise tells how far the log is chosen.",
                        "Acceptor",
                        "prepare.ballot(), node.chosen(), first, last,",
                        "prepare.ballot(), 0, first, last,"),
                mutant(
                        "promise-omits-a-vote",
                        "A promise tells every vote above what is chosen.",
                        "Acceptor",
                        "long cursor = Math.max(first, node.chosen() + 1);",
                        "long cursor = Math.max(first, node.chosen() + 2);"),
                mutant(
                        "promise-omits-lost-votes",
                        "A vote that can no longer be read is told as such.",
                        "Acceptor",
                        "node.records().faulty(Math.max(first, node.chosen() + 1), last)",
                        "List.of()"),
                mutant(
                        "promise-counted-by-its-last-piece",
                        "A promise counts when its pieces join up, not when the last one comes.",
                        "Promises",
                        "if (!joinsUp(so.ranges)) {",
                        "if (promise.last() != Long.MAX_VALUE) {"),
                mutant(
                        "promise-with-a-gap-counted",
                        "Between the pieces of a promise no slot is left out.",
                        "Promises",
                        "if (range.getKey() > next) { return false; }",
                        ""),
                mutant(
                        "promise-for-another-ballot-counted",
                        "A promise counts for its own ballot alone.",
                        "Promises",
                        "promise.ballot() != ballot || complete.containsKey(from)",
                        "complete.containsKey(from)"),
                mutant(
                        "promise-with-lost-votes-counted",
                        "Where a vote is lost, its promise does not count.",
                        "Promises",
                        "sound.removeIf(peer -> faulty.getOrDefault(peer, Set.of()).contains(slot));",
                        ""),
                mutant(
                        "election-without-a-quorum",
                        "A leader has the promises of a quorum.",
                        "Quorums",
                        "return count(peers) >= election;",
                        "return count(peers) >= election - 1;"),
                mutant(
                        "promise-of-a-lost-storage-kept",
                        "What a peer promised or voted for is lost with its storage.",
                        "Proposer",
                        "} else if (phase.ballot() != Ballot.ZERO) { become(new Preparing(node, learner)); } proceed();",
                        "} proceed();"));
    }

    private static List<Mutant> takeOvers() {
        return List.of(
                mutant(
                        "evidence-ignored",
                        "A new leader proposes what was voted for under the highest ballot.",
                        "Leading",
                        "if (evidence == null) {",
                        "if (evidence == null || slot > 0) {"),
                mutant(
                        "lowest-ballot-adopted",
                        "Of several values in a slot, that of the highest ballot is proposed.",
                        "Promises",
                        "one.epoch() >= other.epoch() ? one : other",
                        "one.epoch() <= other.epoch() ? one : other"),
                mutant(
                        "own-votes-are-no-evidence",
                        "A new leader's own votes are evidence like those of others.",
                        "Preparing",
                        "node().records().entries(promises.first(), Long.MAX_VALUE, Long.MAX_VALUE),",
                        "java.util.List.of(),"),
                mutant(
                        "leads-before-it-knows-what-is-chosen",
                        "A candidate learns what its voters know to be chosen before it leads.",
                        "Preparing",
                        "&& node().chosen() >= promises.chosen()",
                        ""),
                mutant(
                        "commands-before-the-take-over",
                        "What earlier leaders began comes before commands.",
                        "Leading",
                        "boolean isFull = nextSlot <= takeOverTo;",
                        "boolean isFull = false;"),
                mutant(
                        "next-slot-by-evidence-alone",
                        "The next slot is behind what is chosen, though no promise tells of a vote there.",
                        "Leading",
                        "nextSlot = node.chosen() + 1; takeOverTo = Math.max(node.records().last(), promises.last());",
                        "nextSlot = promises.last() + 1; takeOverTo = promises.last();"),
                mutant(
                        "late-promise-raises-no-floor",
                        "A leader proposes in no slot that a late promise tells to be chosen.",
                        "Leading",
                        "nextSlot = Math.max(nextSlot, promises.chosen() + 1);",
                        ""),
                mutant(
                        "gap-left-open",
                        "A slot without a vote below one with a vote is closed with a no-op.",
                        "Leading",
                        "propose(slot, Entry.Kind.NOOP, Bytes.EMPTY);",
                        ""),
                mutant(
                        "beyond-alpha",
                        "A leader proposes no further than alpha slots beyond what it knows to be chosen.",
                        "Leading",
                        "return slot <= node().chosen() + node().options().slotsMax();",
                        "return slot <= node().chosen() + node().options().slotsMax() + 1;"));
    }

    private static List<Mutant> votes() {
        return List.of(
                mutant("vote-is-no-promise", "Accepting is also promising.", "PaxosEngine", """
                        mayBeOvertaken(() -> node.promise(message.ballot()));
                        proposer.hear(from);
                        if (message instanceof Message.Accept accept) {
                            acceptor.onAccept(accept);
                        """, """
                        proposer.hear(from);
                        if (message instanceof Message.Accept accept) {
                            for (io.consenso.spi.Entry entry : accept.entries()) {
                                long slot = entry.index();
                                if (!learner.knows(slot) && node.records().ballotAt(slot) <= entry.epoch()) {
                                    if (node.records().ballotAt(slot) < entry.epoch()) {
                                        node.records().put(entry);
                                    }
                                    node.sendAfterPersist(from, new Message.Accepted(
                                            accept.ballot(), node.chosen(), List.of(new Message.Slots(slot, slot))));
                                }
                            }
                        """),
                mutant(
                        "vote-not-kept",
                        "Who says that it voted holds the value.",
                        "Acceptor",
                        "if (node.records().ballotAt(slot) != entry.epoch()) {",
                        "if (node.records().ballotAt(slot) == Ballot.ZERO) {"),
                mutant(
                        "votes-of-two-ballots-told-as-one",
                        "An answer tells votes of its own ballot alone.",
                        "Acceptor",
                        "voted.clear();",
                        ""),
                mutant(
                        "vote-below-the-floor",
                        "What a snapshot covers is not written again.",
                        "Acceptor",
                        "learner.knows(slot) || slot >",
                        "slot >"),
                mutant(
                        "votes-counted-twice",
                        "A vote counts once, however often it arrives.",
                        "Leading",
                        "private record Proposed(Entry entry, Set<PeerId> votes) {}",
                        """
                        private record Proposed(Entry entry, java.util.Collection<PeerId> votes) {
                            Proposed {
                                votes = new ArrayList<>();
                            }
                        }
                        """),
                mutant(
                        "votes-of-another-ballot-counted",
                        "A vote counts in its own ballot alone.",
                        "Leading",
                        "if (accepted.ballot() != ballot()) { return; }",
                        ""),
                mutant(
                        "votes-of-observers-counted",
                        "Only voters decide.",
                        "Quorums",
                        "if (voters.contains(peer)) { count++; }",
                        "count++;"),
                mutant(
                        "choice-without-a-quorum",
                        "A value is chosen when a quorum has voted for it.",
                        "Quorums",
                        "return count(peers) >= write;",
                        "return count(peers) >= write - 1;"),
                mutant(
                        "proposal-changes-when-repeated",
                        "Under one ballot one value is proposed in a slot.",
                        "Leading",
                        "entries.add(entry); } send(voter, entries);",
                        """
                        entries.add(new Entry(entry.index(), entry.epoch(), Entry.Kind.NOOP, Bytes.EMPTY));
                        }
                        send(voter, entries);
                        """));
    }

    private static List<Mutant> choices() {
        return List.of(
                mutant(
                        "watermark-for-any-ballot",
                        "A leader's watermark vouches for records of its own ballot alone.",
                        "Learner",
                        "node.records().ballotAt(slot) == watermarkBallot) || ahead",
                        "node.records().ballotAt(slot) != Ballot.ZERO) || ahead"),
                mutant(
                        "watermark-covers-proposals",
                        "A watermark covers what is chosen, not what is proposed.",
                        "Leading",
                        "return new Message.Accept(ballot(), node().chosen(), entries);",
                        "return new Message.Accept(ballot(), entries.get(entries.size() - 1).index(), entries);"),
                mutant(
                        "same-without-comparing-ballots",
                        "What the asker holds is what was chosen if the ballots agree.",
                        "Learner",
                        "slot <= run.last() && node.records().ballotAt(slot) == run.ballot()",
                        "slot <= run.last()"),
                mutant(
                        "same-whatever-it-holds-now",
                        "Word that a record was chosen is of the ballot that it had then.",
                        "Learner",
                        "if (node.records().ballotAt(slot) == run.ballot()) { ahead.add(slot); }",
                        "if (node.records().ballotAt(slot) != Ballot.ZERO) { ahead.add(slot); }"),
                mutant(
                        "votes-told-as-chosen",
                        "A replica tells what it knows to be chosen, not its votes.",
                        "Learner",
                        "long last = Math.min(request.last(), node.chosen());",
                        "long last = Math.min(request.last(), node.records().last());"),
                mutant(
                        "learning-lowers-a-vote",
                        "A learned value never takes the place of a vote of a higher ballot.",
                        "Learner",
                        """
                        if (voted < entry.epoch() || node.records().isFaulty(slot)) {
                            node.records().put(new Entry(slot, Math.max(voted, entry.epoch()), entry.kind(), entry.payload()));
                        """,
                        """
                        if (voted != entry.epoch()) {
                            node.records().put(entry);
                        """),
                mutant(
                        "learned-record-is-no-promise",
                        "Whoever holds a record has promised its ballot.",
                        "Learner",
                        "node.promise(Math.max(node.promised(), entry.epoch())); } else {",
                        "} else {"),
                mutant(
                        "hole-passed-over",
                        "What is chosen advances without a hole.",
                        "Learner",
                        "while (isChosen(slot + 1)) {",
                        "while (isChosen(slot + 1) || (isChosen(slot + 2) && node.records().ballotAt(slot + 1) != Ballot.ZERO)) {"));
    }

    private static List<Mutant> depositions() {
        return List.of(
                mutant(
                        "leads-on-after-promising-another",
                        "Who has promised a higher ballot is done with its own.",
                        "PaxosEngine",
                        "mayBeOvertaken(() -> acceptor.onPrepare(from, prepare)); proposer.giveWay();",
                        """
                        acceptor.onPrepare(from, prepare);
                        if (!(proposer.phase() instanceof Leading)) {
                            proposer.giveWay();
                        }
                        """),
                mutant(
                        "leads-on-after-learning-that-it-lost",
                        "A leader that learns of a higher ballot's choice says no more under its own.",
                        "PaxosEngine",
                        "mayBeOvertaken(() -> learner.onLearnReply(from, m));",
                        "learner.onLearnReply(from, m);"),
                mutant(
                        "leads-on-after-a-snapshot",
                        "A leader that installs a snapshot says no more under its ballot.",
                        "PaxosEngine",
                        "proposer.installs();",
                        ""));
    }

    private static List<Mutant> durability() {
        return List.of(
                mutant(
                        "prepare-sent-before-durable",
                        "A ballot is promised durably before anybody hears of it.",
                        "Preparing",
                        "node().sendPromised(voter, new Message.Prepare(promises.ballot(), promises.first()));",
                        "node().send(voter, new Message.Prepare(promises.ballot(), promises.first()));"),
                mutant(
                        "promise-sent-before-durable",
                        "A promise is durable before anybody hears of it.",
                        "Acceptor",
                        "node.sendAfterPersist( from, new Promise(",
                        "node.send( from, new Promise("),
                mutant(
                        "vote-sent-before-durable",
                        "A vote is durable before the leader hears of it.",
                        "Acceptor",
                        "node.sendAfterPersist(leader, new Accepted(",
                        "node.send(leader, new Accepted("),
                mutant(
                        "heartbeat-answered-before-durable",
                        "Who answers a heartbeat has promised its ballot durably.",
                        "Acceptor",
                        "node.sendPromised( from, new HeartbeatReply(",
                        "node.send( from, new HeartbeatReply("),
                mutant(
                        "promise-durable-when-handed-over",
                        "A promise is durable when its write is, not when it is handed over.",
                        "Node",
                        "return promiseBatch <= durableBatch;",
                        "return promiseBatch <= lastBatch;"),
                mutant(
                        "own-vote-counted-at-once",
                        "A leader's own vote counts when it is durable.",
                        "Leading",
                        "open.put(slot, new Proposed(entry, new HashSet<>()));",
                        "open.put(slot, new Proposed(entry, new HashSet<>(List.of(node().self()))));"),
                mutant(
                        "own-vote-counted-by-an-earlier-write",
                        "A leader's own vote counts when the write that carries it is done.",
                        "Leading",
                        "ownVotes.element().batch() <= node().durableBatch()",
                        "ownVotes.element().batch() <= node().lastBatch()"),
                mutant(
                        "promise-overtakes-an-earlier-write",
                        "What depends on a write waits for it, though none comes with it.",
                        "Node",
                        "} else if (durableBatch == lastBatch) {",
                        "} else {"),
                mutant(
                        "promise-stored-only-with-votes",
                        "A promise is stored, though no vote comes with it.",
                        "Node",
                        "if (promiseChanged || (records.isChanged() &&",
                        "if (records.isChanged() && (promiseChanged ||"),
                mutant(
                        "promise-not-stored-with-votes",
                        "A promise is stored along with the votes.",
                        "Node",
                        "if (promiseChanged ||",
                        "if ((promiseChanged && !records.isChanged()) ||"));
    }

    private static List<Mutant> restarts() {
        return List.of(
                mutant(
                        "promise-forgotten-at-restart",
                        "A promise is kept over a restart.",
                        "Recovery",
                        ".map(HardState::decode)",
                        """
                        .map(HardState::decode)
                        .map(kept -> new HardState(Ballot.ZERO, kept.watermark(), kept.life()))
                        """),
                mutant(
                        "record-is-no-promise-at-restart",
                        "Whoever holds a record has promised its ballot, after a restart, too.",
                        "Recovery",
                        "node.promise(Math.max(node.promised(), highestBallot(log)));",
                        ""),
                mutant(
                        "watermark-ahead-of-what-is-chosen",
                        "The stored watermark covers what is chosen, not votes.",
                        "Node",
                        "hardState = new HardState(promised(), chosen, hardState.life());",
                        "hardState = new HardState(promised(), records.last(), hardState.life());"),
                mutant(
                        "watermark-trusted-over-a-hole",
                        "The stored watermark counts as far as records reach.",
                        "Recovery",
                        "while (slot < watermark && records.ballotAt(slot + 1) != Ballot.ZERO) {",
                        "while (slot < watermark) {"),
                mutant(
                        "votes-taken-for-chosen-at-restart",
                        "What a log holds at a restart is not chosen for that.",
                        "Recovery",
                        "while (slot < watermark && records",
                        "while (records"),
                mutant(
                        "votes-kept-below-a-snapshot-at-restart",
                        "Below a snapshot that is ahead of the log at a restart no vote stays: it may have lost.",
                        "Recovery",
                        "records.compactTo(boot.snapshot().get().position()); chosen",
                        """
                        if (records.last() < snapshotIndex) {
                            records.compactTo(boot.snapshot().get().position());
                        }
                        chosen
                        """));
    }

    private static List<Mutant> snapshots() {
        return List.of(
                mutant(
                        "snapshot-wipes-votes-above-it",
                        "Records above a snapshot are votes, and stay.",
                        "Records",
                        "new Log.Batch(hardState, OptionalLong.empty(),",
                        """
                        new Log.Batch(
                                hardState,
                                compactTo.map(position -> OptionalLong.of(position.index() + 1)).orElse(OptionalLong.empty()),
                        """),
                mutant(
                        "snapshot-lowers-the-promise",
                        "A snapshot of an earlier ballot leaves the promise as it is.",
                        "Learner",
                        "node.promise(Math.max(node.promised(), meta.epoch()));",
                        "node.promise(meta.epoch());"),
                mutant(
                        "snapshot-is-no-promise",
                        "Whoever holds a snapshot has promised its ballot.",
                        "Learner",
                        "node.promise(Math.max(node.promised(), meta.epoch()));",
                        ""),
                mutant(
                        "earlier-snapshot-installed",
                        "A snapshot that ends before what is chosen changes nothing.",
                        "Learner",
                        "if (meta.index() > node.chosen()) { node.records()",
                        "if (meta.index() != node.chosen()) { node.records()"),
                mutant(
                        "compaction-beyond-the-snapshot",
                        "The log is compacted no further than the snapshot reaches.",
                        "Learner",
                        "long index = Math.min(compactTo, meta.index());",
                        "long index = compactTo == 0 ? 0 : node.chosen();"));
    }

    private static List<Mutant> reads() {
        return List.of(
                mutant(
                        "read-without-a-round",
                        "A leader answers a read after a quorum has confirmed that it still leads.",
                        "Leading",
                        """
                        reads.confirm(node().quorums()
                                .reachedAgainstElections(peer -> peer.equals(node().self()) ? reads.newest() : peer(peer).round));
                        """,
                        "reads.confirm(reads.newest());"),
                mutant(
                        "read-confirmed-by-too-few",
                        "So many confirm a read that nobody else can have been elected without one of them.",
                        "Quorums",
                        "return ascending(value)[election - 1];",
                        "return ascending(value)[Math.min(election, voters.size() - 1)];"),
                mutant(
                        "read-confirmed-under-another-ballot",
                        "An answer to a heartbeat counts in its own ballot alone.",
                        "Leading",
                        "if (reply.ballot() != ballot()) { return; }",
                        ""),
                mutant(
                        "read-before-the-take-over",
                        "A new leader serves no read before it has settled what others began.",
                        "Leading",
                        "node().chosen() >= takenOverAt && reads.open()",
                        "reads.open()"),
                mutant(
                        "follower-reads-by-itself",
                        "A follower asks the leader for the index of a read.",
                        "Following",
                        "reads.add(readId);",
                        "node().outbox().grant(readId, node().chosen());"),
                mutant(
                        "answers-to-two-lives-mix",
                        "An answer to a request of an earlier life is not taken for one to a newer request.",
                        "Following",
                        "new ForwardedReads(node.outbox(), node.nextRandom())",
                        "new ForwardedReads(node.outbox(), 0)"),
                mutant(
                        "quorum-read-without-waiting",
                        "A quorum read waits until what it saw is chosen.",
                        "QuorumReads",
                        """
                        if (isAnswered(round) && node.chosen() >= round.index) {
                            round.readIds.forEach(readId -> node.outbox().grant(readId, round.index));
                        """,
                        """
                        if (isAnswered(round)) {
                            round.readIds.forEach(readId -> node.outbox().grant(readId, node.chosen()));
                        """),
                mutant(
                        "quorum-read-of-too-few",
                        "A quorum read asks so many that nothing can be chosen without one of them.",
                        "Quorums",
                        "return count(peers) > voters.size() - write;",
                        "return count(peers) >= voters.size() - write;"),
                mutant(
                        "quorum-read-overlooks-votes",
                        "A quorum read sees votes, not only what is known to be chosen.",
                        "QuorumReads",
                        "Math.max(reply.chosen(), reply.last())",
                        "reply.chosen()"),
                mutant(
                        "quorum-read-overlooks-its-own-votes",
                        "A quorum read sees the votes of its own replica.",
                        "QuorumReads",
                        "answered(round, node.self(), node.records().last());",
                        "answered(round, node.self(), node.chosen());"),
                mutant(
                        "probe-answered-before-durable",
                        "A vote that a quorum read is told of is durable.",
                        "QuorumReads",
                        "node.sendAfterPersist( from, new ReadProbeReply(",
                        "node.send( from, new ReadProbeReply("),
                mutant(
                        "quorum-reads-of-two-lives-mix",
                        "An answer to a quorum read of an earlier life is not taken for one to a newer read.",
                        "QuorumReads",
                        "nextProbe = node.nextRandom();",
                        "nextProbe = 0;"));
    }

    private static List<Mutant> progress() {
        return List.of(
                mutant(
                        "poll-granted-in-spite-of-a-leader",
                        "Who hears a leader gives nobody hope to replace it.",
                        "Proposer",
                        "!phase.hearsLeaderBeside(from)",
                        "true"),
                mutant(
                        "refused-polls-counted",
                        "A poll counts when it is granted.",
                        "Polling",
                        "reply.attempt() == attempt && reply.granted()",
                        "reply.attempt() == attempt"),
                mutant(
                        "leader-check-left-out",
                        "A leader that hears no quorum makes way.",
                        "Leading",
                        "return sinceLastTickNanos > timeout || !isHeardWithin(timeout);",
                        "return false;"),
                mutant(
                        "refusals-ignored",
                        "Who is refused because of a higher ballot stops proposing under its own.",
                        "Proposer",
                        "if (phase.ballot() == Ballot.ZERO || phase.ballot() != nack.ballot()) {",
                        "if (phase.ballot() != nack.ballot() || node.now() > 0) {"),
                mutant(
                        "refusals-of-another-ballot-heeded",
                        "A refusal counts in its own ballot alone.",
                        "Proposer",
                        "if (phase.ballot() == Ballot.ZERO || phase.ballot() != nack.ballot()) {",
                        "if (phase.ballot() == Ballot.ZERO) {"),
                mutant(
                        "duel-without-end",
                        "A leader that is refused twice in a row gives way.",
                        "Proposer",
                        "&& node.now() >= raiseAt",
                        ""),
                mutant(
                        "duel-without-back-off",
                        "Who loses duel after duel waits ever longer.",
                        "Proposer",
                        "return node.randomAskingNanos() << (duelsLost - 1);",
                        "return node.randomAskingNanos();"),
                mutant(
                        "round-seen-forgotten",
                        "Who was refused because of a higher ballot tries with one above it.",
                        "Node",
                        "1 + Math.max(Ballot.round(promised()), roundSeen)",
                        "1 + Ballot.round(promised())"),
                mutant(
                        "hole-never-asked-for",
                        "What is missing is asked for.",
                        "Learner",
                        "if (askAt <= node.now()) { ask(); }",
                        ""),
                mutant(
                        "same-peer-asked-for-ever",
                        "Who says nothing is not asked for ever: others know, too.",
                        "Learner",
                        "knowing.get(turns++ % knowing.size())",
                        "knowing.get(0)"),
                mutant(
                        "late-votes-never-settled",
                        "A vote that no promise told of is settled once it shows.",
                        "Leading",
                        "takeOverTo = Math.max(takeOverTo, reply.last());",
                        ""));
    }
}
