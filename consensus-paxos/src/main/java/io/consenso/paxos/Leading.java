/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.engine.Engine;
import io.consenso.engine.InvariantViolation;
import io.consenso.engine.Role;
import io.consenso.engine.parts.ReadRounds;
import io.consenso.paxos.Message.Slots;
import io.consenso.spi.Entry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Phase 2, as long as nobody prepares a higher ballot: finishes what earlier leaders may have begun, slot by slot, then proposes what it is given,
 * in many slots at once, and counts the votes.
 */
final class Leading extends Phase {
    private final Learner learner;
    private final Acceptor acceptor;
    private final Promises promises;
    private final ReadRounds reads;
    private final TreeMap<Long, Proposed> open = new TreeMap<>();
    private final Map<PeerId, Peer> peers = new HashMap<>();
    /** Proposals that have not left yet, by slot: one that was undecidable may come after later ones. */
    private TreeMap<Long, Entry> fresh = new TreeMap<>();

    /** Slots for which too few of the promises can tell; more may come. */
    private final TreeSet<Long> undecidable = new TreeSet<>();

    private final ArrayDeque<OwnVote> ownVotes = new ArrayDeque<>();
    /** Up to here there may be votes of earlier leaderships: every slot is settled before commands are taken. */
    private long takeOverTo;

    private final long takenOverAt;
    private long nextSlot;
    private long openBytes;
    private long heartbeatAt;

    /** A value proposed in a slot, and who has accepted it. */
    private record Proposed(Entry entry, Set<PeerId> votes) {}

    private record OwnVote(long batch, long slot) {}

    /** What a leader knows of a peer. */
    private static final class Peer {
        long heardAt;
        long round;
        long told;
        long repeatAt;
        long repeatAfter;

        Peer(long now, long repeatAfter) {
            heardAt = now;
            heard(repeatAfter, now);
        }

        void heard(long patience, long now) {
            repeatAfter = patience;
            repeatAt = now + patience;
        }
    }

    Leading(Node node, Learner learner, Acceptor acceptor, Promises promises) {
        super(node);
        this.learner = learner;
        this.acceptor = acceptor;
        this.promises = promises;
        reads = new ReadRounds(node::chosen, new ReadAnswers());
        for (PeerId peer : node.others()) {
            peers.put(
                    peer,
                    new Peer(node.now(), node.options().heartbeatInterval().toNanos()));
        }
        nextSlot = node.chosen() + 1;
        takeOverTo = Math.max(node.records().last(), promises.last());
        takenOverAt = takeOverTo;
        takeOver();
        heartbeat();
    }

    @Override
    Role role() {
        return Role.LEADER;
    }

    @Override
    long ballot() {
        return promises.ballot();
    }

    @Override
    Optional<PeerId> leader() {
        return Optional.of(node().self());
    }

    @Override
    boolean hearsLeaderBeside(PeerId asking) {
        return true;
    }

    @Override
    long wakeAtNanos() {
        return peers.isEmpty() ? Long.MAX_VALUE : heartbeatAt;
    }

    // Proposing.

    /** In every slot that an earlier leader may have proposed in: the value of the highest ballot, or a no-op that closes the gap. */
    private void takeOver() {
        if (!undecidable.isEmpty()) {
            List.copyOf(undecidable).forEach(this::takeOver);
        }
        while (nextSlot <= takeOverTo && isWithinWindow(nextSlot)) {
            takeOver(nextSlot);
            nextSlot++;
        }
    }

    private void takeOver(long slot) {
        undecidable.remove(slot);
        if (learner.knows(slot) || slot <= promises.chosen()) {
            return;
        }
        if (!node().quorumsAt(slot).isQ1(promises.soundAt(slot))) {
            undecidable.add(slot);
            return;
        }
        Entry evidence = promises.evidence().get(slot);
        if (evidence == null) {
            propose(slot, Entry.Kind.NOOP, Bytes.EMPTY);
        } else {
            propose(slot, evidence.kind(), evidence.payload());
        }
    }

    /** Who does not know what was chosen up to alpha slots ago may not even know who decides. */
    private boolean isWithinWindow(long slot) {
        return slot <= node().chosen() + node().options().slotsMax();
    }

