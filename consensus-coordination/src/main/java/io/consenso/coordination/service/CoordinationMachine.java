/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.service;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import io.consenso.Bytes;
import io.consenso.Command;
import io.consenso.StateMachine;
import io.consenso.coordination.service.proto.ChangeCounter;
import io.consenso.coordination.service.proto.ChangeEntry;
import io.consenso.coordination.service.proto.CoordinationCommand;
import io.consenso.coordination.service.proto.CoordinationQuery;
import io.consenso.coordination.service.proto.CoordinationReply;
import io.consenso.coordination.service.proto.Done;
import io.consenso.coordination.service.proto.Enter;
import io.consenso.coordination.service.proto.Expire;
import io.consenso.coordination.service.proto.Leave;
import io.consenso.coordination.service.proto.Refusal;
import io.consenso.coordination.service.proto.RoomQuery;
import io.consenso.coordination.service.proto.RoomReply;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The replicated state of all locks, semaphores, latches, barriers, counters and maps of a group. Give it to a replica, and to
 * {@link Coordination} in the same process, which is how applications use it.
 *
 * <p><b>Tokens.</b> Fencing tokens, generations of barriers and versions of entries are drawn from one sequence that is part of the state. The
 * position in the log would not do: one entry carries many commands, and a lock may change hands several times within it, or between two
 * commands when a session ends.
 *
 * <p><b>Time.</b> The machine knows none. Log time is the leaders' wall clock, and a wall clock may be set forward by hours; so what a session
 * holds is taken from it only when another process says that it has seen no sign of life for longer than the session's lease, measured by that
 * process's monotonic clock, and only if none has come since in the log. When the group itself ends a session, what it awaits is taken from it
 * at once, since nobody can rely on that; what it holds waits for the lease as well.
 */
public final class CoordinationMachine implements StateMachine {
    private final Limits limits;
    private final Observers observers = new Observers();
    private Rooms rooms;
    private Values values;
    private long sequence;

    /** With nothing in it. */
    public CoordinationMachine() {
        this(Limits.DEFAULTS);
    }

    CoordinationMachine(Limits limits) {
        this.limits = limits;
        rooms = new Rooms(this::next, limits, observers);
        values = new Values(this::next, limits, observers);
    }

    private long next() {
        return ++sequence;
    }

    @Override
    public synchronized Bytes apply(Command command) {
        CoordinationReply.Builder reply = CoordinationReply.newBuilder().setSession(command.session());
        try {
            apply(command, parsed(command.payload()), reply);
        } catch (RefusedException refused) {
            reply.setRefusal(refused.toProto());
        }
        return Bytes.wrap(reply.build().toByteArray());
    }

    private static CoordinationCommand parsed(Bytes payload) throws RefusedException {
        try {
            return CoordinationCommand.parseFrom(payload.asByteBuffer());
        } catch (InvalidProtocolBufferException e) {
            throw new RefusedException(Refusal.Reason.MALFORMED, "not a command of the coordination service");
        }
    }

    private void apply(Command command, CoordinationCommand parsed, CoordinationReply.Builder reply)
            throws RefusedException {
        if (!parsed.hasExpire()) {
            // Whoever says that others are silent has not said that it needs what it holds; the door does not count it
            // either.
            rooms.renew(command.session());
        }
        switch (parsed.getCommandCase()) {
            case KEEP_ALIVE -> reply.setDone(Done.getDefaultInstance());
            case ENTER -> enter(parsed.getEnter(), command.session(), reply);
            case LEAVE -> leave(parsed.getLeave(), reply);
            case EXPIRE -> expire(parsed.getExpire(), reply);
            case CHANGE_COUNTER -> change(parsed.getChangeCounter(), reply);
            case CHANGE_ENTRY -> change(parsed.getChangeEntry(), command.index(), reply);
            case COMMAND_NOT_SET -> throw new RefusedException(Refusal.Reason.MALFORMED, "no command");
        }
    }

    private void enter(Enter enter, long session, CoordinationReply.Builder reply) throws RefusedException {
        checkName(enter.getName());
        checkName(enter.getOwner());
        reply.setSeat(rooms.enter(enter, session, namesLeft()).toProto());
    }

    private void leave(Leave leave, CoordinationReply.Builder reply) {
        rooms.leave(new RoomKey(leave.getKind(), leave.getName()), RequestId.of(leave.getRequest()));
        reply.setDone(Done.getDefaultInstance());
    }

    private void expire(Expire expire, CoordinationReply.Builder reply) {
        rooms.expire(expire.getSession(), expire.getRenewal());
        reply.setDone(Done.getDefaultInstance());
    }

    private void change(ChangeCounter change, CoordinationReply.Builder reply) throws RefusedException {
        checkName(change.getName());
        reply.setCounter(values.change(change, namesLeft()));
    }

