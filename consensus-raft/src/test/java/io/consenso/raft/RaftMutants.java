/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import io.consenso.testkit.mutation.Mutant;
import java.util.List;
import java.util.stream.Stream;

/** One bug, or several, for each safety rule of the engine. */
final class RaftMutants {
    private RaftMutants() {}

    static List<Mutant> all() {
        return Stream.of(votes(), terms(), commits(), appends(), durability(), reads(), snapshots())
                .flatMap(List::stream)
                .toList();
    }

    private static Mutant mutant(String name, String rule, String type, String original, String replacement) {
        return new Mutant(name, rule, directory(type) + type + ".java", original, replacement);
    }

    private static String directory(String type) {
        return switch (type) {
            case "Membership" -> "io/consenso/";
            case "ReadRounds" -> "io/consenso/engine/parts/";
            default -> "io/consenso/raft/";
        };
    }

    private static List<Mutant> votes() {
        return List.of(
                mutant(
                        "two-votes-in-a-term",
                        "A replica votes once in a term (3.4).",
                        "Voter",
                        "if (!(isFree || isRepeated) || !isUpToDate(request.last())) {",
                        "if (!isUpToDate(request.last())) {"),
                mutant(
                        "vote-not-recorded",
                        "A vote is remembered as long as the term lasts (3.4).",
                        "Voter",
                        "if (isFree) { node.setHardState(node.term(), Optional.of(from)); }",
                        ""),
                mutant(
                        "own-vote-forgotten-after-a-lost-election",
                        "A candidate that gives up has voted for itself all the same.",
                        "Voter",
                        "boolean isRepeated = node.vote().equals(Optional.of(from));",
                        """
                        boolean isRepeated = node.vote().equals(Optional.of(from))
                                || (role instanceof Candidate candidate
                                        && candidate.isPreVote()
                                        && node.vote().equals(Optional.of(node.self())));
                        """),
                mutant(
                        "vote-for-a-shorter-log",
                        "Who is elected has a log at least as up to date as a majority's (3.6.1).",
                        "Voter",
                        "theirs.epoch() == ours.epoch() && theirs.index() >= ours.index()",
                        "theirs.epoch() == ours.epoch() && theirs.index() + 1 >= ours.index()"),
                mutant(
                        "vote-by-length-alone",
                        "Of two logs the one with the later last term is more up to date (3.6.1).",
                        "Voter",
                        "theirs.epoch() > ours.epoch() || (theirs.epoch() == ours.epoch() && theirs.index() >= ours.index())",
                        "theirs.index() >= ours.index()"),
                mutant(
                        "vote-by-term-alone",
                        "Of two logs of the same last term the longer one is more up to date (3.6.1).",
                        "Voter",
                        "theirs.epoch() > ours.epoch() || (theirs.epoch() == ours.epoch() && theirs.index() >= ours.index())",
                        "theirs.epoch() >= ours.epoch()"),
                mutant(
                        "refusals-counted-as-votes",
                        "Only a granted vote counts (3.4).",
                        "Candidate",
                        "count(!isPreVote && reply.granted(), from);",
                        "count(!isPreVote, from);"),
                mutant(
                        "votes-counted-twice",
                        "A peer's vote counts once, however often it arrives.",
                        "Candidate",
                        "private final Set<PeerId> granted = new HashSet<>();",
                        "private final java.util.List<PeerId> granted = new java.util.ArrayList<>();"),
                mutant(
                        "election-without-majority",
                        "A leader has the votes of a majority (3.4).",
                        "Candidate",
                        "granted.size() >= node().membership().majority()",
                        "granted.size() >= node().membership().voters().size() / 2"),
                mutant(
                        "half-is-a-majority",
                        "Any two majorities share a member, in groups of an even size, too.",
                        "Membership",
                        "return voters.size() / 2 + 1;",
                        "return (voters.size() + 1) / 2;"),
                mutant(
                        "votes-of-an-earlier-term-counted",
                        "A vote counts in its own term alone (3.4).",
                        "RaftEngine",
                        "if (message.term() < node.term()) {",
                        "if (message.term() < node.term() && !(message instanceof Message.VoteReply)) {"),
                mutant(
                        "pre-vote-in-spite-of-a-leader",
                        "Who hears a leader gives nobody hope to replace it (9.6).",
                        "Voter",
                        "boolean granted = !role.hearsLeader() && isUpToDate(request.last());",
                        "boolean granted = isUpToDate(request.last());"),
                mutant(
                        "pre-vote-for-any-log",
                        "Who could not win raises no term (9.6).",
                        "Voter",
                        "boolean granted = !role.hearsLeader() && isUpToDate(request.last());",
                        "boolean granted = !role.hearsLeader();"),
                mutant(
                        "candidate-disrupts-a-leader",
                        "Who hears a leader does not listen to candidates (6.2, 4.2.3).",
                        "RaftEngine",
                        "if (message instanceof Message.Solicitation && role.hearsLeader()) { return; }",
                        ""),
                mutant(
                        "check-quorum-left-out",
                        "A leader that hears no majority makes way (6.2).",
                        "Leader",
                        "return sinceLastTickNanos > timeout || node().now() - heardAt >= timeout;",
                        "return false;"),
                mutant(
                        "time-outs-not-random",
                        "Time-outs are drawn, so that split votes do not repeat themselves (3.4).",
                        "Node",
                        "return electionTimeoutNanos + random.nextLong(electionTimeoutNanos);",
                        "return electionTimeoutNanos;"));
    }

