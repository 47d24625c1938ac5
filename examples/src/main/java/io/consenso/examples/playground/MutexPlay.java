/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.coordination.mutex.BoundedMutex;
import io.consenso.coordination.mutex.Grant;
import io.consenso.coordination.mutex.Mutex;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Processes that ask for one resource, hold it for a while and give it back. */
final class MutexPlay implements Play<Mutex> {
    private static final long DEADLINE_MILLIS = 3_000;

    private final MutexKind kind;
    private final MutexWishes wishes;
    private final Faults faults;
    private final List<PeerMoment> unsettled;
    private final List<PeerId> granted = new CopyOnWriteArrayList<>();
    private final Set<PeerId> holders = ConcurrentHashMap.newKeySet();
    private final List<String> violations = new CopyOnWriteArrayList<>();

    MutexPlay(MutexKind kind, MutexWishes wishes, Faults faults) {
        this.kind = kind;
        this.wishes = wishes;
        this.faults = faults;
        unsettled = new CopyOnWriteArrayList<>(wishes.requests());
    }

    @Override
    public String title() {
        return kind.title();
    }

    @Override
    public List<PeerId> peers() {
        return wishes.peers();
    }

    @Override
    public Faults faults() {
        return faults;
    }

    @Override
    public long crashMillis(Timing timing) {
        // In the middle of the first grant.
        return firstMillis() + timing.millis(wishes.holdMillis()) / 2 + 5;
    }

    private long firstMillis() {
        return wishes.requests().stream()
                .mapToLong(request -> request.number().orElse(0))
                .min()
                .orElse(0);
    }

    @Override
    public long drawnFromMillis(Timing timing) {
        return kind.isBeginningDrawn() ? 0 : Math.max(0, firstMillis() - 1);
    }

    @Override
    public Mutex join(Seat seat) {
        Mutex mutex = kind.join(seat);
        if (mutex instanceof BoundedMutex bounded) {
            bounded.listen(grant -> {
                holders.remove(seat.self());
                seat.note("loses " + grant.resource());
            });
        }
        return mutex;
    }

    @Override
    public void leave(Mutex process) {
        process.close();
    }

    @Override
    public String describe(Bytes frame) {
        return kind.describe(frame);
    }

    @Override
    public Set<String> chatter() {
        return kind.chatter();
    }

    @Override
    public void begin(World<Mutex> world) {
        world.at(firstMillis(), world.journal()::recount);
        for (PeerMoment request : wishes.requests()) {
            world.at(request.number().orElse(0), () -> ask(world, request));
        }
    }

    private void ask(World<Mutex> world, PeerMoment request) {
        PeerId peer = request.peer();
        Duration deadline = Duration.ofMillis(world.timing().millis(DEADLINE_MILLIS));
        world.call(peer, mutex -> {
            world.journal().note(peer, "asks for " + wishes.resource());
            CompletableFuture<Grant> unused = mutex.acquire(wishes.resource(), deadline)
                    .whenComplete((grant, problem) -> answered(world, request, grant, problem));
        });
    }

    private void answered(World<Mutex> world, PeerMoment request, @Nullable Grant grant, @Nullable Throwable problem) {
        PeerId peer = request.peer();
        if (grant == null) {
            world.journal().told(peer, "gives up: " + reason(problem));
            unsettled.remove(request);
            return;
        }
        world.journal().note(peer, "holds " + grant.resource() + ", " + kind.token(grant.token()));
        granted.add(peer);
        Optional<PeerId> other = holders.stream()
                .filter(holder -> !holder.equals(peer) && world.isUp(holder))
                .findFirst();
        other.ifPresent(holder -> violations.add(peer + " and " + holder + " hold it at once"));
        holders.add(peer);
        world.at(
                world.elapsedMillis() + world.timing().millis(wishes.holdMillis()),
                () -> giveBack(world, request, grant));
    }

    private static String reason(@Nullable Throwable problem) {
        Throwable cause =
                problem instanceof CompletionException && problem.getCause() != null ? problem.getCause() : problem;
        return cause == null ? "no reason" : String.valueOf(cause.getMessage());
    }

    private void giveBack(World<Mutex> world, PeerMoment request, Grant grant) {
        world.call(request.peer(), mutex -> {
            if (holders.remove(request.peer())) {
                world.journal().note(request.peer(), "releases " + grant.resource());
            }
            CompletableFuture<Void> unused =
                    mutex.release(grant).whenComplete((nothing, problem) -> unsettled.remove(request));
        });
    }

    @Override
    public boolean isOver(World<Mutex> world) {
        // Who crashed waits for nothing and holds nothing.
        holders.removeIf(peer -> !world.isUp(peer));
        unsettled.removeIf(request -> !world.isUp(request.peer())
                && world.elapsedMillis() >= request.number().orElse(0));
        return unsettled.isEmpty();
    }

    @Override
    public Outcome outcome(World<Mutex> world) {
        String order = String.join(", ", granted.stream().map(PeerId::value).toList());
        String line = granted.size() + " of " + wishes.requests().size() + " requests granted"
                + (granted.isEmpty() ? "" : ", in the order " + order) + "; "
                + (violations.isEmpty() ? "never two holders at once" : String.join("; ", violations));
        boolean isRight = violations.isEmpty()
                && (!faults.isEmpty() || granted.size() == wishes.requests().size());
        return new Outcome(isRight, List.of(line), kind.formulas(world.journal(), granted, !faults.isEmpty()));
    }
}
