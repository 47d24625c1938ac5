/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import io.consenso.Bytes;
import io.consenso.Membership;
import io.consenso.PeerId;
import io.consenso.spi.Entry;
import io.consenso.spi.SnapshotMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** Draws messages of every kind; numbers of every size, lists short or empty. */
final class RandomMessages {
    private static final List<Entry.Kind> KINDS = List.of(Entry.Kind.values());

    private static final Map<Class<?>, Function<RandomMessages, Message>> BY_KIND = Map.ofEntries(
            kind(Message.Poll.class, draw -> new Message.Poll(draw.number(), draw.id())),
            kind(
                    Message.PollReply.class,
                    draw -> new Message.PollReply(draw.number(), draw.id(), draw.random.nextBoolean(), draw.number())),
            kind(Message.Prepare.class, draw -> new Message.Prepare(draw.positive(), draw.positive())),
            kind(Message.Promise.class, RandomMessages::promise),
            kind(Message.Nack.class, draw -> new Message.Nack(draw.positive(), draw.positive(), draw.number())),
            kind(Message.Accept.class, RandomMessages::accept),
            kind(Message.Accepted.class, draw -> new Message.Accepted(draw.positive(), draw.number(), draw.ranges())),
            kind(Message.Heartbeat.class, draw -> new Message.Heartbeat(draw.positive(), draw.number(), draw.number())),
            kind(
                    Message.HeartbeatReply.class,
                    draw -> new Message.HeartbeatReply(draw.positive(), draw.number(), draw.number(), draw.number())),
            kind(Message.Chosen.class, draw -> new Message.Chosen(draw.positive(), draw.number())),
            kind(Message.LearnRequest.class, RandomMessages::learnRequest),
            kind(
                    Message.LearnReply.class,
                    draw -> new Message.LearnReply(draw.number(), draw.runs(), draw.entries(draw::positive))),
            kind(Message.SnapshotOffer.class, draw -> new Message.SnapshotOffer(draw.number(), draw.meta())),
            kind(Message.ReadIndexRequest.class, draw -> new Message.ReadIndexRequest(draw.id())),
            kind(Message.ReadIndexReply.class, draw -> new Message.ReadIndexReply(draw.id(), draw.number())),
            kind(Message.ReadIndexRefused.class, draw -> new Message.ReadIndexRefused(draw.id())),
            kind(Message.ReadProbe.class, draw -> new Message.ReadProbe(draw.id())),
            kind(
                    Message.ReadProbeReply.class,
                    draw -> new Message.ReadProbeReply(draw.id(), draw.number(), draw.number())));

    private final SplittableRandom random;

    private RandomMessages(long seed) {
        random = new SplittableRandom(seed);
    }

    private static <M extends Message> Map.Entry<Class<?>, Function<RandomMessages, Message>> kind(
            Class<M> kind, Function<RandomMessages, Message> draw) {
        return Map.entry(kind, draw);
    }

    /** Every record that is a message, as the sealed interfaces permit them. */
    static List<Class<?>> kinds() {
        return records(Message.class).toList();
    }

    private static Stream<Class<?>> records(Class<?> type) {
        return type.isRecord()
                ? Stream.of(type)
                : Stream.of(type.getPermittedSubclasses()).flatMap(RandomMessages::records);
    }

    static Message draw(Class<?> kind, long seed) {
        Function<RandomMessages, Message> draw = BY_KIND.get(kind);
        if (draw == null) {
            throw new AssertionError("nothing draws messages of " + kind);
        }
        return draw.apply(new RandomMessages(seed));
    }

    private Message promise() {
        long first = positive();
        List<Entry> records = entries(this::positive);
        return new Message.Promise(positive(), number(), first, notBefore(first), records, ranges());
    }

    private Message accept() {
        long ballot = positive();
        return new Message.Accept(ballot, number(), entries(() -> ballot));
    }

    private Message learnRequest() {
        long first = positive();
        return new Message.LearnRequest(first, notBefore(first), runs());
    }

    private long id() {
        return random.nextLong();
    }

    private long number() {
        return random.nextInt(8) == 0 ? 0 : positive();
    }

    private long positive() {
        return random.nextInt(16) == 0 ? Long.MAX_VALUE : Math.max(1, random.nextLong() >>> (1 + random.nextInt(63)));
    }

    private long notBefore(long first) {
        return Math.max(first, positive());
    }

    private List<Entry> entries(LongSupplier ballots) {
        List<Entry> entries = new ArrayList<>();
        long slot = random.nextLong() >>> (2 + random.nextInt(62));
        long ballot = ballots.getAsLong();
        int count = random.nextInt(5);
        for (int i = 0; i < count; i++) {
            slot += 1 + (random.nextBoolean() ? 0 : random.nextLong() >>> (4 + random.nextInt(60)));
            ballot = random.nextBoolean() ? ballot : ballots.getAsLong();
            byte[] payload = new byte[random.nextInt(300)];
            random.nextBytes(payload);
            entries.add(new Entry(slot, ballot, KINDS.get(random.nextInt(KINDS.size())), Bytes.wrap(payload)));
        }
        return entries;
    }

    private List<Message.Slots> ranges() {
        List<Message.Slots> ranges = new ArrayList<>();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            long first = positive();
            ranges.add(new Message.Slots(first, random.nextBoolean() ? first : notBefore(first)));
        }
        return ranges;
    }

    private List<Message.Run> runs() {
        return ranges().stream()
                .map(range -> new Message.Run(range.first(), range.last(), positive()))
                .toList();
    }

    private SnapshotMeta meta() {
        TreeSet<PeerId> voters = new TreeSet<>();
        TreeSet<PeerId> learners = new TreeSet<>();
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            voters.add(PeerId.of("v" + random.nextInt(100)));
            learners.add(PeerId.of("l" + random.nextInt(100)));
        }
        return new SnapshotMeta(positive(), positive(), new Membership(voters, learners));
    }
}