    private static List<Mutant> terms() {
        return List.of(
                mutant(
                        "leader-keeps-leading-in-a-later-term",
                        "Who sees a later term is a follower in it (3.3).",
                        "RaftEngine",
                        "node.setHardState(message.term(), Optional.empty()); become(new Follower(node));",
                        """
                        node.setHardState(message.term(), Optional.empty());
                        if (!(role instanceof Leader)) {
                            become(new Follower(node));
                        }
                        """),
                mutant(
                        "deposed-leader-heard",
                        "What a leader of an earlier term sends is not looked at (3.3).",
                        "RaftEngine",
                        "if (message.term() < node.term()) {",
                        "if (message.term() < node.term() && !(message instanceof Message.FromLeader)) {"),
                mutant(
                        "acknowledgement-of-an-earlier-term-counted",
                        "What was acknowledged to a leader of an earlier term may be gone (3.3).",
                        "RaftEngine",
                        "if (message.term() < node.term()) {",
                        "if (message.term() < node.term() && !(message instanceof Message.AppendAccepted)) {"),
                mutant(
                        "heartbeat-answer-of-an-earlier-term-counted",
                        "A round of reads is confirmed by answers of its own term (6.4).",
                        "RaftEngine",
                        "if (message.term() < node.term()) {",
                        "if (message.term() < node.term() && !(message instanceof Message.HeartbeatReply)) {"),
                mutant(
                        "vote-forgotten-at-restart",
                        "A vote is kept over a restart (3.4).",
                        "Recovery",
                        "boot.hardState().map(HardState::decode)",
                        "boot.hardState().map(bytes -> new HardState(HardState.decode(bytes).term(), Optional.empty()))"),
                mutant(
                        "term-forgotten-at-restart",
                        "The term never goes back, over a restart either (3.3).",
                        "Recovery",
                        "boot.hardState().map(HardState::decode).orElse(HardState.INITIAL); RaftLog log = new RaftLog(boot.log());",
                        """
                        HardState.INITIAL;
                        RaftLog log = new RaftLog(boot.log());
                        long snapshotTerm = boot.snapshot().map(SnapshotMeta::epoch).orElse(0L);
                        hardState = new HardState(Math.max(snapshotTerm, log.last().epoch()), Optional.empty());
                        """),
                mutant(
                        "term-shown-before-durable",
                        "No message shows a term that a crash could take back.",
                        "Node",
                        "if (isHardStateDurable()) { outbox.sendNow(to, message);",
                        "if (to != null) { outbox.sendNow(to, message);"));
    }

