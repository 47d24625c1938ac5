/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consenso.Bytes;
import io.consenso.Membership;
import io.consenso.PeerId;
import io.consenso.engine.Engine;
import io.consenso.engine.EngineFactory;
import io.consenso.engine.Progress;
import io.consenso.engine.Ready;
import io.consenso.engine.Role;
import io.consenso.spi.Entry;
import io.consenso.spi.Log;
import io.consenso.spi.LogPosition;
import io.consenso.spi.SnapshotMeta;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Engines that lie, each in one way, are found out. */
class EngineInvariantsTest {
    private static final PeerId N1 = PeerId.of("n1");
    private static final PeerId N2 = PeerId.of("n2");
    private static final PeerId N3 = PeerId.of("n3");
    private static final Membership THREE = Membership.of(List.of(N1, N2, N3));

    private final Map<PeerId, MemoryLog> disks = Map.of(N1, new MemoryLog(), N2, new MemoryLog(), N3, new MemoryLog());
    private final EngineInvariants<String> invariants = new EngineInvariants<>(this::disk);

    EngineInvariantsTest() {
        disks.keySet().forEach(this::boot);
    }

    private MemoryLog disk(PeerId peer) {
        return Objects.requireNonNull(disks.get(peer));
    }

    private void boot(PeerId peer) {
        invariants.booted(
                peer,
                new EngineFactory.Boot(
                        peer, THREE, Optional.empty(), Optional.empty(), disk(peer), new SplittableRandom(1), 1));
    }

    private static Entry entry(long index, long epoch, String payload) {
        return new Entry(index, epoch, Entry.Kind.COMMANDS, Bytes.ofUtf8(payload));
    }

    private void put(PeerId peer, Entry... entries) {
        disk(peer).apply(new Log.Batch(Optional.empty(), OptionalLong.empty(), List.of(entries), Optional.empty()));
    }

    private void propose(PeerId peer, long id, String payload) {
        invariants.proposed(peer, List.of(new Engine.Proposal(id, Bytes.ofUtf8(payload))));
    }

    private static Progress progress(Role role, long epoch, long commit) {
        return new Progress(
                role, epoch, Optional.empty(), commit, THREE, List.of(), List.of(), List.of(), Optional.empty());
    }

    private void polled(PeerId peer, Progress progress) {
        polled(peer, progress, 100);
    }

    private void polled(PeerId peer, Progress progress, long wakeAt) {
        invariants.ticked(peer, 10);
        invariants.polled(peer, new Ready<>(0, Log.Batch.EMPTY, List.of(), List.of(), progress, wakeAt), disk(peer));
    }

    private void commit(PeerId peer, long epoch, long index) {
        polled(peer, progress(Role.FOLLOWER, epoch, index));
    }

    private void assertFound(String invariant, ThrowingCallable lie) {
        assertThatThrownBy(lie).isInstanceOf(AssertionError.class).hasMessageStartingWith(invariant + ": ");
        assertThat(invariants.violations().first()).isPresent();
        assertThatThrownBy(() -> invariants.violations().verify()).hasMessageStartingWith(invariant);
    }

    /** One committed entry, proposed on n1, on the disks of n1 and n2. */
    private void committed() {
        propose(N1, 1, "a");
        put(N1, entry(1, 1, "a"));
        put(N2, entry(1, 1, "a"));
        commit(N1, 1, 1);
    }

    @Test
    void anHonestGroupIsLeftAlone() {
        committed();
        commit(N2, 1, 1);
        boot(N2);
        commit(N2, 2, 1);
        assertThat(invariants.committedTo()).isEqualTo(1);
        assertThat(invariants.committed(1)).containsExactly(entry(1, 1, "a"));
        invariants.violations().verify();
    }

    /** The same value under a higher epoch is the same value: a ballot rises when it is proposed again. */
    @Test
    void theEpochOfACommittedEntryMayDiffer() {
        committed();
        put(N3, entry(1, 5, "a"));
        commit(N3, 5, 1);
        assertThat(invariants.committedTo()).isEqualTo(1);
    }

    @Test
    void twoValuesAtOneIndex() {
        committed();
        put(N3, entry(1, 2, "b"));
        assertFound("agreement", () -> commit(N3, 2, 1));
    }

    @Test
    void anotherValueAfterARestart() {
        committed();
        put(N1, entry(1, 1, "b"));
        boot(N1);
        assertFound("agreement", () -> commit(N1, 1, 1));
    }

    @Test
    void aSnapshotOfWhatIsNotCommitted() {
        committed();
        assertFound("agreement", () -> invariants.snapshotInstalled(N3, new SnapshotMeta(2, 1, THREE)));
    }

    @Test
    void aCommitOnAMinorityOfDisks() {
        propose(N1, 1, "a");
        put(N1, entry(1, 1, "a"));
        assertFound("quorum", () -> commit(N1, 1, 1));
    }

