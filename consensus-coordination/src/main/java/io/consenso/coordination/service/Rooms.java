/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.service;

import io.consenso.coordination.service.proto.Enter;
import io.consenso.coordination.service.proto.Refusal;
import io.consenso.coordination.service.proto.RoomKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All locks, semaphores, latches and barriers that somebody holds or waits for, and the sessions that do. What nobody uses is forgotten: tokens
 * are drawn from one sequence for all names, so they grow even for a name that was forgotten meanwhile.
 */
final class Rooms {
    private final LongSupplier sequence;
    private final Limits limits;
    private final MachineObserver observer;
    final Map<RoomKey, Room> rooms = new TreeMap<>();
    final Map<Long, Lessee> lessees = new TreeMap<>();

    Rooms(LongSupplier sequence, Limits limits, MachineObserver observer) {
        this.sequence = sequence;
        this.limits = limits;
        this.observer = observer;
    }

    /** A command of that session has come. */
    void renew(long session) {
        Lessee lessee = lessees.get(session);
        if (lessee != null) {
            lessee.renew(sequence.getAsLong());
            observer.renewed(session, lessee.renewal(), lessee.ttlMillis());
        }
    }

    /** Where the wish stands after this; the same again for a wish that is known. */
    Seat enter(Enter wish, long session, int namesLeft) throws RefusedException {
        RoomKey key = new RoomKey(wish.getKind(), wish.getName());
        RequestId request = RequestId.of(wish.getRequest());
        Room room = rooms.get(key);
        Optional<Seat> known = room == null ? Optional.empty() : room.find(request);
        if (known.isPresent()) {
            return known.get();
        }
        check(wish, room, namesLeft);
        Room entered = rooms.computeIfAbsent(key, unknown -> newRoom(unknown.kind(), wish.getCapacity()));
        Seat seat = new Seat(request, session, wish.getOwner(), wish.getPermits(), Seat.WAITING);
        entered.enter(seat);
        lease(key, seat, wish.getTtlMillis());
        changed(key, entered, () -> {});
        return entered.find(request).orElse(seat);
    }

    private void check(Enter wish, @Nullable Room room, int namesLeft) throws RefusedException {
        if (wish.getCapacity() < 1
                || wish.getPermits() < 1
                || wish.getPermits() > wish.getCapacity()
                || wish.getTtlMillis() < 1
                || wish.getKind() == RoomKind.UNRECOGNIZED) {
            throw new RefusedException(Refusal.Reason.MALFORMED, "not a wish that can be granted");
        }
        if (room == null) {
            if (namesLeft < 1) {
                throw new RefusedException(Refusal.Reason.LIMIT, "there are " + limits.names() + " names already");
            }
            return;
        }
        if (room.capacity() != wish.getCapacity()) {
            throw new RefusedException(
                    Refusal.Reason.MISMATCH,
                    "'" + wish.getName() + "' is in use with " + room.capacity() + ", not with " + wish.getCapacity());
        }
        if (wish.getNoWait() && room instanceof PermitRoom permits && !permits.hasRoomFor(wish.getPermits())) {
            throw new RefusedException(Refusal.Reason.BUSY, "'" + wish.getName() + "' is taken");
        }
        if (room.seated.size() + room.waiting.size() >= limits.waiters()) {
            throw new RefusedException(
                    Refusal.Reason.LIMIT, limits.waiters() + " hold or await '" + wish.getName() + "' already");
        }
    }

    private void lease(RoomKey key, Seat seat, long ttlMillis) {
        Lessee lessee = lessees.computeIfAbsent(
                seat.session(), session -> new Lessee(session, ttlMillis, sequence.getAsLong()));
        lessee.requests.put(seat.request(), key);
        lessee.liveAtLeast(ttlMillis);
        observer.renewed(lessee.session(), lessee.renewal(), lessee.ttlMillis());
    }

    /** The wish is given up by whoever made it. */
    void leave(RoomKey key, RequestId request) {
        Room room = rooms.get(key);
        if (room != null) {
            changed(key, room, () -> room.leave(request).ifPresent(this::unlease));
        }
    }

    /** All that the session holds and awaits is taken from it, unless it gave a sign of life after that one. */
    void expire(long session, long renewal) {
        Lessee lessee = lessees.get(session);
        if (lessee != null && lessee.renewal() == renewal) {
            takeAll(lessee, false);
        }
    }

    /** The session can send nothing any more. It awaits nothing then; what it holds it may believe to hold until its lease has run out. */
    void takeWaiting(long session) {
        Lessee lessee = lessees.get(session);
        if (lessee != null) {
            takeAll(lessee, true);
        }
    }

    private void takeAll(Lessee lessee, boolean isWaitingOnly) {
        List<Map.Entry<RequestId, RoomKey>> requests = new ArrayList<>(lessee.requests.entrySet());
        // The last first: what it awaits must not be granted to it by the loss of what it holds.
        Collections.reverse(requests);
        for (Map.Entry<RequestId, RoomKey> each : requests) {
            Room room = rooms.get(each.getValue());
            if (room != null && (!isWaitingOnly || room.waiting.containsKey(each.getKey()))) {
                take(each.getValue(), room, each.getKey());
            }
        }
    }

    private void take(RoomKey key, Room room, RequestId request) {
        changed(
                key,
                room,
                () -> room.leave(request).ifPresent(seat -> {
                    unlease(seat);
                    observer.taken(key, seat);
                }));
    }

    private void unlease(Seat seat) {
        Lessee lessee = lessees.get(seat.session());
        if (lessee != null) {
            lessee.requests.remove(seat.request());
            if (lessee.requests.isEmpty()) {
                lessees.remove(seat.session());
                observer.gone(seat.session());
            }
        }
    }

    private void changed(RoomKey key, Room room, Runnable change) {
        Optional<Seat> before = room.first();
        change.run();
        List<Seat> settled = room.advance();
        settled.forEach(seat -> observer.settled(key, seat));
        if (!room.first().equals(before)) {
            observer.firstChanged(key, room.first());
        }
        if (room.isEmpty()) {
            rooms.remove(key);
        }
    }

    Room newRoom(RoomKind kind, int capacity) {
        return kind == RoomKind.BARRIER ? new BarrierRoom(capacity, sequence) : new PermitRoom(capacity, sequence);
    }

    /** Puts back a room and who is in it. */
    void restore(RoomKey key, int capacity, List<Seat> seats) {
        Room room = newRoom(key.kind(), capacity);
        for (Seat seat : seats) {
            if (seat.isWaiting()) {
                room.enter(seat);
            } else {
                room.seat(seat);
            }
            Lessee lessee = lessees.get(seat.session());
            if (lessee != null) {
                lessee.requests.put(seat.request(), key);
            }
        }
        rooms.put(key, room);
    }

    void forEachLessee(Consumer<Lessee> action) {
        lessees.values().forEach(action);
    }
}