    private static List<Mutant> commits() {
        return List.of(
                mutant(
                        "earlier-term-committed-by-counting",
                        "Only entries of the leader's own term are committed by counting (3.6.2, figure 3.7).",
                        "Leader",
                        "reached > node().commitIndex() && node().log().termAt(reached) == node().term()",
                        "reached > node().commitIndex()"),
                mutant(
                        "commit-without-majority",
                        "An entry is committed when a majority has it (3.5).",
                        "Replication",
                        "values[values.length - node.membership().majority()]",
                        "values[Math.min(values.length - 1, values.length - node.membership().majority() + 1)]"),
                mutant(
                        "commit-alone",
                        "A leader's own copy is one among those counted (3.5).",
                        "Leader",
                        "replication.majorityReached(PeerProgress::match, node().log().durableIndex())",
                        "node().log().durableIndex()"),
                mutant(
                        "leader-counts-its-copy-before-durable",
                        "A leader's own copy counts when it is on disk (10.2.1).",
                        "Leader",
                        "replication.majorityReached(PeerProgress::match, node().log().durableIndex())",
                        "replication.majorityReached(PeerProgress::match, node().log().lastIndex())"),
                mutant(
                        "follower-told-to-commit-what-it-may-lack",
                        "No peer is told to commit what it is not known to have.",
                        "Replication",
                        "return Math.min(node.commitIndex(), peer.match());",
                        "return node.commitIndex();"),
                mutant(
                        "commit-beyond-the-append",
                        "An append speaks for the log up to its own last entry (3.5).",
                        "Follower",
                        "Math.min(append.commit(), append.lastIndex())",
                        "Math.min(append.commit(), node().log().lastIndex())"),
                mutant(
                        "commit-index-goes-back",
                        "The commit index never goes back.",
                        "Node",
                        "if (index > commitIndex) {",
                        "if (index != commitIndex) {"),
                mutant(
                        "commit-index-guessed-at-restart",
                        "What a log holds at a restart is not committed for that.",
                        "Node",
                        "commitIndex = snapshot.map(SnapshotMeta::index).orElse(0L);",
                        "commitIndex = log.lastIndex();"),
                mutant(
                        "last-commit-never-told",
                        "A follower learns of a commit though no entry follows.",
                        "Replication",
                        "return Math.min(node.commitIndex(), peer.match());",
                        "return 0;"),
                mutant(
                        "refused-proposal-ordered",
                        "What is reported as refused is never committed.",
                        "Leader",
                        "node().outbox().refuse(proposal); } else {",
                        "node().outbox().refuse(proposal); } {"));
    }

