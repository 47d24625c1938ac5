/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.consenso.Bytes;
import io.consenso.Membership;
import io.consenso.PeerId;
import io.consenso.engine.Engine;
import io.consenso.engine.EngineFactory;
import io.consenso.engine.InvariantViolation;
import io.consenso.engine.Progress;
import io.consenso.engine.Progress.ReadGrant;
import io.consenso.engine.Ready;
import io.consenso.engine.Role;
import io.consenso.spi.LogView;
import io.consenso.spi.MalformedFrameException;
import io.consenso.spi.SnapshotMeta;
import io.consenso.testkit.engine.EngineCluster;
import io.consenso.testkit.engine.EngineObserver;
import io.consenso.testkit.engine.EngineReplica;
import io.consenso.testkit.engine.Letter;
import io.consenso.testkit.engine.MemoryLog;
import io.consenso.testkit.engine.Observers;
import io.consenso.testkit.engine.ProtocolInvariants;
import io.consenso.testkit.engine.RandomSchedule;
import io.consenso.testkit.engine.TestedEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What every {@link io.consenso.engine.Engine} must do, whatever its protocol. Extend it, say which engine, and JUnit runs it. All along
 * {@link io.consenso.testkit.engine.EngineInvariants} are checked, and every message takes the codec's round trip.
 *
 * <p>Random schedules run from seed {@code consenso.seed} (1) on, {@code consenso.schedules} (40) of them; a failure names its seed.
 *
 * @param <M> the engine's messages
 */
public abstract class EngineContract<M> {
    private static final long SEED = Long.getLong("consenso.seed", 1);
    private static final int SCHEDULES = Integer.getInteger("consenso.schedules", 40);

    /** For subclasses. */
    protected EngineContract() {}

    /** The engine. */
    protected abstract TestedEngine<M> engine();

    private EngineFactory<M> factory() {
        return engine().factory();
    }

    private Duration timeout() {
        return engine().timeout();
    }

    private ProtocolInvariants<M> protocol() {
        return engine().protocol();
    }

    private ProtocolInvariants<M> watched(Recorder<M> recorder) {
        ProtocolInvariants<M> both = durable -> Observers.of(List.of(protocol().watching(durable), recorder));
        return both.withQuorum(protocol()::isQuorum);
    }

    private EngineCluster<M> cluster(int size) {
        return new EngineCluster<>(factory(), size, SEED, protocol()).start();
    }

    private EngineCluster<M> ledByFirst(int size) {
        EngineCluster<M> cluster = cluster(size);
        cluster.elect(cluster.n(1));
        cluster.run(timeout().toNanos() / 2);
        return cluster;
    }

    private void runTimeouts(EngineCluster<M> cluster, int count) {
        cluster.run(count * timeout().toNanos());
    }

    // Safety and progress in any weather.

    @TestFactory
    Stream<DynamicTest> randomSchedulesAreSafeAndEndWell() {
        return IntStream.range(0, SCHEDULES)
                .mapToObj(i -> dynamicTest(
                        "seed " + (SEED + i),
                        () -> schedule(SEED + i, protocol()).run()));
    }

    private RandomSchedule<M> schedule(long seed, ProtocolInvariants<M> watching) {
        return new RandomSchedule<>(seed, engine()::factory, timeout(), watching);
    }

    // Purity.

    @Test
    void sameInputsGiveTheSameOutputs() {
        for (long seed = SEED; seed < SEED + 5; seed++) {
            assertThat(outputs(seed)).as("seed %d", seed).isNotEmpty().isEqualTo(outputs(seed));
        }
    }

    private List<Ready<M>> outputs(long seed) {
        Recorder<M> recorder = new Recorder<>();
        schedule(seed, watched(recorder)).run();
        return recorder.outputs;
    }

    @Test
    void enginesOfOneFactoryShareNothing() {
        EngineFactory<M> shared = factory();
        EngineCluster<M> first = new EngineCluster<>(shared, 3, SEED, protocol()).start();
        EngineCluster<M> second = new EngineCluster<>(shared, 3, SEED, protocol()).start();
        first.elect(first.n(1));
        assertThat(second.leaders()).isEmpty();
        assertThat(second.n(1).epoch()).isZero();
        second.elect(second.n(1));
        assertThat(second.toString()).isEqualTo(first.toString());
    }

    // Time.