    private void propose(long slot, Entry.Kind kind, Bytes payload) {
        Entry entry = new Entry(slot, ballot(), kind, payload);
        acceptor.voteForOwn(entry);
        open.put(slot, new Proposed(entry, new HashSet<>()));
        ownVotes.add(new OwnVote(node().nextBatch(), slot));
        openBytes += entry.size();
        fresh.put(slot, entry);
    }

    @Override
    void propose(List<Engine.Proposal> proposals) {
        boolean isFull = nextSlot <= takeOverTo;
        for (Engine.Proposal proposal : proposals) {
            int size = new Entry(nextSlot, ballot(), Entry.Kind.COMMANDS, proposal.payload()).size();
            // One that fits after one that did not would overtake it.
            isFull |= !isWithinWindow(nextSlot)
                    || (openBytes > 0 && openBytes + size > node().options().uncommittedBytesMax());
            if (isFull) {
                node().outbox().refuse(proposal);
            } else {
                propose(nextSlot, Entry.Kind.COMMANDS, proposal.payload());
                nextSlot++;
            }
        }
    }

    private void send(PeerId peer, Iterable<Entry> entries) {
        List<Entry> message = new ArrayList<>();
        long bytes = 0;
        for (Entry entry : entries) {
            if (!message.isEmpty() && bytes + entry.size() > node().options().entriesBytesMax()) {
                node().send(peer, accept(message));
                message = new ArrayList<>();
                bytes = 0;
            }
            message.add(entry);
            bytes += entry.size();
        }
        if (!message.isEmpty()) {
            node().send(peer, accept(message));
        }
    }

    private Message.Accept accept(List<Entry> entries) {
        return new Message.Accept(ballot(), node().chosen(), entries);
    }

    // Counting.

    @Override
    void persisted() {
        while (!ownVotes.isEmpty() && ownVotes.element().batch() <= node().durableBatch()) {
            vote(ownVotes.remove().slot(), node().self());
        }
    }

    @Override
    void onAccepted(PeerId from, Message.Accepted accepted) {
        if (accepted.ballot() != ballot()) {
            return;
        }
        heard(from, accepted.chosen());
        peer(from).heard(node().options().heartbeatInterval().toNanos(), node().now());
        for (Slots slots : accepted.slots()) {
            for (long slot : List.copyOf(
                    open.subMap(slots.first(), true, slots.last(), true).keySet())) {
                vote(slot, from);
            }
        }
    }

    private void vote(long slot, PeerId voter) {
        Proposed proposed = open.get(slot);
        if (proposed == null) {
            return;
        }
        proposed.votes().add(voter);
        if (node().quorumsAt(slot).isQ2(proposed.votes())) {
            open.remove(slot);
            openBytes -= proposed.entry().size();
            learner.chosen(slot);
        }
    }

    /** A slot that was proposed in is known by other means; nothing is left to count. */
    private void settle() {
        while (!open.isEmpty() && open.firstKey() <= node().chosen()) {
            openBytes -= open.pollFirstEntry().getValue().entry().size();
        }
    }

    // Promises that come late.

    @Override
    void onPromise(PeerId from, Message.Promise promise) {
        if (node().quorums().isVoter(from) && promises.add(from, promise)) {
            learner.knownAt(from, promise.chosen());
            // Slots that somebody knows to be chosen are not for proposals any more, and votes that show only now come
            // before commands.
            nextSlot = Math.max(nextSlot, promises.chosen() + 1);
            takeOverTo = Math.max(takeOverTo, promises.last());
        }
    }

    // Keeping in touch.

    /** Whether too few have been heard for an election time-out to choose anything, or this process itself was away for so long. */
    boolean hasLostQuorum(long sinceLastTickNanos) {
        if (node().isSoleVoter()) {
            return false;
        }
        long timeout = node().electionTimeoutNanos();
        return sinceLastTickNanos > timeout || !isHeardWithin(timeout);
    }

    /** Whether so many were heard within this time that they could choose, and that nobody else leads. */
    boolean isHeardWithin(long nanos) {
        long heardAt = node().quorums()
                .reachedForWrites(peer -> peer.equals(node().self()) ? node().now() : peer(peer).heardAt);
        return node().now() - heardAt < nanos;
    }

    private void heard(PeerId from, long chosenThere) {
        peer(from).heardAt = node().now();
        learner.knownAt(from, chosenThere);
    }

    private Peer peer(PeerId id) {
        Peer peer = peers.get(id);
        if (peer == null) {
            throw new InvariantViolation(id + " is no peer of this leader");
        }
        return peer;
    }