    private static List<Mutant> appends() {
        return List.of(
                mutant(
                        "append-after-any-term",
                        "An append is taken where the entry before it is the leader's, by index and term (3.5).",
                        "Follower",
                        "previous.index() > node().commitIndex() && !node().log().contains(previous)",
                        "previous.index() > node().log().lastIndex()"),
                mutant(
                        "append-check-off-by-one",
                        "An append is taken where the entry before it is the leader's, at the first uncommitted index, too (3.5).",
                        "Follower",
                        "previous.index() > node().commitIndex() && !node().log().contains(previous)",
                        "previous.index() > node().commitIndex() + 1 && !node().log().contains(previous)"),
                mutant(
                        "append-truncates-what-it-finds",
                        "An entry that is there already is no reason to drop what follows it (3.5).",
                        "Follower",
                        "if (log.contains(entry.index(), entry.epoch())) { return; }",
                        ""),
                mutant(
                        "conflict-not-truncated",
                        "An entry that conflicts with the leader's goes, with all that follow it (3.5).",
                        "Follower",
                        "if (entry.index() <= log.lastIndex()) { log.truncateFrom(entry.index()); }",
                        "if (entry.index() <= log.lastIndex()) { return; }"),
                mutant(
                        "acknowledges-its-whole-log",
                        "A follower acknowledges what the leader sent, not what else it has.",
                        "Follower",
                        "Math.max(acceptedTo, Math.max(append.lastIndex(), node().commitIndex()))",
                        "node().log().lastIndex()"),
                mutant(
                        "heartbeat-moves-match",
                        "That a peer is reachable says nothing about its log.",
                        "Replication",
                        "peer.answered(round);",
                        "peer.answered(round); peer.accepted(peer.next() - 1, node.log().floor().index() + 1, node.now());"),
                mutant(
                        "rejection-leads-nowhere",
                        "A rejection makes the leader look further back (3.5).",
                        "Replication",
                        "peer.probeFrom(Math.min(reply.previousIndex(), match + 1));",
                        "peer.probeFrom(reply.previousIndex() + 1);"),
                mutant(
                        "previous-term-lost-on-the-wire",
                        "Both ends of the wire mean the same message.",
                        "HeaderWriter",
                        ".setPrevious(position(m.previous()))",
                        ".setPrevious(position(m.previous()).toBuilder().clearTerm())"));
    }

    private static List<Mutant> durability() {
        return List.of(
                mutant(
                        "vote-sent-before-durable",
                        "A vote is on disk before the candidate hears of it (3.8).",
                        "Voter",
                        "node.sendAfterPersist(from, new Message.VoteReply(node.term(), true));",
                        "node.outbox().sendNow(from, new Message.VoteReply(node.term(), true));"),
                mutant(
                        "own-vote-counted-before-durable",
                        "A candidate's vote for itself counts when it is on disk (10.2.1).",
                        "Candidate",
                        "Candidate candidate = new Candidate(node, false, node.randomElectionTimeoutNanos());",
                        """
                        Candidate candidate = new Candidate(node, false, node.randomElectionTimeoutNanos());
                        candidate.granted.add(node.self());
                        """),
                mutant(
                        "votes-asked-for-before-durable",
                        "A new term is on disk before anybody hears of it (3.8).",
                        "Candidate",
                        "node.sendAfterPersist(voter, new Message.RequestVote(node.term(), last));",
                        "node.outbox().sendNow(voter, new Message.RequestVote(node.term(), last));"),
                mutant(
                        "append-acknowledged-before-durable",
                        "An acknowledged entry is on disk (3.8).",
                        "Follower",
                        "node().sendAfterPersist(leader, new Message.AppendAccepted(node().term(), acceptedTo));",
                        "node().send(leader, new Message.AppendAccepted(node().term(), acceptedTo));"),
                mutant(
                        "promise-overtakes-an-earlier-write",
                        "A promise waits for every write before it, though none comes with it.",
                        "Node",
                        "} else if (durableBatch == lastBatch) {",
                        "} else {"),
                mutant(
                        "late-report-vouches-for-new-entries",
                        "The report of an old write says nothing of what has taken the place of what it wrote.",
                        "RaftLog",
                        "claimAtMost(lastIndex);",
                        ""),
                mutant(
                        "truncated-entries-still-durable",
                        "What is truncated is not durable any more.",
                        "RaftLog",
                        "durableIndex = Math.min(durableIndex, lastIndex); claimAtMost",
                        "claimAtMost"));
    }

