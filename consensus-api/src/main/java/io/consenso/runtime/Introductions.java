/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.runtime;

import io.consenso.Membership;
import io.consenso.PeerId;
import io.consenso.runtime.proto.Stranger;
import io.consenso.spi.Frame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who speaks from which storage. A replica that comes back under its old name with another storage has lost what it promised; its messages
 * must not count (Michael et al., "Recovering shared objects without stable storage", DISC 2017).
 *
 * <p>Every member tells every other its storage as soon as both are up, whether the protocol has them talk or not, since the one who
 * remembers may be the only one left. A replica whose storage is empty is new or has lost everything, and only the others know which: it
 * listens to nobody who has not said to know it by this storage. Loop lane only.
 */
final class Introductions {
    private static final Logger LOG = LoggerFactory.getLogger(Introductions.class);
    private static final long RETRY_NANOS = Duration.ofMillis(500).toNanos();
    private static final long RETRY_NANOS_MAX = Duration.ofSeconds(8).toNanos();

    private final Replica.Parts parts;
    private final StoredState stored;
    private final SnapshotTransfer.Sender sender;
    private final Consumer<PeerId> onForgotten;
    private final boolean isEmpty;

    private final Set<PeerId> confirmed = new HashSet<>();
    private List<PeerId> greeted = new ArrayList<>();
    private long retryAtNanos;
    private long patienceNanos;
    private Optional<Membership> complete = Optional.empty();

    /**
     * At start.
     *
     * @param isEmpty whether this storage holds nothing of the group
     * @param onForgotten the peer has come back with an empty storage, with its operator's consent
     */
    Introductions(
            Replica.Parts parts,
            StoredState stored,
            boolean isEmpty,
            SnapshotTransfer.Sender sender,
            Consumer<PeerId> onForgotten) {
        this.parts = parts;
        this.stored = stored;
        this.isEmpty = isEmpty;
        this.sender = sender;
        this.onForgotten = onForgotten;
    }

    /** Says hello to those whose answer is still missing, if it is time; returns when it will be next. */
    long greet(Membership membership, long nowNanos) {
        if (complete.isPresent() && complete.get().equals(membership)) {
            return Long.MAX_VALUE;
        }
        List<PeerId> missing = missing(membership);
        if (missing.isEmpty()) {
            // Nobody is ever forgotten.
            complete = Optional.of(membership);
            return Long.MAX_VALUE;
        }
        if (patienceNanos == 0 || nowNanos - retryAtNanos >= 0) {
            missing.forEach(this::hello);
            patienceNanos = Math.min(RETRY_NANOS_MAX, Math.max(RETRY_NANOS, patienceNanos * 2));
            retryAtNanos = nowNanos + patienceNanos;
        }
        return retryAtNanos;
    }

    private List<PeerId> missing(Membership membership) {
        List<PeerId> missing = new ArrayList<>(membership.voters());
        missing.addAll(membership.learners());
        missing.removeIf(peer -> peer.equals(parts.self()) || isIntroduced(peer));
        return missing;
    }

    private boolean isIntroduced(PeerId peer) {
        return confirmed.contains(peer) || (!isEmpty && stored.storageOf(peer).isPresent());
    }

    private void hello(PeerId peer) {
        sender.send(peer, Envelope.Kind.HELLO, new Frame(List.of()));
    }

    /** Those who are to be told that they are known, now that this is about to be written. */
    List<PeerId> takeGreeted() {
        List<PeerId> taken = greeted;
        greeted = new ArrayList<>();
        return taken;
    }

    /** Whether a frame of that kind is to be looked at. */
    boolean mayListen(PeerId from, Envelope envelope) {
        return isKnown(from, envelope) && (!isEmpty || confirmed.contains(from) || isIntroduction(envelope.kind()));
    }

    private static boolean isIntroduction(Envelope.Kind kind) {
        return switch (kind) {
            case HELLO, HERE, STRANGER, ADOPT -> true;
            case ENGINE, FORWARD, SNAPSHOT_REQUEST, SNAPSHOT_CHUNK -> false;
        };
    }

    private boolean isKnown(PeerId from, Envelope envelope) {
        OptionalLong known = stored.storageOf(from);
        if (known.isEmpty()) {
            stored.learn(from, envelope.storageId());
        } else if (known.getAsLong() != envelope.storageId()) {
            return isStranger(from, envelope, known.getAsLong());
        }
        return true;
    }

    private boolean isStranger(PeerId from, Envelope envelope, long known) {
        if (envelope.kind() == Envelope.Kind.ADOPT) {
            LOG.warn(
                    "{}: {} has lost its storage and is taken back with a new one, as its operator says",
                    parts.name(),
                    from);
            stored.learn(from, envelope.storageId());
            onForgotten.accept(from);
            return true;
        }
        if (envelope.kind() == Envelope.Kind.STRANGER) {
            return true;
        }
        Stranger stranger = Stranger.newBuilder()
                .setSeenStorageId(envelope.storageId())
                .setKnownStorageId(known)
                .build();
        sender.send(from, Envelope.Kind.STRANGER, Frame.of(Headers.encode(stranger)));
        return false;
    }

    /** The peer wants to be known; it is told so when that is on disk. */
    void onHello(PeerId from) {
        greeted.add(from);
        if (isEmpty && !confirmed.contains(from)) {
            hello(from);
        }
    }

    /** The peer knows this replica by its storage. */
    void onHere(PeerId from) {
        confirmed.add(from);
    }

    /** The peer knows this replica by another storage. Throws unless the operator has said that this one is to take its place. */
    void onStranger(PeerId from, Stranger stranger) {
        if (stranger.getSeenStorageId() != parts.storage().storageId()) {
            return;
        }
        if (!parts.replaceLostStorage()) {
            throw new IllegalStateException("peer " + from + " knows " + parts.self() + " by another storage ("
                    + Long.toHexString(stranger.getKnownStorageId()) + ", here is "
                    + Long.toHexString(stranger.getSeenStorageId())
                    + "): the directory it had was lost, and with it promises to the group. Bring the directory back, or, "
                    + "if it is gone for good, start once with replaceLostStorage");
        }
        sender.send(from, Envelope.Kind.ADOPT, new Frame(List.of()));
    }

    /** As {@link #onHello}: who is taken back waits for the answer, too. */
    void onAdopt(PeerId from) {
        greeted.add(from);
    }
}