    void tick() {
        if (node().now() >= heartbeatAt) {
            heartbeat();
            node().otherVoters().forEach(this::repeat);
            if (!undecidable.isEmpty()) {
                askAgain();
            }
        }
    }

    /** Who has not promised yet may know what happened in the undecidable slots. */
    private void askAgain() {
        for (PeerId voter : node().otherVoters()) {
            if (!promises.from().contains(voter)) {
                node().send(voter, new Message.Prepare(ballot(), promises.first()));
            }
        }
    }

    private void heartbeat() {
        long watermark = node().chosen();
        peers.forEach((id, peer) -> {
            node().send(id, new Message.Heartbeat(ballot(), watermark, reads.newest()));
            peer.told = watermark;
        });
        heartbeatAt = node().now() + node().options().heartbeatInterval().toNanos();
    }

    /** What a voter has not voted for within its time is proposed to it again, the very same, ever more seldom until it is heard. */
    private void repeat(PeerId voter) {
        Peer peer = peer(voter);
        if (open.isEmpty() || node().now() < peer.repeatAt) {
            return;
        }
        List<Entry> entries = new ArrayList<>();
        long bytes = 0;
        for (Proposed proposed : open.values()) {
            Entry entry = proposed.entry();
            if (proposed.votes().contains(voter)) {
                continue;
            }
            bytes += entry.size();
            if (!entries.isEmpty() && bytes > node().options().entriesBytesMax()) {
                break;
            }
            entries.add(entry);
        }
        send(voter, entries);
        peer.heard(Math.min(peer.repeatAfter * 2, node().electionTimeoutNanos()), node().now());
    }

    @Override
    void onHeartbeatReply(PeerId from, Message.HeartbeatReply reply) {
        if (reply.ballot() != ballot()) {
            return;
        }
        heard(from, reply.chosen());
        peer(from).round = Math.max(peer(from).round, reply.round());
        // A vote of long ago that no promise told: nothing was chosen there, and nobody shall wait for it.
        takeOverTo = Math.max(takeOverTo, reply.last());
        confirmReads();
    }

    @Override
    void disconnected(PeerId peer) {
        Peer gone = peers.get(peer);
        if (gone != null) {
            gone.repeatAt = Math.min(gone.repeatAt, node().now());
        }
    }

    // Reads.

    @Override
    void read(long readId) {
        reads.add(readId);
    }

    @Override
    void onReadIndexRequest(PeerId from, Message.ReadIndexRequest request) {
        reads.add(from, request.request());
    }

    private void confirmReads() {
        reads.confirm(node().quorums()
                .reachedAgainstElections(peer -> peer.equals(node().self()) ? reads.newest() : peer(peer).round));
    }

    /** What the replica, or a peer, learns of its read. */
    private final class ReadAnswers implements ReadRounds.Answers {
        @Override
        public void grant(ReadRounds.Reader reader, long index) {
            reader.from()
                    .ifPresentOrElse(
                            peer -> node().send(peer, new Message.ReadIndexReply(reader.id(), index)),
                            () -> node().outbox().grant(reader.id(), index));
        }

        @Override
        public void refuse(ReadRounds.Reader reader) {
            reader.from()
                    .ifPresentOrElse(
                            peer -> node().send(peer, new Message.ReadIndexRefused(reader.id())),
                            () -> node().outbox().refuseRead(reader.id()));
        }
    }

    @Override
    void beforePoll() {
        settle();
        takeOver();
        Collection<Entry> leaving = fresh.values();
        fresh = new TreeMap<>();
        for (PeerId voter : node().otherVoters()) {
            send(voter, leaving);
            if (!leaving.isEmpty()) {
                peer(voter).told = node().chosen();
            }
        }
        // Until it has settled what others began, a leader does not know what is chosen.
        if (node().chosen() >= takenOverAt && reads.open()) {
            heartbeat();
            confirmReads();
        }
        if (open.isEmpty()) {
            peers.forEach(this::tell);
        }
    }

    private void tell(PeerId id, Peer peer) {
        if (peer.told < node().chosen()) {
            node().send(id, new Message.Chosen(ballot(), node().chosen()));
            peer.told = node().chosen();
        }
    }

    @Override
    void leave() {
        reads.refuseAll();
    }
}