    private static List<Mutant> reads() {
        return List.of(
                mutant(
                        "reads-before-the-no-op",
                        "A leader serves no read before an entry of its own term is committed (6.4).",
                        "Leader",
                        "node().commitIndex() >= noopIndex && reads.open()",
                        "reads.open()"),
                mutant(
                        "no-op-left-out",
                        "A leader starts its term with an entry of its own (6.4, 3.6.2).",
                        "Leader",
                        """
                        noopIndex = node.log().lastIndex() + 1;
                        node.log().append(new Entry(noopIndex, node.term(), Entry.Kind.NOOP, Bytes.EMPTY));
                        """,
                        "noopIndex = 0;"),
                mutant(
                        "read-without-a-round",
                        "A leader answers a read after a majority has confirmed that it still leads (6.4).",
                        "Leader",
                        "reads.confirm(replication.majorityReached(PeerProgress::round, reads.newest()));",
                        "reads.confirm(reads.newest());"),
                mutant(
                        "read-confirmed-by-an-earlier-round",
                        "The round that confirms a read starts after the read (6.4).",
                        "ReadRounds",
                        "open.element().number() <= round",
                        "open.element().number() <= round + 1"),
                mutant(
                        "follower-reads-by-itself",
                        "A follower asks the leader for the index of a read (6.4).",
                        "Follower",
                        "reads.add(readId);",
                        "node().outbox().grant(readId, node().commitIndex());"),
                mutant(
                        "answers-to-two-lives-mix",
                        "An answer to a request of an earlier life is not taken for one to a newer request.",
                        "Follower",
                        "new ForwardedReads(node.outbox(), node.nextRandom())",
                        "new ForwardedReads(node.outbox(), 0)"));
    }

    private static List<Mutant> snapshots() {
        return List.of(
                mutant(
                        "snapshot-term-forgotten",
                        "Where a log is empty, the snapshot's last term counts in an election (5).",
                        "RaftLog",
                        "lastTerm = position.epoch();",
                        "lastTerm = 0;"),
                mutant(
                        "snapshot-keeps-a-conflicting-suffix",
                        "Where the log disagrees with a snapshot at its end, nothing of the log stays (5, figure 5.3).",
                        "Snapshots",
                        "if (log.contains(meta.position())) { log.compactTo(meta.position());",
                        """
                        if (meta.index() <= log.lastIndex()) {
                            log.compactTo(new LogPosition(meta.index(), log.termAt(meta.index())));
                        """),
                mutant(
                        "snapshot-drops-a-matching-suffix",
                        "Entries after a snapshot that the log agrees with stay: they may have been acknowledged (5, figure 5.3).",
                        "Snapshots",
                        "if (log.contains(meta.position())) { log.compactTo(meta.position()); }",
                        """
                        if (log.contains(meta.position())) {
                            log.resetTo(meta.position());
                        }
                        """),
                mutant(
                        "earlier-snapshot-installed",
                        "A snapshot that ends before the log begins changes nothing.",
                        "Snapshots",
                        "if (meta.index() > log.floor().index()) {",
                        "if (meta.index() != log.floor().index()) {"),
                mutant(
                        "snapshot-acknowledged-when-offered",
                        "A snapshot is acknowledged once it is installed.",
                        "Snapshots",
                        "} else if (!isLateOffer(leader, meta)) {",
                        """
                        } else if (!isLateOffer(leader, meta)) {
                            node.sendAfterPersist(leader, new Message.SnapshotInstalled(node.term(), meta.index()));
                        """),
                mutant(
                        "snapshot-report-before-durable",
                        "What a replica says to have after a snapshot is on disk.",
                        "Snapshots",
                        "node.sendAfterPersist(leader, new Message.SnapshotInstalled(node.term(), node.commitIndex()));",
                        "node.send(leader, new Message.SnapshotInstalled(node.term(), node.commitIndex()));"),
                mutant(
                        "compaction-beyond-the-snapshot",
                        "The log is compacted no further than the snapshot reaches (5).",
                        "Snapshots",
                        "long index = Math.min(compactTo, meta.index());",
                        "long index = compactTo == 0 ? 0 : node.commitIndex();"),
                mutant(
                        "log-not-reset-to-a-newer-snapshot-at-boot",
                        "After a crash between a snapshot and the change to the log that goes with it, that change is made (5).",
                        "Recovery",
                        "if (!log.contains(snapshot.position())) {",
                        "if (snapshot.index() > log.lastIndex()) {"));
    }
}
