/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import io.consenso.engine.InvariantViolation;
import io.consenso.paxos.proto.RunList;
import io.consenso.paxos.proto.SlotList;
import java.util.ArrayList;
import java.util.List;

/** Ranges of slots on the wire, in any order. Reading throws {@link IllegalArgumentException} for what writing did not write. */
final class SlotLists {
    private SlotLists() {}

    static SlotList slots(List<Message.Slots> ranges) {
        SlotList.Builder list = SlotList.newBuilder();
        ranges.forEach(range -> add(list, range.first(), range.last()));
        return list.build();
    }

    static RunList runs(List<Message.Run> runs) {
        SlotList.Builder slots = SlotList.newBuilder();
        RunList.Builder list = RunList.newBuilder();
        for (Message.Run run : runs) {
            add(slots, run.first(), run.last());
            list.addBallot(run.ballot());
        }
        return list.setSlots(slots).build();
    }

    private static void add(SlotList.Builder list, long first, long last) {
        InvariantViolation.check(1 <= first && first <= last, () -> "no slots: " + first + " to " + last);
        list.addFirst(first).addMore(last - first);
    }

    static List<Message.Slots> readSlots(SlotList list) {
        int count = list.getFirstCount();
        HeaderReader.require(count == list.getMoreCount(), "lists of different lengths");
        List<Message.Slots> ranges = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long first = HeaderReader.slot(list.getFirst(i));
            long more = HeaderReader.natural(list.getMore(i));
            HeaderReader.require(more <= Long.MAX_VALUE - first, "a slot beyond all slots");
            ranges.add(new Message.Slots(first, first + more));
        }
        return ranges;
    }

    static List<Message.Run> readRuns(RunList list) {
        List<Message.Slots> ranges = readSlots(list.getSlots());
        HeaderReader.require(ranges.size() == list.getBallotCount(), "lists of different lengths");
        List<Message.Run> runs = new ArrayList<>(ranges.size());
        for (int i = 0; i < ranges.size(); i++) {
            Message.Slots range = ranges.get(i);
            runs.add(new Message.Run(range.first(), range.last(), HeaderReader.ballot(list.getBallot(i))));
        }
        return runs;
    }
}
