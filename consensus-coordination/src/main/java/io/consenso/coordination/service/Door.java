/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.service;

import io.consenso.Bytes;
import io.consenso.ConsensusException;
import io.consenso.coordination.service.Claim.Stage;
import io.consenso.coordination.service.proto.CoordinationCommand;
import io.consenso.coordination.service.proto.CoordinationReply;
import io.consenso.coordination.service.proto.Enter;
import io.consenso.coordination.service.proto.KeepAlive;
import io.consenso.coordination.service.proto.Leave;
import io.consenso.coordination.service.proto.RoomKind;
import io.consenso.spi.Host;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What this process holds and awaits, and the session that it keeps alive for that. Everything happens on one lane.
 *
 * <p><b>Nothing leaks.</b> A wish has a name and may be sent again. Who gives up sends a {@code Leave} after it, again and again until the log
 * has it. Commands of one session are applied in the order in which they were proposed, and those of an ended session never; so a wish whose
 * outcome was unknown cannot be granted after its {@code Leave}. If the process dies, its lease runs out.
 */
final class Door implements MachineObserver {
    private static final long BACKOFF_NANOS = Duration.ofMillis(20).toNanos();
    private static final int KEEP_ALIVES_MAX = 3;

    private final Line line;
    private final CoordinationMachine machine;
    private final Host host;
    private final Host.Lane lane;
    private final CoordinationOptions options;
    private final Lease lease;
    private final Silence silence;
    private final Watches watches = new Watches();
    private final long name;
    private long requests;
    private final Map<RequestId, Claim> claims = new LinkedHashMap<>();
    private final Map<RequestId, CompletableFuture<Void>> leaving = new LinkedHashMap<>();
    private int underWay;
    private int keepAlives;
    private boolean isKeepingAlive;
    private boolean isWatchingLease;
    private boolean isListening;
    private boolean isClosed;

    Door(Line line, CoordinationMachine machine, CoordinationOptions options, Host host) {
        this.line = line;
        this.machine = machine;
        this.options = options;
        this.host = host;
        this.lane = host.lane("coordination");
        this.lease = new Lease(host, options.lease().toNanos());
        this.silence = new Silence(host);
        this.name = host.random().nextLong();
    }

    void open() {
        machine.attach(this);
    }

    Lease lease() {
        return lease;
    }

    Watches watches() {
        return watches;
    }

    Line line() {
        return line;
    }

    CoordinationMachine machine() {
        return machine;
    }

    String owner() {
        return options.owner().value();
    }

    /** Runs the task on the lane of this door. */
    void execute(Runnable task) {
        lane.execute(task);
    }

    /** Asks for permits; without a deadline it waits for as long as it takes. */
    CompletableFuture<Hold> claim(
            RoomKey key, int permits, int capacity, boolean isImpatient, Optional<Duration> deadline) {
        CompletableFuture<Hold> result = new CompletableFuture<>();
        lane.execute(() -> {
            Claim claim = new Claim(key, permits, capacity, isImpatient, nextRequest());
            CompletableFuture<Hold> unused =
                    claim.result().whenComplete((hold, failure) -> hand(result, hold, failure));
            CompletableFuture<Hold> unusedToo = result.whenComplete((hold, failure) -> {
                if (result.isCancelled()) {
                    lane.execute(() -> giveUp(claim));
                }
            });
            begin(claim, deadline);
        });
        return result;
    }

    /** Whoever has cancelled the future does not want what it waited for. */
    private void hand(CompletableFuture<Hold> result, @Nullable Hold hold, @Nullable Throwable failure) {
        boolean isTaken = failure == null ? result.complete(hold) : result.completeExceptionally(failure);
        if (!isTaken && hold != null) {
            CompletableFuture<Void> unused = hold.release();
        }
    }

    private RequestId nextRequest() {
        return new RequestId(name, ++requests);
    }

    private void begin(Claim claim, Optional<Duration> deadline) {
        if (isClosed) {
            claim.result().completeExceptionally(closed());
            return;
        }
        claims.put(claim.request(), claim);
        deadline.ifPresent(limit -> lane.after(limit.toNanos(), () -> giveUp(claim)));
        ask(claim);
        keepAliveLater();
    }