    private void change(ChangeEntry change, long index, CoordinationReply.Builder reply) throws RefusedException {
        checkName(change.getMap());
        checkName(change.getKey());
        reply.setEntry(values.change(change, index, namesLeft()));
    }

    private int namesLeft() {
        return limits.names() - rooms.rooms.size() - values.names();
    }

    private void checkName(String name) throws RefusedException {
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > limits.nameBytes()) {
            throw new RefusedException(
                    Refusal.Reason.LIMIT,
                    "a name of " + bytes + " bytes, at most " + limits.nameBytes() + " are accepted");
        }
    }

    @Override
    public synchronized void sessionExpired(long session, long timeMillis) {
        rooms.takeWaiting(session);
    }

    @Override
    public synchronized Bytes query(Bytes query) {
        CoordinationQuery parsed;
        try {
            parsed = CoordinationQuery.parseFrom(query.asByteBuffer());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("not a query of the coordination service", e);
        }
        CoordinationReply.Builder reply = CoordinationReply.newBuilder();
        switch (parsed.getQueryCase()) {
            case COUNTER -> reply.setCounter(values.counter(parsed.getCounter()));
            case ENTRY ->
                reply.setEntry(values.entry(
                        parsed.getEntry().getMap(), parsed.getEntry().getKey()));
            case ROOM -> reply.setRoom(room(parsed.getRoom()));
            case QUERY_NOT_SET -> reply.setDone(Done.getDefaultInstance());
        }
        return Bytes.wrap(reply.build().toByteArray());
    }

    private RoomReply room(RoomQuery query) {
        RoomReply.Builder reply = RoomReply.newBuilder();
        Room room = rooms.rooms.get(new RoomKey(query.getKind(), query.getName()));
        if (room != null) {
            room.seated.values().forEach(seat -> reply.addSeated(seat.toProto()));
            room.waiting.values().forEach(seat -> reply.addWaiting(seat.toProto()));
        }
        return reply.build();
    }

    @Override
    public synchronized Snapshot snapshot() {
        return new MachineSnapshot(rooms, values, sequence);
    }

    @Override
    public synchronized void restore(InputStream in) throws IOException {
        Rooms newRooms = new Rooms(this::next, limits, observers);
        Values newValues = new Values(this::next, limits, observers);
        sequence = MachineSnapshot.read(in, newRooms, newValues);
        rooms = newRooms;
        values = newValues;
        observers.jumped();
        rooms.forEachLessee(this::tell);
    }

    private void tell(Lessee lessee) {
        observers.renewed(lessee.session(), lessee.renewal(), lessee.ttlMillis());
    }

    /** From now on the observer is told; first of the sessions that there are. */
    synchronized void attach(MachineObserver observer) {
        observers.all.add(observer);
        rooms.forEachLessee(lessee -> observer.renewed(lessee.session(), lessee.renewal(), lessee.ttlMillis()));
    }

    synchronized void detach(MachineObserver observer) {
        observers.all.remove(observer);
    }

    /** Where a wish stands on this replica now. */
    synchronized Optional<Seat> find(RoomKey key, RequestId request) {
        Room room = rooms.rooms.get(key);
        return room == null ? Optional.empty() : room.find(request);
    }

    /** Who is first in a room on this replica now. */
    synchronized Optional<Seat> first(RoomKey key) {
        Room room = rooms.rooms.get(key);
        return room == null ? Optional.empty() : room.first();
    }

    static com.google.protobuf.ByteString toByteString(Bytes bytes) {
        return UnsafeByteOperations.unsafeWrap(bytes.asByteBuffer());
    }

    /** Tells each. */
    private static final class Observers implements MachineObserver {
        private final List<MachineObserver> all = new ArrayList<>();

        @Override
        public void renewed(long session, long renewal, long ttlMillis) {
            all.forEach(each -> each.renewed(session, renewal, ttlMillis));
        }

        @Override
        public void gone(long session) {
            all.forEach(each -> each.gone(session));
        }

        @Override
        public void settled(RoomKey room, Seat seat) {
            all.forEach(each -> each.settled(room, seat));
        }

        @Override
        public void taken(RoomKey room, Seat seat) {
            all.forEach(each -> each.taken(room, seat));
        }

        @Override
        public void firstChanged(RoomKey room, Optional<Seat> first) {
            all.forEach(each -> each.firstChanged(room, first));
        }

        @Override
        public void entryChanged(String map, String key, Optional<Bytes> value, long version, long index) {
            all.forEach(each -> each.entryChanged(map, key, value, version, index));
        }

        @Override
        public void jumped() {
            all.forEach(MachineObserver::jumped);
        }
    }
}