    @Test
    void nothingIsDueBeforeTheEngineWantsToBeWoken() {
        EngineCluster<M> cluster = ledByFirst(3);
        for (EngineReplica<M> replica : cluster.replicas()) {
            assertThat(replica.wakeAt()).as("%s", replica).isGreaterThan(replica.now());
            String before = replica.toString();
            long now = cluster.now();
            cluster.now(Math.min(replica.wakeAt(), now + timeout().toNanos() / 2) - 1);
            replica.tick();
            cluster.now(now);
            assertThat(replica).hasToString(before);
            assertThat(cluster.network())
                    .as("said by %s before its time", replica)
                    .isEmpty();
        }
    }

    @Test
    void whoeverHearsNobodyWakesUpAndTries() {
        EngineCluster<M> cluster = cluster(3);
        EngineReplica<M> alone = cluster.n(1);
        assertThat(alone.wakeAt()).isLessThan(Long.MAX_VALUE);
        for (int i = 0; i < 5 && cluster.network().isEmpty(); i++) {
            alone.timeOut();
        }
        assertThat(cluster.network()).extracting(Letter::from).contains(alone.id());
    }

    // Messages.

    @Test
    void bytesThatMakeNoSenseAreMalformedFrames() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 2_000; i++) {
            byte[] noise = new byte[random.nextInt(40)];
            random.nextBytes(noise);
            receive(noise);
        }
    }

    @Test
    void damagedMessagesAreMalformedIgnoredOrStopTheReplica() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (M message : messagesOfARun()) {
            for (int i = 0; i < 4; i++) {
                byte[] frame = factory().codec().encode(message).toBytes().toArray();
                for (int flips = 0; flips <= random.nextInt(3) && frame.length > 0; flips++) {
                    frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
                }
                receive(frame);
            }
        }
    }

    private List<M> messagesOfARun() {
        Recorder<M> recorder = new Recorder<>();
        schedule(SEED, watched(recorder)).run();
        List<M> some = new ArrayList<>();
        for (int i = 0; i < recorder.letters.size(); i += 1 + recorder.letters.size() / 300) {
            some.add(recorder.letters.get(i).message());
        }
        return some;
    }

    /** What decodes may be a lie that breaks an invariant, which stops the replica; anything else that is thrown fails the test. */
    private void receive(byte[] frame) {
        M message;
        try {
            message = factory().codec().decode(Bytes.wrap(frame));
        } catch (MalformedFrameException e) {
            return;
        }
        Membership membership = Membership.of(List.of(PeerId.of("n1"), PeerId.of("n2"), PeerId.of("n3")));
        MemoryLog log = new MemoryLog();
        Engine<M> engine = factory()
                .create(new EngineFactory.Boot(
                        PeerId.of("n1"),
                        membership,
                        Optional.empty(),
                        Optional.empty(),
                        log,
                        new SplittableRandom(SEED),
                        1));
        try {
            engine.tick(2);
            engine.receive(PeerId.of("n2"), message);
            log.apply(engine.poll().persist());
        } catch (InvariantViolation e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    @Test
    void strangersAreNotListenedTo() {
        Recorder<M> recorder = new Recorder<>();
        EngineCluster<M> other = new EngineCluster<>(factory(), 3, SEED, durable -> recorder).start();
        other.elect(other.n(1));
        other.n(1).propose("a");
        other.settle();
        EngineCluster<M> cluster = cluster(3);
        String before = cluster.toString();
        for (Letter<M> letter : recorder.letters) {
            cluster.n(2).input(engine -> engine.receive(PeerId.of("stranger"), letter.message()));
        }
        assertThat(cluster).hasToString(before);
        assertThat(cluster.network()).isEmpty();
    }

    @Test
    void whateverWasSaidMayComeAgain() {
        Recorder<M> recorder = new Recorder<>();
        EngineCluster<M> cluster = new EngineCluster<>(factory(), 3, SEED, watched(recorder)).start();
        cluster.elect(cluster.n(1));
        cluster.n(1).propose("a", "b");
        cluster.settle();
        cluster.n(1).crash(0);
        cluster.runUntil(() -> cluster.newestLeader().isPresent());
        cluster.newestLeader().orElseThrow().propose("c");
        cluster.settle();
        cluster.n(1).start();
        for (Letter<M> letter : List.copyOf(recorder.letters)) {
            cluster.hand(letter);
            cluster.settle();
        }
        runTimeouts(cluster, 8);
        cluster.newestLeader().orElseThrow().propose("d");
        runTimeouts(cluster, 1);
        assertThat(cluster.replicas())
                .allSatisfy(replica -> assertThat(replica.appliedPayloads()).containsExactly("a", "b", "c", "d"));
    }

    // Groups of any size.

    @TestFactory
    Stream<DynamicTest> anyMajorityWorksAndNothingLessThanAQuorumDoes() {
        return IntStream.rangeClosed(1, 7).mapToObj(size -> dynamicTest(size + " replicas", () -> majorityOf(size)));
    }

    private void majorityOf(int size) {
        EngineCluster<M> cluster = cluster(size);
        cluster.runUntil(() -> !cluster.leaders().isEmpty());
        EngineReplica<M> leader = cluster.leaders().get(0);
        List<EngineReplica<M>> others =
                cluster.replicas().stream().filter(r -> !r.equals(leader)).toList();
        int spare = (size - 1) / 2;
        others.subList(0, spare).forEach(replica -> replica.crash(0));
        leader.propose("a");
        runTimeouts(cluster, 1);
        assertThat(leader.appliedPayloads()).containsExactly("a");
        if (size > 1) {
            for (int next = spare; isQuorum(cluster); next++) {
                others.get(next).crash(0);
            }
            leader.propose("b");
            runTimeouts(cluster, 3);
            assertThat(leader.appliedPayloads()).containsExactly("a");
            assertThat(leader.role()).isNotEqualTo(Role.LEADER);
        }
    }

    private boolean isQuorum(EngineCluster<M> cluster) {
        return protocol()
                .isQuorum(
                        cluster.membership(),
                        cluster.replicas().stream()
                                .filter(EngineReplica::isUp)
                                .map(EngineReplica::id)
                                .collect(Collectors.toSet()));
    }

    @Test
    void aGroupOfOneWaitsForItsOwnDisk() {
        EngineCluster<M> cluster = cluster(1);
        cluster.runUntil(() -> cluster.n(1).isLeader());
        cluster.disksInstant(false);
        cluster.n(1).propose("a");
        runTimeouts(cluster, 1);
        assertThat(cluster.n(1).appliedPayloads()).isEmpty();
        cluster.n(1).finishWrites();
        assertThat(cluster.n(1).appliedPayloads()).containsExactly("a");
        long readId = cluster.n(1).read();
        assertThat(cluster.n(1).granted()).extracting(ReadGrant::readId).containsExactly(readId);
    }

    // Proposals and reads.

    @Test
    void proposalsAreAppliedInTheirOrder() {
        EngineCluster<M> cluster = ledByFirst(3);
        cluster.n(1).propose("a", "b");
        cluster.n(1).propose("c");
        runTimeouts(cluster, 1);
        assertThat(cluster.n(1).refused()).isEmpty();
        assertThat(cluster.replicas())
                .allSatisfy(replica -> assertThat(replica.appliedPayloads()).containsExactly("a", "b", "c"));
    }

    @Test
    void whoeverDoesNotLeadRefusesProposals() {
        EngineCluster<M> cluster = ledByFirst(3);
        List<Long> ids = cluster.n(2).propose("a", "b");
        assertThat(cluster.n(2).refused()).isEqualTo(ids);
        runTimeouts(cluster, 2);
        assertThat(cluster.n(2).refused()).isEqualTo(ids);
        assertThat(cluster.n(1).appliedPayloads()).isEmpty();
    }

    @Test
    void readsAreGrantedOnEveryReplica() {
        EngineCluster<M> cluster = ledByFirst(3);
        cluster.n(1).propose("a");
        cluster.settle();
        for (EngineReplica<M> replica : cluster.replicas()) {
            long readId = replica.read();
            runTimeouts(cluster, 1);
            assertThat(replica.granted())
                    .singleElement()
                    .isEqualTo(new ReadGrant(readId, cluster.n(1).commit()));
            assertThat(replica.readsRefused()).isEmpty();
        }
    }

    @Test
    void noReadIsGrantedWithoutAMajority() {
        EngineCluster<M> cluster = ledByFirst(3);
        cluster.n(2).crash(0);
        cluster.n(3).crash(0);
        cluster.n(1).read();
        runTimeouts(cluster, 3);
        cluster.n(1).read();
        runTimeouts(cluster, 3);
        assertThat(cluster.n(1).granted()).isEmpty();
    }

    // Disks.

    @TestFactory
    Stream<DynamicTest> survivesACrashAfterAnyPrefixOfItsWrites() {
        return IntStream.rangeClosed(0, 6)
                .mapToObj(kept -> dynamicTest(kept + " writes made it", () -> crashAfterWrites(kept)));
    }

    private void crashAfterWrites(int kept) {
        EngineCluster<M> cluster = ledByFirst(3);
        EngineReplica<M> victim = cluster.n(2);
        victim.diskInstant(false);
        for (String payload : List.of("a", "b", "c")) {
            cluster.n(1).propose(payload);
            cluster.settle();
        }
        // The leader dies, too, so its follower's writes end with those of an election.
        cluster.n(1).crash(9);
        for (int i = 0; i < 20 && victim.writesInFlight() < 6; i++) {
            runTimeouts(cluster, 1);
        }
        assertThat(victim.writesInFlight()).isPositive();
        victim.crash(kept);
        victim.diskInstant(true);
        cluster.replicas().stream().filter(replica -> !replica.isUp()).forEach(EngineReplica::start);
        runTimeouts(cluster, 12);
        cluster.newestLeader().orElseThrow().propose("d");
        runTimeouts(cluster, 1);
        assertThat(victim.appliedPayloads()).containsExactly("a", "b", "c", "d");
    }

    @Test
    void everybodyMayCrashAtOnce() {
        EngineCluster<M> cluster = ledByFirst(3);
        cluster.n(1).propose("a");
        cluster.settle();
        cluster.disksInstant(false);
        cluster.n(1).propose("b");
        cluster.settle();
        cluster.replicas().forEach(replica -> replica.crash(0));
        cluster.disksInstant(true);
        cluster.start();
        runTimeouts(cluster, 8);
        cluster.newestLeader().orElseThrow().propose("c");
        runTimeouts(cluster, 1);
        assertThat(cluster.n(2).appliedPayloads()).containsExactly("a", "c");
    }

    // Snapshots.

    @Test
    void theLogIsCompactedAsFarAsAllowed() {
        EngineCluster<M> cluster = ledByFirst(3);
        cluster.n(1).propose("a", "b", "c", "d");
        runTimeouts(cluster, 1);
        EngineReplica<M> replica = cluster.n(2);
        long commit = replica.commit();
        replica.takeSnapshot(commit - 2);
        assertThat(replica.log().floor().index()).isEqualTo(commit - 2);
        assertThat(replica.commit()).isEqualTo(commit);
        replica.crash(0);
        replica.start();
        assertThat(replica.commit()).isEqualTo(commit);
        runTimeouts(cluster, 2);
        assertThat(replica.appliedPayloads()).containsExactly("a", "b", "c", "d");
    }

    @Test
    void whoeverIsBehindTheLogFetchesASnapshot() {
        EngineCluster<M> cluster = ledByFirst(3);
        EngineReplica<M> behind = cluster.n(3);
        behind.crash(0);
        cluster.n(1).propose("a", "b");
        runTimeouts(cluster, 1);
        for (EngineReplica<M> replica : List.of(cluster.n(1), cluster.n(2))) {
            replica.takeSnapshot(Long.MAX_VALUE);
        }
        SnapshotMeta meta = cluster.n(1).snapshot().orElseThrow();
        behind.start();
        wait(cluster, behind);
        Progress.Fetch fetch = behind.progress().fetch().orElseThrow();
        assertThat(cluster.replica(fetch.from()).snapshot()).contains(fetch.meta());
        assertThat(fetch.meta().index()).isEqualTo(meta.index());
        behind.install(fetch.meta());
        assertThat(behind.progress().fetch()).isEmpty();
        assertThat(behind.commit()).isGreaterThanOrEqualTo(meta.index());
        assertThat(behind.log().floor().index()).isLessThanOrEqualTo(meta.index());
        cluster.newestLeader().orElseThrow().propose("c");
        runTimeouts(cluster, 2);
        assertThat(behind.appliedPayloads()).containsExactly("a", "b", "c");
    }

    /** Until it wants a snapshot: time passes and messages arrive, but none is fetched. */
    private void wait(EngineCluster<M> cluster, EngineReplica<M> behind) {
        for (int i = 0; i < 200 && behind.progress().fetch().isEmpty(); i++) {
            cluster.advance(timeout().toNanos() / 50);
            cluster.tickDue();
            cluster.settle();
        }
    }

    /** Everything that leaves, and everything that is polled. */
    private static final class Recorder<M> implements EngineObserver<M> {
        final List<Ready<M>> outputs = new ArrayList<>();
        final List<Letter<M>> letters = new ArrayList<>();

        @Override
        public void polled(PeerId self, Ready<M> ready, LogView log) {
            outputs.add(ready);
        }

        @Override
        public void leaves(PeerId from, PeerId to, M message) {
            letters.add(new Letter<>(from, to, message));
        }
    }
}
