/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.coordination.service;

import io.consenso.ReplicatedState;
import io.consenso.coordination.service.proto.CounterState;
import io.consenso.coordination.service.proto.EntryState;
import io.consenso.coordination.service.proto.LesseeState;
import io.consenso.coordination.service.proto.RoomState;
import io.consenso.coordination.service.proto.StateEnd;
import io.consenso.coordination.service.proto.StateItem;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The state at one moment: everything in it is immutable, so that it may be written while the machine goes on. */
final class MachineSnapshot implements ReplicatedState.Snapshot {
    private final List<LesseeState> lessees = new ArrayList<>();
    private final List<RoomState> rooms = new ArrayList<>();
    private final List<CounterState> counters = new ArrayList<>();
    private final List<EntryState> entries = new ArrayList<>();
    private final long sequence;

    MachineSnapshot(Rooms from, Values values, long sequence) {
        this.sequence = sequence;
        from.lessees.values().forEach(lessee -> lessees.add(toProto(lessee)));
        from.rooms.forEach((key, room) -> rooms.add(toProto(key, room)));
        values.counters.forEach((name, value) -> counters.add(
                CounterState.newBuilder().setName(name).setValue(value).build()));
        for (Map<String, EntryState> map : values.maps.values()) {
            entries.addAll(map.values());
        }
    }

    private static LesseeState toProto(Lessee lessee) {
        return LesseeState.newBuilder()
                .setSession(lessee.session())
                .setTtlMillis(lessee.ttlMillis())
                .setRenewal(lessee.renewal())
                .build();
    }

    private static RoomState toProto(RoomKey key, Room room) {
        RoomState.Builder state =
                RoomState.newBuilder().setKind(key.kind()).setName(key.name()).setCapacity(room.capacity());
        room.seated.values().forEach(seat -> state.addSeated(seat.toProto()));
        room.waiting.values().forEach(seat -> state.addWaiting(seat.toProto()));
        return state.build();
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        for (LesseeState lessee : lessees) {
            StateItem.newBuilder().setLessee(lessee).build().writeDelimitedTo(out);
        }
        for (RoomState room : rooms) {
            StateItem.newBuilder().setRoom(room).build().writeDelimitedTo(out);
        }
        for (CounterState counter : counters) {
            StateItem.newBuilder().setCounter(counter).build().writeDelimitedTo(out);
        }
        for (EntryState entry : entries) {
            StateItem.newBuilder().setEntry(entry).build().writeDelimitedTo(out);
        }
        StateItem.newBuilder()
                .setEnd(StateEnd.newBuilder().setSequence(sequence))
                .build()
                .writeDelimitedTo(out);
    }

    /** Puts all of it into rooms and values that are empty, and returns where the sequence stood. */
    static long read(InputStream in, Rooms rooms, Values values) throws IOException {
        while (true) {
            StateItem item = StateItem.parseDelimitedFrom(in);
            if (item == null) {
                throw new EOFException("a snapshot of the coordination service ends too early");
            }
            switch (item.getItemCase()) {
                case LESSEE -> add(item.getLessee(), rooms);
                case ROOM -> add(item.getRoom(), rooms);
                case COUNTER ->
                    values.counters.put(
                            item.getCounter().getName(), item.getCounter().getValue());
                case ENTRY -> values.restore(item.getEntry());
                case END -> {
                    return item.getEnd().getSequence();
                }
                case ITEM_NOT_SET -> throw new IOException("a snapshot of another version of the coordination service");
            }
        }
    }

    private static void add(LesseeState state, Rooms rooms) {
        rooms.lessees.put(state.getSession(), new Lessee(state.getSession(), state.getTtlMillis(), state.getRenewal()));
    }

    private static void add(RoomState state, Rooms rooms) {
        List<Seat> seats = new ArrayList<>();
        state.getSeatedList().forEach(seat -> seats.add(Seat.of(seat)));
        state.getWaitingList().forEach(seat -> seats.add(Seat.of(seat)));
        rooms.restore(new RoomKey(state.getKind(), state.getName()), state.getCapacity(), seats);
    }
}
