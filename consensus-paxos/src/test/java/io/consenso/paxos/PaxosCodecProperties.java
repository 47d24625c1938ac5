/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.paxos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.consenso.Bytes;
import io.consenso.engine.InvariantViolation;
import io.consenso.engine.parts.HeaderedFrame;
import io.consenso.paxos.proto.AcceptHeader;
import io.consenso.paxos.proto.AcceptedBody;
import io.consenso.paxos.proto.EntryList;
import io.consenso.paxos.proto.Header;
import io.consenso.paxos.proto.LearnReplyHeader;
import io.consenso.paxos.proto.LearnRequestBody;
import io.consenso.paxos.proto.RunList;
import io.consenso.paxos.proto.SlotList;
import io.consenso.spi.Entry;
import io.consenso.spi.Frame;
import io.consenso.spi.MalformedFrameException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PaxosCodecProperties {
    private final PaxosCodec codec = new PaxosCodec();

    @Property
    void everyMessageSurvivesTheWire(@ForAll("messages") Message message) throws MalformedFrameException {
        assertThat(codec.decode(codec.encode(message).toBytes())).isEqualTo(message);
    }

    /** Chance may leave a kind out; here none can be forgotten. */
    @Example
    void everyKindOfMessageSurvivesTheWire() throws MalformedFrameException {
        for (Class<?> kind : RandomMessages.kinds()) {
            for (int seed = 0; seed < 50; seed++) {
                Message message = RandomMessages.draw(kind, seed);
                assertThat(message).isInstanceOf(kind);
                assertThat(codec.decode(codec.encode(message).toBytes())).isEqualTo(message);
            }
        }
    }

    @Property
    void noBytesDoWorseThanBeingMalformed(@ForAll byte[] bytes) {
        decodeOrRefuse(Bytes.of(bytes));
    }

    @Property(tries = 5_000)
    void aDamagedFrameDoesNoWorseThanBeingMalformed(@ForAll("messages") Message message, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] frame = codec.encode(message).toBytes().toArray();
        int hits = 1 + random.nextInt(3);
        for (int i = 0; i < hits; i++) {
            frame[random.nextInt(frame.length)] = (byte) random.nextInt();
        }
        decodeOrRefuse(Bytes.of(Arrays.copyOf(frame, frame.length - random.nextInt(2))));
    }

    @Property
    void aTornFrameIsMalformed(@ForAll("messages") Message message, @ForAll long seed) {
        byte[] frame = codec.encode(message).toBytes().toArray();
        int length = new SplittableRandom(seed).nextInt(frame.length);
        assertThat(decodeOrRefuse(Bytes.of(Arrays.copyOf(frame, length)))).isFalse();
        assertThat(decodeOrRefuse(Bytes.of(Arrays.copyOf(frame, frame.length + 1))))
                .isFalse();
    }

    /** What is too large for its type arrives negative. */
    @Property
    void aNegativeNumberIsMalformedWhereverItStands(@ForAll("messages") Message message) throws Exception {
        HeaderedFrame frame = HeaderedFrame.decode(codec.encode(message).toBytes());
        Header header = Header.parseFrom(frame.header().toArray());
        List<com.google.protobuf.Message> spoiled = withANegativeNumber(header);
        assertThat(spoiled).isNotEmpty();
        assertThat(spoiled)
                .allSatisfy(each -> assertThat(decodeOrRefuse(frame(each, frame.payloads())))
                        .isFalse());
    }

    /** All messages that differ from this one in one number, which is negative. */
    private static List<com.google.protobuf.Message> withANegativeNumber(com.google.protobuf.Message message) {
        List<com.google.protobuf.Message> spoiled = new ArrayList<>();
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            if (field.getContainingOneof() != null && !message.hasField(field)) {
                continue;
            }
            if (!field.isRepeated()) {
                spoil(field, message.getField(field))
                        .forEach(value -> spoiled.add(
                                message.toBuilder().setField(field, value).build()));
                continue;
            }
            for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
                int position = i;
                spoil(field, message.getRepeatedField(field, position))
                        .forEach(value -> spoiled.add(message.toBuilder()
                                .setRepeatedField(field, position, value)
                                .build()));
            }
        }
        return spoiled;
    }

    private static List<?> spoil(FieldDescriptor field, Object value) {
        return switch (field.getType()) {
            case UINT64 -> List.of(-1L);
            case UINT32 -> List.of(-1);
            case MESSAGE -> withANegativeNumber((com.google.protobuf.Message) value);
            default -> List.of();
        };
    }

    @Example
    void listsOfDifferentLengthsAreMalformed() {
        EntryList one = entries(0).build();
        assertRefused(accept(one.toBuilder().addSkipped(0)), "different lengths");
        assertRefused(accept(one.toBuilder().addKind(0)), "different lengths");
        assertRefused(accept(one.toBuilder().addPayloadLength(0)), "different lengths");
        assertRefused(accept(one.toBuilder().addBallot(7)), "another ballot");
        assertRefused(learnReply(one.toBuilder()), "different lengths");
        assertRefused(learnReply(one.toBuilder().addBallot(7).addBallot(7)), "different lengths");
        assertRefused(accepted(SlotList.newBuilder().addFirst(1)), "different lengths");
        assertRefused(accepted(SlotList.newBuilder().addMore(1)), "different lengths");
        SlotList slots = SlotList.newBuilder().addFirst(1).addMore(1).build();
        assertRefused(learnRequest(RunList.newBuilder().setSlots(slots)), "different lengths");
        assertRefused(learnRequest(RunList.newBuilder().addBallot(1)), "different lengths");
    }

    @Example
    void slotsBeyondAllSlotsAreMalformed() {
        assertRefused(accept(entries(Long.MAX_VALUE)), "beyond all slots");
        assertRefused(accept(entries(Long.MAX_VALUE - 1, 0)), "beyond all slots");
        assertRefused(accept(entries(5, Long.MAX_VALUE - 6)), "beyond all slots");
        assertRefused(accepted(SlotList.newBuilder().addFirst(2).addMore(Long.MAX_VALUE - 1)), "beyond all slots");
        assertRefused(accepted(SlotList.newBuilder().addFirst(0).addMore(1)), "no slot");
    }

    @Example
    void theLastSlotOfAllIsOne() throws MalformedFrameException {
        Header.Builder accept = accept(entries(5, Long.MAX_VALUE - 7));
        assertThat(codec.decode(frame(accept.build(), Bytes.EMPTY)))
                .isEqualTo(new Message.Accept(7, 0, List.of(noop(6), noop(Long.MAX_VALUE))));
    }

    /** What a frame claims costs as much memory as it has bytes, not as it claims. */
    @Example
    void aRangeOfAllSlotsIsOneRange() throws MalformedFrameException {
        Header.Builder accepted = accepted(SlotList.newBuilder().addFirst(1).addMore(Long.MAX_VALUE - 1));
        assertThat(codec.decode(frame(accepted.build(), Bytes.EMPTY)))
                .isEqualTo(new Message.Accepted(7, 0, List.of(new Message.Slots(1, Long.MAX_VALUE))));
    }

    @Example
    void payloadsThatDoNotFillTheFrameAreMalformed() {
        EntryList.Builder two = entries(0, 0).setPayloadLength(0, 2).setPayloadLength(1, Integer.MAX_VALUE);
        assertRefused(accept(two), Bytes.ofUtf8("abc"), "longer than the frame");
        two.setPayloadLength(1, 0);
        assertRefused(accept(two), Bytes.ofUtf8("abc"), "behind the last payload");
    }

    @Example
    void whatBelongsToABallotNamesOne() throws MalformedFrameException {
        Header header = Header.newBuilder()
                .setAccepted(AcceptedBody.getDefaultInstance())
                .build();
        assertRefused(header.toBuilder(), "no ballot");
        assertThat(codec.decode(codec.encode(new Message.Poll(Ballot.ZERO, 5)).toBytes()))
                .isEqualTo(new Message.Poll(Ballot.ZERO, 5));
    }

    @Example
    void payloadsAreNotCopied() {
        Bytes payload = Bytes.ofUtf8("payload");
        List<Entry> entries = List.of(new Entry(3, 7, Entry.Kind.COMMANDS, payload));
        assertThat(codec.encode(new Message.Accept(7, 0, entries)).parts().get(1))
                .isSameAs(payload);
        assertThat(codec.encode(new Message.Promise(8, 0, 1, 9, entries, List.of()))
                        .parts()
                        .get(1))
                .isSameAs(payload);
        assertThat(codec.encode(new Message.LearnReply(9, List.of(), entries))
                        .parts()
                        .get(1))
                .isSameAs(payload);
    }

    @Example
    void consecutiveSlotsOfOneBallotTakeThreeOrFourBytesEach() {
        long ballot = Ballot.of(1_000, 3, 9_999);
        List<Entry> entries = LongStream.range(0, 1_000)
                .mapToObj(i -> new Entry(1_000_000 + i, ballot, Entry.Kind.NOOP, Bytes.EMPTY))
                .toList();
        assertThat(codec.encode(new Message.Accept(ballot, 999_999, entries)).length())
                .isLessThan(3_000 + 50);
        assertThat(codec.encode(new Message.LearnReply(2_000_000, List.of(), entries))
                        .length())
                .isLessThan(4_000 + 50);
    }

    @Example
    void whatNoEngineMaySayIsNotWritten() {
        assertNotWritten(new Message.Accept(8, 0, List.of(noop(1))));
        assertNotWritten(new Message.Accept(7, 0, List.of(noop(2), noop(2))));
        assertNotWritten(new Message.LearnReply(0, List.of(), List.of(noop(2), noop(1))));
        assertNotWritten(new Message.Accepted(7, 0, List.of(new Message.Slots(2, 1))));
        assertNotWritten(new Message.LearnRequest(1, 2, List.of(new Message.Run(0, 1, 7))));
    }

    private void assertNotWritten(Message message) {
        assertThatExceptionOfType(InvariantViolation.class).isThrownBy(() -> codec.encode(message));
    }

    private static Entry noop(long slot) {
        return new Entry(slot, 7, Entry.Kind.NOOP, Bytes.EMPTY);
    }

    private static EntryList.Builder entries(long... skipped) {
        EntryList.Builder list = EntryList.newBuilder();
        for (long each : skipped) {
            list.addSkipped(each).addKind(0).addPayloadLength(0);
        }
        return list;
    }

    private static Header.Builder accept(EntryList.Builder entries) {
        return Header.newBuilder()
                .setBallot(7)
                .setAccept(AcceptHeader.newBuilder().setEntries(entries));
    }

    private static Header.Builder accepted(SlotList.Builder slots) {
        return Header.newBuilder()
                .setBallot(7)
                .setAccepted(AcceptedBody.newBuilder().setSlots(slots));
    }

    private static Header.Builder learnReply(EntryList.Builder entries) {
        return Header.newBuilder().setLearnReply(LearnReplyHeader.newBuilder().setEntries(entries));
    }

    private static Header.Builder learnRequest(RunList.Builder have) {
        return Header.newBuilder()
                .setLearnRequest(
                        LearnRequestBody.newBuilder().setFirst(1).setLast(2).setHave(have));
    }

    private void assertRefused(Header.Builder header, String because) {
        assertRefused(header, Bytes.EMPTY, because);
    }

    private void assertRefused(Header.Builder header, Bytes payloads, String because) {
        assertThatExceptionOfType(MalformedFrameException.class)
                .isThrownBy(() -> codec.decode(frame(header.build(), payloads)))
                .withMessageContaining(because);
    }

    private static Bytes frame(com.google.protobuf.Message header, Bytes payloads) {
        Bytes start = HeaderedFrame.encode(header.toByteArray(), List.of()).toBytes();
        return Frame.of(start, payloads).toBytes();
    }

    private boolean decodeOrRefuse(Bytes frame) {
        Message message;
        try {
            message = codec.decode(frame);
        } catch (MalformedFrameException e) {
            assertThat(e).hasMessageMatching("(?s).+");
            return false;
        }
        assertWellFormed(message);
        return true;
    }

    /** It can be written, and means the same again. */
    private void assertWellFormed(Message message) {
        Bytes frame = codec.encode(message).toBytes();
        assertThatCode(() -> assertThat(codec.decode(frame)).isEqualTo(message)).doesNotThrowAnyException();
    }

    @Provide
    Arbitrary<Message> messages() {
        return Combinators.combine(Arbitraries.of(RandomMessages.kinds()), Arbitraries.longs())
                .as(RandomMessages::draw);
    }
}
