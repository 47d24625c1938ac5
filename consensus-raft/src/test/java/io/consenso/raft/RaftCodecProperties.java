/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.raft;

import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.Bytes;
import io.consenso.Membership;
import io.consenso.PeerId;
import io.consenso.spi.Entry;
import io.consenso.spi.LogPosition;
import io.consenso.spi.MalformedFrameException;
import io.consenso.spi.SnapshotMeta;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RaftCodecProperties {
    private static final List<Entry.Kind> KINDS = List.of(Entry.Kind.values());

    private final RaftCodec codec = new RaftCodec();

    @Property
    void everyMessageSurvivesTheWire(@ForAll("messages") Message message) throws MalformedFrameException {
        Bytes frame = codec.encode(message).toBytes();
        assertThat(codec.decode(frame)).isEqualTo(message);
    }

    @Property
    void noBytesDoWorseThanBeingMalformed(@ForAll byte[] bytes) {
        decodeOrRefuse(Bytes.of(bytes));
    }

    @Property(tries = 3_000)
    void aDamagedFrameDoesNoWorseThanBeingMalformed(@ForAll("messages") Message message, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] frame = codec.encode(message).toBytes().toArray();
        for (int i = 0; i <= random.nextInt(3); i++) {
            frame[random.nextInt(frame.length)] = (byte) random.nextInt();
        }
        decodeOrRefuse(Bytes.of(Arrays.copyOf(frame, frame.length - random.nextInt(2))));
    }

    @Property
    void aTornFrameIsMalformed(@ForAll("appends") Message message, @ForAll long seed) {
        byte[] frame = codec.encode(message).toBytes().toArray();
        int length = new SplittableRandom(seed).nextInt(frame.length);
        assertThat(decodeOrRefuse(Bytes.of(Arrays.copyOf(frame, length)))).isFalse();
        assertThat(decodeOrRefuse(Bytes.of(Arrays.copyOf(frame, frame.length + 1))))
                .isFalse();
    }

    @Example
    void payloadsAreNotCopied() {
        Bytes payload = Bytes.ofUtf8("payload");
        Entry entry = new Entry(1, 1, Entry.Kind.COMMANDS, payload);
        Message append = new Message.Append(1, LogPosition.ZERO, 0, List.of(entry));
        assertThat(codec.encode(append).parts().get(1)).isSameAs(payload);
    }

    private boolean decodeOrRefuse(Bytes frame) {
        try {
            assertThat(codec.decode(frame)).isNotNull();
            return true;
        } catch (MalformedFrameException e) {
            assertThat(e).hasMessageMatching("(?s).+");
            return false;
        }
    }

    @Provide
    Arbitrary<Message> messages() {
        return Arbitraries.longs().map(seed -> message(new SplittableRandom(seed)));
    }

    @Provide
    Arbitrary<Message> appends() {
        return Arbitraries.longs().map(seed -> append(new SplittableRandom(seed)));
    }

    private static long number(SplittableRandom random) {
        return random.nextLong() >>> (1 + random.nextInt(63));
    }

    private static LogPosition position(SplittableRandom random) {
        return new LogPosition(number(random), number(random));
    }

    private static Message message(SplittableRandom random) {
        long term = number(random);
        long id = random.nextLong();
        long index = number(random);
        return switch (random.nextInt(16)) {
            case 0 -> new Message.RequestPreVote(term, position(random));
            case 1 -> new Message.PreVoteReply(term, random.nextBoolean());
            case 2 -> new Message.RequestVote(term, position(random));
            case 3 -> new Message.VoteReply(term, random.nextBoolean());
            case 4 -> append(random);
            case 5 -> new Message.AppendAccepted(term, index);
            case 6 -> new Message.AppendRejected(term, index, position(random));
            case 7 -> new Message.Heartbeat(term, index, number(random));
            case 8 -> new Message.HeartbeatReply(term, index);
            case 9 -> new Message.CommitNotice(term, index);
            case 10 -> new Message.ReadIndexRequest(term, id);
            case 11 -> new Message.ReadIndexReply(term, id, index);
            case 12 -> new Message.ReadIndexRefused(term, id);
            case 13 -> new Message.SnapshotOffer(term, new SnapshotMeta(index, number(random), membership(random)));
            case 14 -> new Message.SnapshotInstalled(term, index);
            default -> new Message.TermNotice(term);
        };
    }

    private static Message append(SplittableRandom random) {
        long term = 1 + (random.nextLong() >>> 20);
        LogPosition previous = new LogPosition(random.nextLong() >>> 20, random.nextLong(term + 1));
        List<Entry> entries = new ArrayList<>();
        long entryTerm = Math.max(1, previous.epoch());
        int count = random.nextInt(4);
        for (int i = 1; i <= count; i++) {
            entryTerm = random.nextBoolean() ? entryTerm : random.nextLong(entryTerm, term + 1);
            byte[] payload = new byte[random.nextInt(300)];
            random.nextBytes(payload);
            Entry.Kind kind = KINDS.get(random.nextInt(KINDS.size()));
            entries.add(new Entry(previous.index() + i, entryTerm, kind, Bytes.wrap(payload)));
        }
        return new Message.Append(term, previous, number(random), entries);
    }

    private static Membership membership(SplittableRandom random) {
        TreeSet<PeerId> voters = new TreeSet<>();
        TreeSet<PeerId> learners = new TreeSet<>();
        for (int i = 0; i <= random.nextInt(5); i++) {
            voters.add(PeerId.of("v" + random.nextInt(100)));
            learners.add(PeerId.of("l" + random.nextInt(100)));
        }
        return new Membership(voters, learners);
    }
}