    private void ask(Claim claim) {
        RequestId request = claim.request();
        if (isClosed || !claim.isAsking(request)) {
            return;
        }
        propose(
                enter(claim),
                reply -> {
                    if (claim.isAsking(request)) {
                        answered(claim, reply);
                    }
                },
                failure -> {
                    if (claim.isAsking(request)) {
                        failed(claim, failure);
                    }
                });
    }

    private CoordinationCommand enter(Claim claim) {
        return CoordinationCommand.newBuilder()
                .setEnter(Enter.newBuilder()
                        .setKind(claim.key().kind())
                        .setName(claim.key().name())
                        .setRequest(claim.request().toProto())
                        .setOwner(owner())
                        .setPermits(claim.permits())
                        .setCapacity(claim.capacity())
                        .setNoWait(claim.isImpatient())
                        .setTtlMillis(options.lease().toMillis()))
                .build();
    }

    private void answered(Claim claim, CoordinationReply reply) {
        if (reply.hasRefusal()) {
            end(claim);
            claim.result().completeExceptionally(Refusals.of(reply.getRefusal()));
            return;
        }
        Seat seat = Seat.of(reply.getSeat());
        if (seat.isWaiting()) {
            claim.queued();
        } else {
            settled(claim, seat);
        }
    }

    private void failed(Claim claim, Throwable failure) {
        if (failure instanceof ConsensusException && !(failure instanceof ConsensusException.Halted)) {
            lane.after(backoff(claim.attempt()), () -> ask(claim));
        } else {
            end(claim);
            claim.result().completeExceptionally(failure);
        }
    }

    private long backoff(int attempt) {
        return Math.min(BACKOFF_NANOS << Math.min(attempt, 10), Math.max(BACKOFF_NANOS, lastingNanos() / 3));
    }

    private void giveUp(Claim claim) {
        if (claim.isUnsettled() || claim.stage() == Stage.SETTLED) {
            end(claim);
            claim.result()
                    .completeExceptionally(new CoordinationException.DeadlinePassed(
                            "it was not this request's turn for '" + claim.key().name() + "' in time"));
            withdraw(claim);
        }
    }

    private void end(Claim claim) {
        claims.remove(claim.request());
        claim.over();
    }

    private void askAgain(Claim claim) {
        // It may have been sent more than once, and be applied once more.
        withdraw(claim);
        claims.remove(claim.request());
        claim.askAgain(nextRequest());
        claims.put(claim.request(), claim);
        ask(claim);
    }

    private void settled(Claim claim, Seat seat) {
        claim.settled(seat);
        if (!deliver(claim, seat) && underWay == 0) {
            keepAlive();
        }
    }

    /** Tells whoever asked, once it can be relied on for a while. Returns whether it could. */
    private boolean deliver(Claim claim, Seat seat) {
        if (seat.token() == Seat.BROKEN) {
            end(claim);
            claim.result()
                    .completeExceptionally(new CoordinationException.Broken(
                            "the barrier '" + claim.key().name() + "' is broken"));
            withdraw(claim);
            return true;
        }
        // Having passed a barrier is a fact, not something that one holds.
        if (claim.key().kind() != RoomKind.BARRIER && !lease.covers(seat.session())) {
            return false;
        }
        Hold hold = new Hold(this, claim, seat);
        claim.held(hold);
        watchLease();
        claim.result().complete(hold);
        return true;
    }

    private void deliverAll() {
        for (Claim claim : List.copyOf(claims.values())) {
            Seat seat = claim.seat();
            if (claim.stage() == Stage.SETTLED && seat != null) {
                if (seat.token() != Seat.BROKEN && seat.session() < lease.session()) {
                    // Granted to a session that has ended since: nobody was told, so it may be asked for anew.
                    askAgain(claim);
                } else {
                    deliver(claim, seat);
                }
            }
        }
    }

