/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.mutex;

import io.consenso.PeerId;
import io.consenso.coordination.Member;
import io.consenso.coordination.Send;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A token on a ring (Le Lann 1977), made anew by an election on the ring (after Chang and Roberts 1979) when it is lost.
 *
 * <p><b>Why there is one token.</b> An epoch names its maker, so no two tokens have the same. A maker sends an election with the new epoch
 * around the ring first. Who passes it on takes no token of a lower epoch any more; who has the token at hand does not pass it on, and moves
 * its token to an epoch above. So when an election is back at its maker, nobody on its way had the token, and nobody will take the
 * old one, wherever it is. Of several elections at once only the highest comes through. Time plays no role in this, except for one thing:
 * whoever does not confirm in time what was passed to it is taken for dead and skipped.
 */
final class TokenRingProcess implements MutexProcess<RingMessage> {
    private static final long NOBODY = -1;

    private final PeerId self;
    private final List<PeerId> members;
    private final TokenRingOptions options;
    private final long life;
    private final MutexObserver observer;
    private final RingView ring;
    private final RingPost post;
    private final WaitingRequests waiting = new WaitingRequests();
    private final HeldGrants held = new HeldGrants();
    // The newest token that is known of; of an election that goes around, with no hop yet.
    private long epoch;
    private long hop = NOBODY;
    private @Nullable AtHand atHand;
    private long ownElection = NOBODY;
    private long passedElection = NOBODY;
    private long seenNanos;
    private long roundUntilNanos;
    private long probeNanos;
    private final Set<PeerId> unwelcoming = new LinkedHashSet<>();
    private long joinUntilNanos;
    private boolean isJoining = true;
    private boolean isElectionHeldBack;

    /** The token while it is here. */
    private record AtHand(long epoch, long hop, long sequence, long restUntilNanos) {}

    TokenRingProcess(Member member, TokenRingOptions options, long life, MutexObserver observer) {
        self = member.self();
        members = member.peers();
        this.options = options;
        this.life = life;
        this.observer = observer;
        ring = new RingView(self, members);
        post = new RingPost(life, options.receiptTimeoutNanos());
        unwelcoming.addAll(member.others());
    }

    @Override
    public List<Send<RingMessage>> start(long now) {
        seenNanos = now;
        roundUntilNanos = now + options.roundTimeoutNanos(members.size());
        joinUntilNanos = now + options.receiptTimeoutNanos();
        probeNanos = now + options.probeEveryNanos();
        List<Send<RingMessage>> sends = new ArrayList<>(Send.toEach(unwelcoming, new RingMessage.Join(life)));
        sends.addAll(unwelcoming.isEmpty() ? joined(now) : List.of());
        return sends;
    }

    @Override
    public List<Send<RingMessage>> acquire(long now, Request request) {
        waiting.add(request);
        if (atHand != null && held.isEmpty()) {
            grantEachFirst(now);
        }
        return List.of();
    }

    @Override
    public List<Send<RingMessage>> release(long now, Grant grant) {
        return held.remove(grant).isPresent() && held.isEmpty() ? passOn(now) : List.of();
    }

    @Override
    public List<Send<RingMessage>> leave(long now) {
        waiting.all().forEach(request -> observer.failed(request, new MutexException.Unavailable("closed")));
        List<Send<RingMessage>> sends = new ArrayList<>(ring.successor().equals(self) ? List.of() : passOn(now));
        members.stream()
                .filter(peer -> !peer.equals(self))
                .forEach(peer -> sends.add(new Send<>(peer, new RingMessage.Leave(life))));
        return sends;
    }

    @Override
    public List<Send<RingMessage>> receive(long now, PeerId from, RingMessage message) {
        ring.heard(from);
        if (message instanceof RingMessage.Token token) {
            return token(now, from, token);
        } else if (message instanceof RingMessage.Election election) {
            return election(now, from, election);
        } else if (message instanceof RingMessage.Receipt receipt) {
            post.confirmed(receipt.serial());
            return List.of();
        } else if (message instanceof RingMessage.Join join) {
            ring.joined(from, join.life());
            List<Send<RingMessage>> sends = new ArrayList<>();
            sends.add(new Send<>(from, new RingMessage.Welcome(join.life(), life, epoch)));
            // It may be a new life, which knows nothing of what was passed to the old one.
            post.pollTo(from).forEach(each -> sends.addAll(notPassed(now, each)));
            return sends;
        } else if (message instanceof RingMessage.Welcome welcome) {
            return welcomed(now, from, welcome);
        } else if (message instanceof RingMessage.Leave leave) {
            ring.left(from, leave.life());
            List<Send<RingMessage>> sends = new ArrayList<>();
            post.pollTo(from).forEach(each -> sends.addAll(notPassed(now, each)));
            return sends;
        }
        throw new IllegalArgumentException("no such message: " + message);
    }

