/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.runtime;

import io.consenso.Bytes;
import io.consenso.ConsensusException;
import io.consenso.PeerId;
import io.consenso.engine.Engine;
import io.consenso.engine.EngineFactory;
import io.consenso.engine.Progress;
import io.consenso.engine.Ready;
import io.consenso.engine.Role;
import io.consenso.runtime.proto.Block;
import io.consenso.runtime.proto.SnapshotChunk;
import io.consenso.runtime.proto.SnapshotRequest;
import io.consenso.runtime.proto.Stranger;
import io.consenso.spi.Frame;
import io.consenso.spi.Host;
import io.consenso.spi.Log;
import io.consenso.spi.MalformedFrameException;
import io.consenso.spi.SnapshotMeta;
import io.consenso.spi.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop lane: the engine's only caller. Each run takes everything that has arrived, gives it to the engine, polls once, and hands out what
 * is due: messages, writes, committed entries, granted reads.
 *
 * @param <M> the engine's messages
 */
final class ReplicaLoop<M> implements Transport.Receiver {
    private static final Logger LOG = LoggerFactory.getLogger(ReplicaLoop.class);
    private static final int INPUTS_PER_RUN = 256;
    private static final long INBOX_BYTES_MAX = 128L << 20;
    private static final long HOUSEKEEPING_NANOS = Duration.ofMillis(20).toNanos();

    private final Replica.Parts parts;
    private final Engine<M> engine;
    private final EngineFactory.Codec<M> codec;
    private final Host.Lane lane;
    private final LogLane logLane;
    private final LogTail tail;
    private final StoredState stored;
    private final ApplyLane apply;
    private final SnapshotTransfer snapshots;
    private final Proposals proposals;
    private final Reads reads;
    private final Ordering ordering;
    private final Forwarder forwarder;
    private final Introductions introductions;

    private final Queue<Input> inbox = new ConcurrentLinkedQueue<>();
    private final AtomicLong inboxBytes = new AtomicLong();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final AtomicLong framesDropped = new AtomicLong();
    private volatile Progress progress;
    private volatile boolean stopped;
    private volatile Optional<Throwable> fault = Optional.empty();
    private long timerAtNanos = Long.MAX_VALUE;
    private long handedToApply;
    private int writesInFlight;

    /** What leaves, with the front part that says for whom it was meant when the engine said it. */
    private record Addressed<M>(PeerId to, Bytes prefix, M message) {}

    /** Something for the engine, on the loop lane. */
    private interface Input {
        void run() throws Exception;
    }

    ReplicaLoop(
            Replica.Parts parts,
            Engine<M> engine,
            EngineFactory.Codec<M> codec,
            Host.Lane lane,
            LogLane logLane,
            LogTail tail,
            StoredState stored,
            ApplyLane apply,
            SnapshotTransfer snapshots,
            Proposals proposals,
            OwnSession own,
            Reads reads,
            Replication replication,
            Progress initial) {
        this.parts = parts;
        this.engine = engine;
        this.codec = codec;
        this.lane = lane;
        this.logLane = logLane;
        this.tail = tail;
        this.stored = stored;
        this.apply = apply;
        this.snapshots = snapshots;
        this.proposals = proposals;
        this.reads = reads;
        progress = initial;
        ordering = new Ordering(parts, proposals, own, replication, this::execute);
        forwarder = new Forwarder(parts, proposals, own);
        boolean isEmpty = stored.engine().isEmpty() && tail.lastIndex() == 0;
        introductions = new Introductions(parts, stored, isEmpty, this::send, this::flush, engine::forgotten);
    }

    Progress progress() {
        return progress;
    }

    Optional<Throwable> fault() {
        return fault;
    }

    long framesDropped() {
        return framesDropped.get();
    }

    /** There is something to do. Any thread. */
    void wake() {
        if (!stopped && scheduled.compareAndSet(false, true)) {
            lane.execute(this::run);
        }
    }

    /**
     * As {@link #wake()}, but not on the caller's thread, which is the application's and has more commands to bring: while another thread wakes
     * up, they gather into one batch.
     */
    void wakeApart() {
        if (!stopped && scheduled.compareAndSet(false, true)) {
            lane.defer(this::run);
        }
    }

    @Override
    public void onFrame(PeerId from, Bytes frame) {
        if (inboxBytes.addAndGet(frame.length()) > INBOX_BYTES_MAX) {
            inboxBytes.addAndGet(-frame.length());
            framesDropped.incrementAndGet();
            return;
        }
        input(() -> {
            inboxBytes.addAndGet(-frame.length());
            receive(from, frame);
        });
    }

    @Override
    public void onDisconnect(PeerId peer) {
        input(() -> engine.disconnected(peer));
    }

    void snapshotTaken(SnapshotMeta meta) {
        long keepFrom = Math.min(meta.index() - parts.options().trailingEntries(), snapshots.servedIndex());
        input(() -> engine.snapshotTaken(meta, Math.max(0, keepFrom)));
    }