    CompletableFuture<Void> release(Claim claim) {
        CompletableFuture<Void> released = new CompletableFuture<>();
        lane.execute(() -> {
            if (claim.stage() != Stage.HELD) {
                CompletableFuture<Void> leaves = leaving.get(claim.request());
                follow(leaves == null ? CompletableFuture.completedFuture(null) : leaves, released);
            } else {
                end(claim);
                follow(leave(claim.key(), claim.request()), released);
            }
        });
        return released;
    }

    private static void follow(CompletableFuture<Void> leader, CompletableFuture<Void> follower) {
        CompletableFuture<Void> unused = leader.whenComplete((nothing, failure) -> {
            if (failure == null) {
                follower.complete(null);
            } else {
                follower.completeExceptionally(failure);
            }
        });
    }

    private void withdraw(Claim claim) {
        CompletableFuture<Void> unused = leave(claim.key(), claim.request());
    }

    private CompletableFuture<Void> leave(RoomKey key, RequestId request) {
        CompletableFuture<Void> left = leaving.computeIfAbsent(request, unknown -> new CompletableFuture<>());
        leave(key, request, left, 0);
        return left;
    }

    private void leave(RoomKey key, RequestId request, CompletableFuture<Void> left, int attempt) {
        propose(
                CoordinationCommand.newBuilder()
                        .setLeave(Leave.newBuilder()
                                .setKind(key.kind())
                                .setName(key.name())
                                .setRequest(request.toProto()))
                        .build(),
                reply -> {
                    leaving.remove(request);
                    left.complete(null);
                },
                failure -> {
                    if (isClosed || failure instanceof ConsensusException.Halted) {
                        leaving.remove(request);
                        left.completeExceptionally(failure);
                    } else {
                        lane.after(backoff(attempt), () -> leave(key, request, left, attempt + 1));
                    }
                });
    }

    private void lose(Claim claim) {
        Hold hold = claim.hold();
        end(claim);
        if (hold != null) {
            hold.lose();
        }
        withdraw(claim);
    }

    /** Somebody noticed that the lease has run out, on any thread. */
    void lapsed() {
        lane.execute(this::loseWhatLapsed);
    }

    private void loseWhatLapsed() {
        for (Claim claim : List.copyOf(claims.values())) {
            Hold hold = claim.hold();
            if (claim.stage() == Stage.HELD && hold != null && !hold.isHeld()) {
                lose(claim);
            }
        }
    }

    private void watchLease() {
        if (!isWatchingLease) {
            isWatchingLease = true;
            lane.after(Math.max(1, lease.leftNanos(lease.session())), () -> {
                isWatchingLease = false;
                loseWhatLapsed();
                if (claims.values().stream().anyMatch(claim -> claim.stage() == Stage.HELD)) {
                    watchLease();
                }
            });
        }
    }

    private void propose(
            CoordinationCommand command, Consumer<CoordinationReply> answered, Consumer<Throwable> failed) {
        long before = host.nanoTime();
        underWay++;
        CompletableFuture<CoordinationReply> unused = line.propose(command)
                .whenComplete((reply, failure) -> lane.execute(() -> {
                    underWay--;
                    if (failure == null) {
                        if (!command.hasExpire()) {
                            heard(reply.getSession(), before);
                        }
                        answered.accept(reply);
                        deliverAll();
                    } else {
                        failed.accept(failure instanceof CompletionException ? failure.getCause() : failure);
                    }
                }));
    }

    private void heard(long session, long proposedNanos) {
        if (lease.renewed(session, proposedNanos)) {
            // What an ended session held is lost, whatever time is left.
            loseWhatLapsed();
        }
    }

    private void keepAliveLater() {
        if (!isKeepingAlive && !isClosed && !claims.isEmpty()) {
            isKeepingAlive = true;
            lane.after(lastingNanos() / 3, () -> {
                isKeepingAlive = false;
                if (!claims.isEmpty()) {
                    keepAlive();
                    keepAliveLater();
                }
            });
        }
    }