    @Override
    public List<Send<RingMessage>> tick(long now) {
        List<Send<RingMessage>> sends = new ArrayList<>();
        for (HeldGrants.Held each : held.expired(now)) {
            observer.lost(each.grant());
            sends.addAll(release(now, each.grant()));
        }
        for (Request request : waiting.pollExpired(now)) {
            observer.failed(request, new MutexException.TimedOut(explain(now, request)));
        }
        for (RingPost.Outgoing each : post.pollOverdue(now)) {
            ring.silent(each.to());
            sends.addAll(notPassed(now, each));
        }
        if (isJoining && joinUntilNanos <= now) {
            sends.addAll(joined(now));
        }
        if (isResting() && restUntilNanos() <= now) {
            sends.addAll(passOn(now));
        }
        if (isTokenMissed() && roundUntilNanos <= now) {
            sends.addAll(elect(now));
        }
        if (probeNanos <= now) {
            probeNanos = now + options.probeEveryNanos();
            sends.addAll(Send.toEach(ring.missing(), new RingMessage.Join(life)));
        }
        return sends;
    }

    @Override
    public long wakeAtNanos() {
        long wakeAt = Math.min(post.wakeAtNanos(), Math.min(held.wakeAtNanos(), waiting.wakeAtNanos()));
        if (isJoining) {
            wakeAt = Math.min(wakeAt, joinUntilNanos);
        }
        if (isResting()) {
            wakeAt = Math.min(wakeAt, restUntilNanos());
        }
        if (isTokenMissed()) {
            wakeAt = Math.min(wakeAt, roundUntilNanos);
        }
        return ring.missing().isEmpty() ? wakeAt : Math.min(wakeAt, probeNanos);
    }

    private boolean isResting() {
        return atHand != null && held.isEmpty();
    }

    private long restUntilNanos() {
        return atHand == null ? Long.MAX_VALUE : atHand.restUntilNanos();
    }

    private boolean isTokenMissed() {
        return atHand == null && !isJoining;
    }

    // The token.

    private List<Send<RingMessage>> token(long now, PeerId from, RingMessage.Token token) {
        if (token.receiver() != life) {
            // What was passed to an earlier life is lost, and the sender hears so.
            return List.of(new Send<>(from, new RingMessage.Join(life)));
        }
        List<Send<RingMessage>> sends = new ArrayList<>();
        sends.add(new Send<>(from, new RingMessage.Receipt(token.serial())));
        boolean isNew = token.epoch() != epoch ? token.epoch() > epoch : token.hop() > hop;
        if (isNew) {
            // Whoever was passed the token is known to the ring.
            isJoining = false;
            isElectionHeldBack = false;
            take(now, token.epoch(), token.hop(), token.sequence());
        }
        return sends;
    }

    private void take(long now, long newEpoch, long newHop, long sequence) {
        epoch = newEpoch;
        hop = newHop;
        seenNanos = now;
        atHand =
                new AtHand(newEpoch, newHop, sequence, now + options.restEvery().toNanos());
        if (held.isEmpty()) {
            grantEachFirst(now);
        }
    }

    /** Once while the token is here, so that it goes on after {@code holdMax} whatever is asked for meanwhile. */
    private void grantEachFirst(long now) {
        for (String resource : waiting.resources()) {
            AtHand token = atHand;
            Optional<Request> request =
                    token == null || token.epoch() < epoch ? Optional.empty() : waiting.poll(resource);
            if (token != null && request.isPresent()) {
                long sequence = token.sequence() + 1;
                atHand = new AtHand(token.epoch(), token.hop(), sequence, token.restUntilNanos());
                Grant grant = new Grant(resource, self, FencingToken.of(token.epoch(), sequence));
                long until = now + options.holdMax().toNanos();
                held.add(new HeldGrants.Held(request.get(), grant, until));
                observer.granted(request.get(), grant, until);
            }
        }
    }