    void snapshotInstalled(SnapshotMeta meta) {
        input(() -> {
            handedToApply = Math.max(handedToApply, meta.index());
            engine.snapshotInstalled(meta);
        });
    }

    /** Stops for good because of a fault; whatever waits fails. Any thread. */
    void halt(Throwable cause) {
        lane.execute(() -> haltNow(cause));
    }

    private void haltNow(Throwable cause) {
        if (stopped) {
            return;
        }
        fault = Optional.of(cause);
        LOG.error("{}: halted", parts.name(), cause);
        stop(new ConsensusException.Halted("replica " + parts.name() + " halted: " + cause, cause));
        apply.halt();
        parts.tell(listener -> listener.onHalted(cause));
    }

    /** Stops because the application says so, and ends the lane. */
    void close() {
        lane.execute(() -> {
            if (!stopped) {
                stop(Replica.closedFault());
            }
        });
        lane.close();
    }

    private void stop(ConsensusException.Halted reason) {
        stopped = true;
        parts.transport().unsubscribe(parts.group());
        inbox.clear();
        snapshots.want(Optional.empty());
        progress = stoppedProgress();
        proposals.close(reason);
        reads.close(reason);
    }

    /** Whoever has stopped leads nobody and knows no leader. */
    private Progress stoppedProgress() {
        return new Progress(
                progress.role() == Role.LEARNER ? Role.LEARNER : Role.FOLLOWER,
                progress.epoch(),
                Optional.empty(),
                progress.commitIndex(),
                progress.membership(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty());
    }

    private void execute(long atIndex, Execution.Work work, Consumer<Formed> whenExecuted) {
        apply.execute(atIndex, work, formed -> input(() -> whenExecuted.accept(formed)));
    }

    private void input(Input input) {
        if (!stopped) {
            inbox.add(input);
            wake();
        }
    }

    private void run() {
        scheduled.set(false);
        if (stopped) {
            return;
        }
        try {
            long now = parts.host().nanoTime();
            engine.tick(now);
            for (int i = 0; i < INPUTS_PER_RUN; i++) {
                Input input = inbox.poll();
                if (input == null) {
                    break;
                }
                input.run();
            }
            if (progress.role() == Role.LEADER) {
                ordering.propose(engine, progress.commitIndex());
            } else {
                forwarder.forward(progress.leader(), this::send);
            }
            reads.ask(engine, now);
            process(engine.poll(), now);
        } catch (Throwable t) {
            // At once: after a broken invariant the engine must not be called by a run that is scheduled already.
            haltNow(t);
            return;
        }
        if (!inbox.isEmpty()) {
            wake();
        }
    }

    /** Hands out what the engine has to say so far. */
    private void flush() {
        process(engine.poll(), parts.host().nanoTime());
    }

    private void process(Ready<M> ready, long now) {
        Log.Batch change = stored.toStored(ready.persist());
        if (!change.isEmpty()) {
            tail.append(ready.batch(), change);
        }
        send(addressed(ready.sendNow()));
        write(ready, change);
        Progress before = progress;
        progress = ready.progress();
        follow(before, ready, now);
        keepHouse(now);
        armTimer(Math.min(ready.wakeAtNanos(), introductions.greet(progress.membership(), now)), now);
    }

    private void write(Ready<M> ready, Log.Batch change) {
        List<Addressed<M>> messages = addressed(ready.sendAfterPersist());
        Map<PeerId, Bytes> greetings = greetings();
        if (change.isEmpty() && writesInFlight == 0) {
            sendAfterPersist(messages, greetings);
            return;
        }
        if (change.isEmpty() && messages.isEmpty() && greetings.isEmpty()) {
            return;
        }
        writesInFlight++;
        boolean engineWrote = !ready.persist().isEmpty();
        logLane.write(
                parts.group(),
                change,
                () -> {
                    sendAfterPersist(messages, greetings);
                    input(() -> persisted(ready.batch(), engineWrote));
                },
                this::halt);
    }

    private void sendAfterPersist(List<Addressed<M>> messages, Map<PeerId, Bytes> greetings) {
        send(messages);
        greetings.forEach((peer, prefix) ->
                parts.transport().send(parts.group(), peer, Envelope.frame(prefix, new Frame(List.of()))));
    }

    private Map<PeerId, Bytes> greetings() {
        Map<PeerId, Bytes> greetings = new LinkedHashMap<>();
        introductions.takeGreeted().forEach(peer -> greetings.put(peer, prefix(Envelope.Kind.HERE, peer)));
        return greetings;
    }

    private void persisted(long batch, boolean engineWrote) {
        writesInFlight--;
        tail.persisted(batch);
        if (engineWrote) {
            engine.persisted(batch);
        }
    }

    private void follow(Progress before, Ready<M> ready, long now) {
        if (before.role() != progress.role() || before.epoch() != progress.epoch()) {
            parts.tell(listener -> listener.onRole(progress.role(), progress.epoch()));
        }
        if (!before.leader().equals(progress.leader()) || before.epoch() != progress.epoch()) {
            parts.tell(listener -> listener.onLeader(progress.leader(), progress.epoch()));
            ordering.leaderChanged();
            forwarder.leaderChanged();
            if (progress.leader().isPresent()) {
                wake();
            }
        }
        if (!before.membership().equals(progress.membership())) {
            parts.tell(listener -> listener.onMembership(progress.membership()));
        }
        if (ordering.follow(ready.persist().entries(), progress)) {
            wake();
        }
        if (progress.commitIndex() > handedToApply) {
            handedToApply = progress.commitIndex();
            apply.commit(handedToApply);
        }
        for (Progress.ReadGrant grant : progress.reads()) {
            List<Reads.Read> granted = reads.granted(grant);
            if (!granted.isEmpty()) {
                apply.serve(grant.atIndex(), granted);
            }
        }
        for (long refused : progress.readsRefused()) {
            reads.refused(refused, now);
        }
        snapshots.want(progress.fetch());
    }

    private void keepHouse(long now) {
        proposals.expire(now, progress.leader());
        reads.expire(now, progress.leader());
        if (forwarder.mustResend(now)) {
            wake();
        }
    }

    private void armTimer(long wakeIfIdleAt, long now) {
        boolean idle = proposals.count() == 0 && reads.isIdle();
        long wakeAt = idle ? wakeIfIdleAt : Math.min(wakeIfIdleAt, now + HOUSEKEEPING_NANOS);
        if (wakeAt < timerAtNanos) {
            timerAtNanos = wakeAt;
            lane.after(Math.max(0, wakeAt - now), () -> {
                if (wakeAt == timerAtNanos) {
                    timerAtNanos = Long.MAX_VALUE;
                }
                wake();
            });
        }
    }

    private List<Addressed<M>> addressed(List<Ready.Send<M>> messages) {
        if (messages.isEmpty()) {
            return List.of();
        }
        List<Addressed<M>> addressed = new ArrayList<>(messages.size());
        for (Ready.Send<M> message : messages) {
            addressed.add(new Addressed<>(message.to(), prefix(Envelope.Kind.ENGINE, message.to()), message.message()));
        }
        return addressed;
    }

    private Bytes prefix(Envelope.Kind kind, PeerId to) {
        return Envelope.prefix(kind, parts.storage().storageId(), introductions.addressOf(to));
    }

    private void send(List<Addressed<M>> messages) {
        for (Addressed<M> message : messages) {
            parts.transport()
                    .send(
                            parts.group(),
                            message.to(),
                            Envelope.frame(message.prefix(), codec.encode(message.message())));
        }
    }

    private void send(PeerId to, Envelope.Kind kind, Frame content) {
        send(to, introductions.addressOf(to), kind, content);
    }

    private void send(PeerId to, long addressee, Envelope.Kind kind, Frame content) {
        Bytes prefix = Envelope.prefix(kind, parts.storage().storageId(), addressee);
        parts.transport().send(parts.group(), to, Envelope.frame(prefix, content));
    }

    /** Sends what does no harm wherever it arrives. Any lane. */
    void sendToAnybody(PeerId to, Envelope.Kind kind, Frame content) {
        send(to, Envelope.ANYBODY, kind, content);
    }

    private void receive(PeerId from, Bytes frame) {
        try {
            Envelope envelope = Envelope.parse(frame);
            if (introductions.mayListen(from, envelope)) {
                dispatch(from, envelope);
            }
        } catch (MalformedFrameException e) {
            if (framesDropped.incrementAndGet() == 1) {
                LOG.warn(
                        "{}: dropped a frame from {} that makes no sense; further ones are only counted",
                        parts.name(),
                        from,
                        e);
            }
        }
    }

    private void dispatch(PeerId from, Envelope envelope) throws MalformedFrameException {
        Bytes content = envelope.content();
        switch (envelope.kind()) {
            case ENGINE -> engine.receive(from, codec.decode(content));
            case FORWARD -> {
                Headers.Parsed<Block> block = Headers.parse(content, Block.parser());
                if (progress.role() == Role.LEADER) {
                    CommandBlock commands = EntryCodec.fromProto(block.header(), block.rest());
                    commands.requireReadable();
                    ordering.add(commands);
                }
            }
            case SNAPSHOT_REQUEST ->
                snapshots.onRequest(
                        from, Headers.parse(content, SnapshotRequest.parser()).header());
            case SNAPSHOT_CHUNK -> {
                Headers.Parsed<SnapshotChunk> chunk = Headers.parse(content, SnapshotChunk.parser());
                snapshots.onChunk(from, chunk.header(), chunk.rest());
            }
            case STRANGER ->
                introductions.onStranger(
                        from, Headers.parse(content, Stranger.parser()).header());
            case ADOPT -> introductions.onAdopt(from);
            case HELLO -> introductions.onHello(from);
            case HERE -> introductions.onHere(from);
        }
    }
}