    private void keepAlive() {
        if (isClosed || keepAlives == KEEP_ALIVES_MAX) {
            return;
        }
        keepAlives++;
        propose(
                CoordinationCommand.newBuilder()
                        .setKeepAlive(KeepAlive.getDefaultInstance())
                        .build(),
                reply -> keepAlives--,
                failure -> keepAlives--);
    }

    private long lastingNanos() {
        return options.lease().toNanos();
    }

    private void listen() {
        if (!isListening && !isClosed && !silence.isEmpty()) {
            isListening = true;
            lane.after(lastingNanos() / 4, () -> {
                isListening = false;
                if (!isClosed) {
                    long mine = claims.isEmpty() ? -1 : lease.session();
                    silence.overdue(mine).forEach(expire -> propose(expire, reply -> {}, failure -> {}));
                    listen();
                }
            });
        }
    }

    @Override
    public void renewed(long session, long renewal, long ttlMillis) {
        boolean isFirst = silence.isEmpty();
        silence.heard(session, renewal, ttlMillis);
        if (isFirst) {
            lane.execute(this::listen);
        }
    }

    @Override
    public void gone(long session) {
        silence.forget(session);
    }

    @Override
    public void settled(RoomKey room, Seat seat) {
        if (seat.request().door() == name) {
            lane.execute(() -> {
                Claim claim = claims.get(seat.request());
                if (claim != null && claim.isUnsettled()) {
                    settled(claim, seat);
                }
            });
        }
    }

    @Override
    public void taken(RoomKey room, Seat seat) {
        if (seat.request().door() == name) {
            lane.execute(() -> {
                Claim claim = claims.get(seat.request());
                if (claim != null) {
                    taken(claim);
                }
            });
        }
    }

    private void taken(Claim claim) {
        if (claim.stage() == Stage.HELD) {
            lose(claim);
        } else if (claim.key().kind() == RoomKind.BARRIER) {
            end(claim);
            claim.result()
                    .completeExceptionally(new CoordinationException.Broken(
                            "this party of the barrier '" + claim.key().name() + "' was given up"));
            withdraw(claim);
        } else {
            askAgain(claim);
        }
    }

    @Override
    public void firstChanged(RoomKey room, Optional<Seat> first) {
        if (watches.isWatched(room)) {
            lane.execute(() -> watches.first(room, first));
        }
    }

    @Override
    public void entryChanged(String map, String key, Optional<Bytes> value, long version, long index) {
        if (watches.isWatched(map)) {
            MapChange change = new MapChange(key, value, version, index);
            lane.execute(() -> watches.changed(map, change));
        }
    }

    @Override
    public void jumped() {
        silence.forgetAll();
        lane.execute(() -> {
            for (Claim claim : List.copyOf(claims.values())) {
                look(claim);
            }
            watches.jumped(machine);
        });
    }

    /** What became of the claim was not told. */
    private void look(Claim claim) {
        Optional<Seat> seat = machine.find(claim.key(), claim.request());
        if (seat.isPresent()) {
            if (!seat.get().isWaiting() && claim.isUnsettled()) {
                settled(claim, seat.get());
            }
        } else if (claim.stage() != Stage.ASKING) {
            taken(claim);
        }
    }

    CompletableFuture<Void> close() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        lane.execute(() -> {
            if (isClosed) {
                done.complete(null);
                return;
            }
            isClosed = true;
            machine.detach(this);
            List<CompletableFuture<Void>> leaves = new ArrayList<>(leaving.values());
            for (Claim claim : List.copyOf(claims.values())) {
                Hold hold = claim.hold();
                end(claim);
                if (hold != null) {
                    hold.lose();
                }
                claim.result().completeExceptionally(closed());
                leaves.add(leave(claim.key(), claim.request()));
            }
            CompletableFuture<Void> unused = CompletableFuture.allOf(leaves.toArray(CompletableFuture[]::new))
                    .whenComplete((nothing, failure) -> {
                        done.complete(null);
                        lane.execute(lane::close);
                    });
        });
        return done;
    }

    private static CoordinationException.Closed closed() {
        return new CoordinationException.Closed("this door to the coordination service is closed");
    }
}
