/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import io.consenso.PeerId;
import io.consenso.engine.Engine;
import io.consenso.engine.Progress;
import io.consenso.engine.Ready;
import io.consenso.paxos.Message.FromLeader;
import io.consenso.spi.Log;
import io.consenso.spi.SnapshotMeta;
import java.util.List;
import java.util.Optional;

/**
 * Proposer, acceptor and learner of one replica, joined: hands each message to the one it is for, and ends what the proposer does under a ballot as
 * soon as the acceptor has promised a higher one.
 */
final class PaxosEngine implements Engine<Message> {
    private final Node node;
    private final Learner learner;
    private final Acceptor acceptor;
    private final Proposer proposer;
    private final QuorumReads quorumReads;
    private Progress progress;

    PaxosEngine(Node node) {
        this.node = node;
        learner = new Learner(node);
        acceptor = new Acceptor(node, learner);
        proposer = new Proposer(node, learner, acceptor);
        quorumReads = new QuorumReads(node, learner);
        progress = newProgress();
    }

    @Override
    public void tick(long nowNanos) {
        long before = node.now();
        node.setNow(nowNanos);
        quorumReads.tick();
        proposer.tick(node.now() - before);
    }

    @Override
    public void receive(PeerId from, Message message) {
        if (from.equals(node.self()) || !node.membership().contains(from)) {
            return;
        }
        dispatch(from, message);
        proposer.proceed();
    }

    private void dispatch(PeerId from, Message message) {
        if (message instanceof FromLeader m) {
            follow(from, m);
        } else if (message instanceof Message.Accepted m) {
            proposer.phase().onAccepted(from, m);
        } else if (message instanceof Message.HeartbeatReply m) {
            proposer.phase().onHeartbeatReply(from, m);
        } else if (message instanceof Message.Prepare m) {
            prepare(from, m);
        } else if (message instanceof Message.Promise m) {
            proposer.phase().onPromise(from, m);
        } else if (message instanceof Message.Nack m) {
            proposer.onNack(from, m);
        } else if (message instanceof Message.Poll m) {
            proposer.onPoll(from, m);
        } else if (message instanceof Message.PollReply m) {
            proposer.onPollReply(from, m);
        } else if (message instanceof Message.LearnRequest m) {
            learner.onLearnRequest(from, m);
        } else if (message instanceof Message.LearnReply m) {
            mayBeOvertaken(() -> learner.onLearnReply(from, m));
        } else if (message instanceof Message.SnapshotOffer m) {
            learner.onSnapshotOffer(from, m);
        } else if (message instanceof Message.ReadIndexRequest m) {
            proposer.phase().onReadIndexRequest(from, m);
        } else if (message instanceof Message.ReadIndexReply m) {
            proposer.phase().onReadIndexReply(m);
        } else if (message instanceof Message.ReadIndexRefused m) {
            proposer.phase().onReadIndexRefused(m);
        } else if (message instanceof Message.ReadProbe m) {
            quorumReads.onProbe(from, m);
        } else if (message instanceof Message.ReadProbeReply m) {
            quorumReads.onReply(from, m);
        } else {
            throw new IllegalStateException("nobody handles " + message);
        }
    }

    private void follow(PeerId from, FromLeader message) {
        if (!isOwner(from, message) || !acceptor.admits(from, message)) {
            return;
        }
        mayBeOvertaken(() -> node.promise(message.ballot()));
        proposer.hear(from);
        if (message instanceof Message.Accept accept) {
            acceptor.onAccept(accept);
        } else if (message instanceof Message.Heartbeat heartbeat) {
            acceptor.onHeartbeat(from, heartbeat);
        }
        learner.watermark(from, message.ballot(), message.watermark());
    }

    private void prepare(PeerId from, Message.Prepare prepare) {
        if (!isOwner(from, prepare) || !acceptor.admits(from, prepare)) {
            return;
        }
        mayBeOvertaken(() -> acceptor.onPrepare(from, prepare));
        proposer.giveWay();
    }

    private boolean isOwner(PeerId from, Message.Balloted message) {
        return node.owner(message.ballot()).equals(Optional.of(from));
    }

    private void mayBeOvertaken(Runnable change) {
        long before = node.promised();
        change.run();
        if (node.promised() > before) {
            proposer.overtaken();
        }
    }

    @Override
    public void propose(List<Proposal> proposals) {
        proposer.phase().propose(proposals);
    }

    @Override
    public void read(long readId) {
        if (node.options().quorumReads()) {
            quorumReads.add(readId);
        } else {
            proposer.phase().read(readId);
        }
    }

    @Override
    public void forgotten(PeerId peer) {
        learner.forgotten(peer);
        proposer.forgotten();
    }

    @Override
    public void disconnected(PeerId peer) {
        learner.disconnected(peer);
        proposer.phase().disconnected(peer);
    }

    @Override
    public void persisted(long batch) {
        node.persisted(batch);
        proposer.phase().persisted();
        proposer.proceed();
    }

    @Override
    public void snapshotTaken(SnapshotMeta meta, long compactTo) {
        learner.taken(meta, compactTo);
    }

    @Override
    public void snapshotInstalled(SnapshotMeta meta) {
        if (meta.index() > node.chosen()) {
            proposer.installs();
        }
        mayBeOvertaken(() -> learner.installed(meta));
        proposer.proceed();
    }

    @Override
    public Ready<Message> poll() {
        acceptor.beforePoll();
        proposer.phase().beforePoll();
        learner.beforePoll();
        quorumReads.beforePoll();
        Log.Batch persist = node.drainWrite();
        return new Ready<>(
                node.lastBatch(),
                persist,
                node.outbox().takeNow(),
                node.outbox().takeAfterPersist(),
                progress(),
                wakeAtNanos());
    }

    private long wakeAtNanos() {
        return Math.min(proposer.phase().wakeAtNanos(), Math.min(learner.wakeAtNanos(), quorumReads.wakeAtNanos()));
    }

    /** The last one again if nothing has changed. */
    private Progress progress() {
        if (node.outbox().hasAnswers() || progress.hasAnswers() || !isCurrent(progress)) {
            progress = newProgress();
        }
        return progress;
    }

    private boolean isCurrent(Progress progress) {
        Phase phase = proposer.phase();
        return progress.role() == phase.role()
                && progress.epoch() == node.promised()
                && progress.commitIndex() == node.chosen()
                && progress.leader().equals(phase.leader())
                && progress.membership().equals(node.membership())
                && progress.fetch().equals(learner.fetch());
    }

    private Progress newProgress() {
        Phase phase = proposer.phase();
        return new Progress(
                phase.role(),
                node.promised(),
                phase.leader(),
                node.chosen(),
                node.membership(),
                node.outbox().takeGrants(),
                node.outbox().takeReadsRefused(),
                node.outbox().takeProposalsRefused(),
                learner.fetch());
    }
}
