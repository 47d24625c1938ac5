/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import io.consenso.PeerId;
import io.consenso.paxos.Message.Accept;
import io.consenso.paxos.Message.Accepted;
import io.consenso.paxos.Message.Balloted;
import io.consenso.paxos.Message.Heartbeat;
import io.consenso.paxos.Message.HeartbeatReply;
import io.consenso.paxos.Message.Nack;
import io.consenso.paxos.Message.Prepare;
import io.consenso.paxos.Message.Promise;
import io.consenso.paxos.Message.Slots;
import io.consenso.spi.Entry;
import java.util.ArrayList;
import java.util.List;

/**
 * Promises and votes, durably: the memory of the group (Paxos Made Simple, 2.2). It votes for whatever is proposed under a ballot no lower than it
 * has promised, in any order of slots, and tells what it voted for to whoever prepares a higher one.
 */
final class Acceptor {
    private final Node node;
    private final Learner learner;
    private long votedBallot;
    private List<Slots> voted = new ArrayList<>();

    Acceptor(Node node, Learner learner) {
        this.node = node;
        this.learner = learner;
    }

    /** Whether the message is of a ballot in which this replica may still take part; refuses it otherwise. */
    boolean admits(PeerId from, Balloted message) {
        if (message.ballot() < node.promised()) {
            node.send(from, new Nack(message.ballot(), node.promised(), node.chosen()));
            return false;
        }
        return true;
    }

    /**
     * 1b. Promises, and tells every vote above what is chosen here; what is chosen must be learned, not proposed again. A vote that can no longer be
     * read is told as such: whoever left it out would say that there was none.
     */
    void onPrepare(PeerId from, Prepare prepare) {
        node.promise(prepare.ballot());
        long first = prepare.from();
        long cursor = Math.max(first, node.chosen() + 1);
        boolean isLast;
        do {
            List<Entry> records = node.records()
                    .entries(cursor, Long.MAX_VALUE, node.options().entriesBytesMax());
            long end = records.isEmpty()
                    ? Long.MAX_VALUE
                    : records.get(records.size() - 1).index();
            isLast = records.isEmpty() || end >= node.records().last();
            long last = isLast ? Long.MAX_VALUE : end;
            node.sendAfterPersist(
                    from,
                    new Promise(
                            prepare.ballot(),
                            node.chosen(),
                            first,
                            last,
                            evidence(records, prepare),
                            node.records().faulty(Math.max(first, node.chosen() + 1), last)));
            first = last + 1;
            cursor = first;
        } while (!isLast);
    }

    /** A vote of the very ballot that is prepared says nothing about the ballots before it: a late repetition of the request meets it. */
    private static List<Entry> evidence(List<Entry> records, Prepare prepare) {
        return records.stream()
                .filter(record -> record.epoch() != prepare.ballot())
                .toList();
    }

    /** 2b. Accepting is also promising. */
    void onAccept(Accept accept) {
        node.promise(accept.ballot());
        for (Entry entry : accept.entries()) {
            vote(entry);
        }
    }

    private void vote(Entry entry) {
        long slot = entry.index();
        if (learner.knows(slot) || slot > node.chosen() + 2L * node.options().slotsMax()) {
            // Known already, as the proposer will hear; or so far ahead that this replica has other worries.
            return;
        }
        if (node.records().ballotAt(slot) != entry.epoch()) {
            node.records().put(entry);
        }
        if (votedBallot != entry.epoch()) {
            voted.clear();
            votedBallot = entry.epoch();
        }
        int end = voted.size() - 1;
        if (end >= 0 && voted.get(end).last() + 1 == slot) {
            voted.set(end, new Slots(voted.get(end).first(), slot));
        } else {
            voted.add(new Slots(slot, slot));
        }
    }

    /** The leader's own vote, which counts when it is durable. */
    void voteForOwn(Entry entry) {
        node.records().put(entry);
    }

    void onHeartbeat(PeerId from, Heartbeat heartbeat) {
        node.promise(heartbeat.ballot());
        node.sendPromised(
                from,
                new HeartbeatReply(
                        heartbeat.ballot(),
                        heartbeat.round(),
                        node.chosen(),
                        node.records().last()));
    }

    /** Answers all proposals of a round at once. Votes of a ballot that a higher one has overtaken meanwhile are kept, but not worth a message. */
    void beforePoll() {
        if (voted.isEmpty()) {
            return;
        }
        if (votedBallot == node.promised()) {
            node.owner(votedBallot)
                    .ifPresent(
                            leader -> node.sendAfterPersist(leader, new Accepted(votedBallot, node.chosen(), voted)));
        }
        voted = new ArrayList<>();
    }
}
