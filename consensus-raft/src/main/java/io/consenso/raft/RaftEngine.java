/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import io.consenso.PeerId;
import io.consenso.engine.Engine;
import io.consenso.engine.InvariantViolation;
import io.consenso.engine.Progress;
import io.consenso.engine.Ready;
import io.consenso.spi.Log;
import io.consenso.spi.SnapshotMeta;
import java.util.List;
import java.util.Optional;

/**
 * Raft's rules for all servers (extended paper, figure 2): compares terms, changes roles, and leaves the rest to the role of the moment.
 *
 * <p>Every message carries its sender's term, and {@link #receive} is the only place that compares it with this replica's. A higher one is
 * taken over, except from a candidate while a leader is heard (6.2); a message of a lower one is not looked at, but who needs to know is
 * told the newer term, so that a replica left behind, or one that ran ahead, finds back to the group (9.6).
 */
final class RaftEngine implements Engine<Message> {
    private final Node node;
    private final Voter voter;
    private final Snapshots snapshots;
    private RaftRole role;
    private Progress progress;

    RaftEngine(Node node) {
        this.node = node;
        voter = new Voter(node);
        snapshots = new Snapshots(node);
        role = Follower.atBoot(node);
        progress = newProgress();
    }

    @Override
    public void tick(long nowNanos) {
        long before = node.now();
        node.setNow(nowNanos);
        if (role instanceof Leader leader) {
            if (leader.hasLostMajority(node.now() - before)) {
                become(new Follower(node));
            } else {
                leader.tick();
            }
            return;
        }
        if (role instanceof Follower follower) {
            follower.tick();
        }
        if (node.now() >= role.wakeAtNanos()) {
            become(Candidate.asking(node));
            countVotes();
        }
    }

    @Override
    public void receive(PeerId from, Message message) {
        if (from.equals(node.self()) || !node.membership().contains(from)) {
            return;
        }
        if (message.term() < node.term()) {
            if (deservesNotice(message)) {
                node.send(from, new Message.TermNotice(node.term()));
            }
            return;
        }
        if (message.term() > node.term()) {
            if (message instanceof Message.Solicitation && role.hearsLeader()) {
                return;
            }
            node.setHardState(message.term(), Optional.empty());
            become(new Follower(node));
        }
        if (role instanceof Leader leader) {
            leader.heard(from);
        }
        dispatch(from, message);
    }

    private static boolean deservesNotice(Message message) {
        return message instanceof Message.FromLeader
                || message instanceof Message.Solicitation
                || message instanceof Message.ReadIndexRequest;
    }

    private void dispatch(PeerId from, Message message) {
        if (message instanceof Message.Append m) {
            follow(from).onAppend(from, m);
        } else if (message instanceof Message.AppendAccepted m) {
            role.onAppendAccepted(from, m);
        } else if (message instanceof Message.Heartbeat m) {
            follow(from).onHeartbeat(from, m);
        } else if (message instanceof Message.HeartbeatReply m) {
            role.onHeartbeatReply(from, m);
        } else if (message instanceof Message.CommitNotice m) {
            follow(from).onCommitNotice(m);
        } else if (message instanceof Message.AppendRejected m) {
            role.onAppendRejected(from, m);
        } else if (message instanceof Message.ReadIndexRequest m) {
            role.onReadIndexRequest(from, m);
        } else if (message instanceof Message.ReadIndexReply m) {
            role.onReadIndexReply(m);
        } else if (message instanceof Message.ReadIndexRefused m) {
            role.onReadIndexRefused(m);
        } else if (message instanceof Message.SnapshotOffer m) {
            follow(from);
            snapshots.offered(from, m.meta());
        } else if (message instanceof Message.SnapshotInstalled m) {
            role.onSnapshotInstalled(from, m);
        } else if (message instanceof Message.RequestPreVote m) {
            voter.onRequestPreVote(from, m, role);
        } else if (message instanceof Message.PreVoteReply m) {
            role.onPreVoteReply(from, m);
            countVotes();
        } else if (message instanceof Message.RequestVote m) {
            voter.onRequestVote(from, m, role);
        } else if (message instanceof Message.VoteReply m) {
            role.onVoteReply(from, m);
            countVotes();
        } else if (!(message instanceof Message.TermNotice)) {
            throw new IllegalStateException("nobody handles " + message);
        }
    }

    /** The sender leads the current term, so a candidate has lost, and a second leader is impossible (3.6.3, election safety). */
    private Follower follow(PeerId leader) {
        InvariantViolation.check(
                !(role instanceof Leader), "two leaders in term " + node.term() + ": this replica and " + leader);
        Follower follower = role instanceof Follower current ? current : new Follower(node);
        if (follower != role) {
            become(follower);
        }
        follower.hear(leader);
        return follower;
    }

    private void countVotes() {
        if (role instanceof Candidate candidate && candidate.isPreVote() && candidate.hasMajority()) {
            become(Candidate.standing(node));
        } else if (role instanceof Candidate candidate && candidate.hasMajority()) {
            become(new Leader(node));
        }
    }

    private void become(RaftRole next) {
        role.leave();
        role = next;
    }

    @Override
    public void propose(List<Proposal> proposals) {
        role.propose(proposals);
    }

    @Override
    public void read(long readId) {
        role.read(readId);
    }

    @Override
    public void forgotten(PeerId peer) {
        role.forgotten(peer);
    }

    @Override
    public void disconnected(PeerId peer) {
        role.disconnected(peer);
    }

    @Override
    public void persisted(long batch) {
        node.persisted(batch);
        role.persisted();
        countVotes();
    }

    @Override
    public void snapshotTaken(SnapshotMeta meta, long compactTo) {
        snapshots.taken(meta, compactTo);
    }

    @Override
    public void snapshotInstalled(SnapshotMeta meta) {
        snapshots.installed(meta, role.leader());
    }

    @Override
    public Ready<Message> poll() {
        role.beforePoll();
        Log.Batch persist = node.drainWrite();
        return new Ready<>(
                node.lastBatch(),
                persist,
                node.outbox().takeNow(),
                node.outbox().takeAfterPersist(),
                progress(),
                role.wakeAtNanos());
    }

    /** The last one again if nothing has changed. */
    private Progress progress() {
        if (node.outbox().hasAnswers() || progress.hasAnswers() || !isCurrent(progress)) {
            progress = newProgress();
        }
        return progress;
    }

    private boolean isCurrent(Progress progress) {
        return progress.role() == role.role()
                && progress.epoch() == node.term()
                && progress.commitIndex() == node.commitIndex()
                && progress.leader().equals(role.leader())
                && progress.membership().equals(node.membership())
                && progress.fetch().equals(snapshots.fetch());
    }

    private Progress newProgress() {
        return new Progress(
                role.role(),
                node.term(),
                role.leader(),
                node.commitIndex(),
                node.membership(),
                node.outbox().takeGrants(),
                node.outbox().takeReadsRefused(),
                node.outbox().takeProposalsRefused(),
                snapshots.fetch());
    }
}