    private List<Send<RingMessage>> passOn(long now) {
        AtHand token = atHand;
        if (token == null) {
            return List.of();
        }
        seenNanos = now;
        roundUntilNanos = now + options.roundTimeoutNanos(members.size());
        PeerId next = ring.successor();
        if (token.epoch() < epoch) {
            // There is, or will be, a newer one.
            atHand = null;
            return List.of();
        }
        if (next.equals(self)) {
            take(now, token.epoch(), token.hop() + 1, token.sequence());
            return List.of();
        }
        atHand = null;
        hop = token.hop() + 1;
        return List.of(post.pass(
                now,
                next,
                new RingMessage.Token(post.nextSerial(), ring.life(next), token.epoch(), hop, token.sequence())));
    }

    /** Whoever it was for is dead, new or gone. */
    private List<Send<RingMessage>> notPassed(long now, RingPost.Outgoing outgoing) {
        if (outgoing.message() instanceof RingMessage.Election election) {
            return election.epoch() == epoch ? passElectionOn(now) : List.of();
        }
        return isTokenMissed() ? elect(now) : List.of();
    }

    // Elections.

    private List<Send<RingMessage>> elect(long now) {
        epoch = ownEpochAbove(epoch);
        hop = NOBODY;
        ownElection = epoch;
        passedElection = epoch;
        roundUntilNanos = now + options.roundTimeoutNanos(members.size());
        return passElectionOn(now);
    }

    private List<Send<RingMessage>> passElectionOn(long now) {
        PeerId next = ring.successor();
        if (!next.equals(self)) {
            return List.of(post.pass(now, next, new RingMessage.Election(post.nextSerial(), epoch)));
        }
        if (ownElection != epoch) {
            return elect(now);
        }
        won(now);
        return List.of();
    }

    private List<Send<RingMessage>> election(long now, PeerId from, RingMessage.Election election) {
        List<Send<RingMessage>> sends = new ArrayList<>();
        sends.add(new Send<>(from, new RingMessage.Receipt(election.serial())));
        AtHand token = atHand;
        if (election.epoch() == ownElection && election.epoch() == epoch) {
            won(now);
        } else if (election.epoch() > epoch && token != null) {
            epoch = ownEpochAbove(election.epoch());
            hop = 0;
            atHand = new AtHand(epoch, hop, 0, token.restUntilNanos());
        } else if (token == null && isAhead(election)) {
            epoch = election.epoch();
            hop = NOBODY;
            passedElection = epoch;
            roundUntilNanos = now + options.roundTimeoutNanos(members.size());
            isElectionHeldBack = isJoining;
            sends.addAll(isJoining ? List.of() : passElectionOn(now));
        }
        return sends;
    }

    /** Higher than all that is known; or known already from hearsay, but neither passed on nor over. */
    private boolean isAhead(RingMessage.Election election) {
        return election.epoch() > epoch || (election.epoch() == epoch && hop == NOBODY && passedElection != epoch);
    }

    private void won(long now) {
        ownElection = NOBODY;
        if (atHand == null) {
            take(now, epoch, 0, 0);
        }
    }

    /** The least epoch above that one that is this process's to make: epochs go round, too. */
    private long ownEpochAbove(long other) {
        int size = members.size();
        return (other / size + 1) * size + members.indexOf(self);
    }

    // Members.

    private List<Send<RingMessage>> welcomed(long now, PeerId from, RingMessage.Welcome welcome) {
        if (welcome.newcomer() != life) {
            return List.of();
        }
        ring.joined(from, welcome.life());
        if (welcome.epoch() > epoch) {
            // A token of a lower epoch that is here will not be passed on.
            epoch = welcome.epoch();
            hop = NOBODY;
        }
        unwelcoming.remove(from);
        return isJoining && unwelcoming.isEmpty() ? joined(now) : List.of();
    }

    /** All that live know of this process, and it of them; so elections may pass. */
    private List<Send<RingMessage>> joined(long now) {
        isJoining = false;
        roundUntilNanos = now + options.roundTimeoutNanos(members.size());
        if (isElectionHeldBack) {
            isElectionHeldBack = false;
            return passElectionOn(now);
        }
        // Nobody has ever seen a token: need not wait for one.
        return epoch == 0 ? elect(now) : List.of();
    }

    private String explain(long now, Request request) {
        if (held.contains(request.resource())) {
            return "this process itself holds " + request.resource();
        }
        String ago = Durations.millis(now - seenNanos);
        return now - seenNanos <= options.roundTimeoutNanos(members.size())
                ? "the token goes round and was here " + ago + " ago"
                : "no token seen for " + ago;
    }
}