    @Test
    void whatIsAQuorumIsForTheProtocolToSay() {
        ProtocolInvariants<String> majority = ProtocolInvariants.none();
        assertThat(majority.isQuorum(THREE, Set.of(N1))).isFalse();
        assertThat(majority.isQuorum(THREE, Set.of(N1, PeerId.of("stranger")))).isFalse();
        assertThat(majority.isQuorum(THREE, Set.of(N1, N3))).isTrue();

        ProtocolInvariants<String> one = majority.withQuorum((membership, peers) -> peers.contains(N1));
        invariants.quorum(one::isQuorum);
        propose(N1, 1, "a");
        put(N1, entry(1, 1, "a"));
        commit(N1, 1, 1);
        assertThat(invariants.violations().first()).isEmpty();
        propose(N2, 2, "b");
        put(N2, entry(1, 1, "a"), entry(2, 1, "b"));
        put(N3, entry(1, 1, "a"), entry(2, 1, "b"));
        assertFound("quorum", () -> commit(N2, 1, 2));
    }

    @Test
    void aHoleInWhatIsCommitted() {
        propose(N1, 1, "a");
        put(N1, entry(2, 1, "a"));
        put(N2, entry(2, 1, "a"));
        assertFound("no hole", () -> commit(N1, 1, 2));
    }

    @Test
    void aCommitBeyondTheLog() {
        committed();
        assertFound("no hole", () -> commit(N1, 1, 2));
    }

    @Test
    void aCompactionBeyondTheSnapshot() {
        committed();
        disk(N1).apply(new Log.Batch(
                Optional.empty(), OptionalLong.empty(), List.of(), Optional.of(new LogPosition(1, 1))));
        assertFound("order", () -> commit(N1, 1, 1));
    }

    @Test
    void aValueThatNobodyProposed() {
        put(N1, entry(1, 1, "x"));
        put(N2, entry(1, 1, "x"));
        assertFound("validity", () -> commit(N1, 1, 1));
    }

    @Test
    void aRefusedProposalThatIsCommitted() {
        committed();
        assertFound("validity", () -> polled(N1, answers(List.of(), List.of(1L))));
    }

    @Test
    void aProposalThatIsCommittedTwice() {
        committed();
        put(N1, entry(2, 1, "a"));
        put(N2, entry(2, 1, "a"));
        assertFound("validity", () -> commit(N1, 1, 2));
    }

    @Test
    void twoLeadersInOneEpoch() {
        polled(N1, progress(Role.LEADER, 3, 0));
        assertFound("one leader", () -> polled(N2, progress(Role.LEADER, 3, 0)));
    }

    @Test
    void aLeaderThatLeadsOnAfterARestart() {
        polled(N1, progress(Role.LEADER, 3, 0));
        boot(N1);
        assertFound("one leader", () -> polled(N1, progress(Role.LEADER, 3, 0)));
    }

    @Test
    void anEpochThatFalls() {
        commit(N1, 3, 0);
        assertFound("monotony", () -> commit(N1, 2, 0));
    }

    @Test
    void anEpochThatIsForgottenAtARestart() {
        polled(N1, progress(Role.LEADER, 3, 0));
        boot(N1);
        assertFound("monotony", () -> commit(N1, 2, 0));
    }

    @Test
    void aLostDiskMayForget() {
        polled(N1, progress(Role.LEADER, 3, 0));
        invariants.diskLost(N1);
        disk(N1).clear();
        boot(N1);
        commit(N1, 0, 0);
        invariants.violations().verify();
    }

    @Test
    void aCommitIndexThatFalls() {
        committed();
        assertFound("monotony", () -> commit(N1, 1, 0));
    }

    @Test
    void aReadOfThePast() {
        committed();
        invariants.readAsked(N2, 7);
        assertFound("reads", () -> polled(N2, answers(List.of(new Progress.ReadGrant(7, 0)), List.of())));
    }

    @Test
    void aReadThatNobodyAskedFor() {
        committed();
        assertFound("reads", () -> polled(N2, answers(List.of(new Progress.ReadGrant(7, 1)), List.of())));
    }

    private static Progress answers(List<Progress.ReadGrant> reads, List<Long> refused) {
        return new Progress(
                Role.FOLLOWER,
                1,
                Optional.empty(),
                reads.isEmpty() ? 1 : 0,
                THREE,
                reads,
                List.of(),
                refused,
                Optional.empty());
    }

    @Test
    void aMembershipFromNowhere() {
        Progress other = new Progress(
                Role.FOLLOWER,
                1,
                Optional.empty(),
                0,
                Membership.of(List.of(N1)),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty());
        assertFound("membership", () -> polled(N1, other));
    }

    @Test
    void aPollThatRepeatsItself() {
        commit(N1, 1, 0);
        assertFound(
                "polls",
                () -> invariants.polled(
                        N1,
                        new Ready<>(
                                0,
                                Log.Batch.EMPTY,
                                List.of(new Ready.Send<>(N2, "again")),
                                List.of(),
                                progress(Role.FOLLOWER, 1, 0),
                                100),
                        disk(N1)));
    }

    @Test
    void aBatchNumberThatDoesNotRise() {
        Log.Batch write = new Log.Batch(Optional.of(Bytes.EMPTY), OptionalLong.empty(), List.of(), Optional.empty());
        assertFound(
                "polls",
                () -> invariants.polled(
                        N1, new Ready<>(0, write, List.of(), List.of(), progress(Role.FOLLOWER, 1, 0), 100), disk(N1)));
    }

    @Test
    void anEngineThatIsWokenForNothing() {
        assertFound("rest", () -> {
            for (int i = 0; i < 100; i++) {
                polled(N1, progress(Role.FOLLOWER, 1, 0), 10);
            }
        });
    }
}
