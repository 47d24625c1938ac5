/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.consenso.Bytes;
import io.consenso.ConsensusException;
import io.consenso.PeerId;
import io.consenso.ReadMode;
import io.consenso.engine.Engine;
import io.consenso.engine.EngineFactory;
import io.consenso.engine.InvariantViolation;
import io.consenso.engine.Role;
import io.consenso.runtime.ReplicaListener;
import io.consenso.runtime.Status;
import io.consenso.spi.Frame;
import io.consenso.spi.SnapshotMeta;
import io.consenso.testkit.engine.ForwardingEngine;
import io.consenso.testkit.simulation.FaultSchedule;
import io.consenso.testkit.simulation.FrameFilter.Verdict;
import io.consenso.testkit.simulation.LinkOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a replica promises when something breaks: it stops by itself, says why, lets nobody wait, and the others go on. */
public abstract class ReplicaFaultContract extends ReplicaContract {
    /** For subclasses. */
    protected ReplicaFaultContract() {}

    @Test
    void r29_aReplicaWhoseStateMachineThrowsHaltsAloneAndLeavesNobodyWaiting() {
        for (boolean onLeader : new boolean[] {true, false}) {
            PeerId leader = start(3);
            PeerId broken = onLeader ? leader : others(leader).get(0);
            proposeMany(broken, 5, "a");
            hooks(broken).apply = command -> {
                throw new IllegalStateException("a bug in the application");
            };
            List<CompletableFuture<?>> pending = new ArrayList<>();
            pending.add(send(broken, "poison"));
            pending.add(ask(broken));
            pending.add(send(broken, "behind it"));
            pending.add(cluster.checkpoint(broken));
            simulation.runUntil(() -> cluster.halted().containsKey(broken), SOON);
            run(50);
            assertThat(cluster.halted()).containsOnlyKeys(broken);
            assertThat(pending).allMatch(CompletableFuture::isDone);
            assertThat(failureOf(pending.get(0))).isInstanceOf(ConsensusException.OutcomeUnknown.class);
            assertThat(failureOf(pending.get(2)))
                    .isInstanceOf(ConsensusException.class)
                    .hasMessageContaining("a bug in the application");
            assertHalted(broken, "a bug in the application");
            PeerId other = others(broken).get(0);
            long position = propose(other, "goes on");
            assertThat(position).isBetween(6L, 8L);
            assertThat(texts(broken)).hasSize(5);
        }
    }

    @Test
    void afterABrokenInvariantTheEngineIsNeverCalledAgain() {
        int broken = 0;
        for (long seed = 1; seed <= 30; seed++) {
            List<Fragile<?>> engines = new ArrayList<>();
            prepare(3, seed, fragile(engine(), engines));
            cluster.start();
            PeerId leader = cluster.awaitLeader(SOON);
            for (int i = 0; i < 50; i++) {
                cluster.peers().forEach(peer -> {
                    var unused = send(peer, "c");
                    var unusedToo = ask(peer);
                });
                if (i == 20) {
                    engines.forEach(engine -> engine.breakSoon(leader));
                }
                simulation.run(Duration.ofNanos(150_000));
            }
            run(500);
            assertThat(engines).as("seed %s", seed).allMatch(engine -> engine.callsAfterwards == 0);
            broken += (int) engines.stream().filter(engine -> engine.isBroken).count();
            assertThat(cluster.halted().values()).allMatch(cause -> cause instanceof InvariantViolation);
        }
        assertThat(broken).isPositive();
    }

    @Test
    void s50_aFailedWriteOfTheLogHaltsTheReplicaAndIsNotTriedAgain() {
        for (boolean onLeader : new boolean[] {true, false}) {
            PeerId leader = start(3);
            PeerId broken = onLeader ? leader : others(leader).get(0);
            proposeMany(broken, 10, "a");
            node(broken).disk().failNextWrite(new IOException("EIO"));
            CompletableFuture<Bytes> answer = send(broken, "b");
            assertThat(simulation.runUntil(() -> cluster.halted().containsKey(broken), SOON))
                    .isTrue();
            run(10);
            assertHalted(broken, "EIO");
            assertThat(answer.isDone()).isTrue();
            if (answer.isCompletedExceptionally()) {
                assertThat(failureOf(answer)).isInstanceOf(ConsensusException.OutcomeUnknown.class);
            }
            PeerId other = others(broken).get(0);
            propose(other, "goes on");
            node(broken).crash();
            restart(broken);
            cluster.awaitConverged(SOON);
            assertThat(texts(broken)).doesNotHaveDuplicates().contains("a9", "goes on");
            assertThat(texts(broken)).isEqualTo(texts(other));
        }
    }

    @Test
    void s51_aFullDiskHaltsTheReplicaAndARestartWithRoomBringsItBack() {
        for (boolean onLeader : new boolean[] {true, false}) {
            PeerId leader = start(3);
            PeerId full = onLeader ? leader : others(leader).get(0);
            proposeMany(full, 10, "a");
            node(full).disk().full(true);
            var unused = send(full, "b");
            assertThat(simulation.runUntil(() -> cluster.halted().containsKey(full), SOON))
                    .isTrue();
            run(10);
            assertHalted(full, "no space left");
            propose(others(full).get(0), "goes on");
            node(full).disk().full(false);
            node(full).kill();
            restart(full);
            cluster.awaitConverged(SOON);
            assertThat(texts(full)).doesNotHaveDuplicates().contains("a9", "goes on");
        }
    }

    @Test
    void s54_nothingAcknowledgedIsLostWhenAllLoseTheirPowerAtOnce() {
        for (long seed = 1; seed <= 30; seed++) {
            PeerId leader = start(3, seed);
            List<String> acknowledged = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                String text = "c" + i;
                var unused = send(cluster.peers().get(i % 3), text).thenAccept(reply -> acknowledged.add(text));
                simulation.run(Duration.ofNanos(200_000));
            }
            cluster.peers().forEach(cluster::crash);
            cluster.peers().forEach(this::restart);
            propose(leader, "last");
            assertAllAgree();
            assertThat(texts(leader))
                    .as("seed %s", seed)
                    .containsAll(acknowledged)
                    .doesNotHaveDuplicates();
            assertThat(acknowledged).isNotEmpty();
        }
    }

    @Test
    void s41_aReplicaThatComesBackWithAnEmptyDiskHaltsAndItsWordDoesNotCount() {
        for (long seed = 1; seed <= 10; seed++) {
            PeerId leader = start(3, seed);
            PeerId wiped = others(leader).get(0);
            PeerId other = others(leader, wiped).get(0);
            proposeMany(leader, 5, "a");
            cluster.awaitConverged(SOON);
            cluster.crash(other);
            propose(leader, "on the leader and the one that is wiped");
            cluster.crash(wiped);
            cluster.crash(leader);
            node(wiped).disk().wipe();
            // Were it believed, these two would elect a leader that has never heard of the last command.
            restart(other);
            restart(wiped);
            assertThat(simulation.runUntil(() -> cluster.halted().containsKey(wiped), SOON))
                    .isTrue();
            run(5_000);
            assertThat(cluster.leader()).isEmpty();
            assertThat(cluster.halted()).containsOnlyKeys(wiped);
            assertThat(cluster.halted().get(wiped))
                    .hasMessageContaining("directory")
                    .hasMessageContaining("lost")
                    .hasMessageContaining("replaceLostStorage");
            restart(leader);
            propose(other, "last");
            assertThat(texts(other)).hasSize(7).contains("on the leader and the one that is wiped");
        }
    }

    @Test
    void s41_aLeaderWhoKnewTheLostDiskDoesNotMakeTheNewOneBelieveAnything() {
        for (long seed = 1; seed <= 10; seed++) {
            PeerId leader = start(3, seed);
            PeerId wiped = others(leader).get(0);
            proposeMany(leader, 5, "a");
            cluster.awaitConverged(SOON);
            cluster.crash(wiped);
            node(wiped).disk().wipe();
            restart(wiped);
            assertThat(simulation.runUntil(() -> cluster.halted().containsKey(wiped), SOON))
                    .isTrue();
            assertThat(cluster.halted().get(wiped)).hasMessageContaining("replaceLostStorage");
            assertThat(log(wiped).lastIndex()).isZero();
            propose(leader, "the others go on");
        }
    }

    @Test
    void s49_aReplicaWhoseVoteRecordIsDamagedDoesNotStartAndTheOthersGoOn() {
        for (long seed = 1; seed <= 5; seed++) {
            PeerId leader = start(3, seed);
            PeerId damaged = others(leader).get(0);
            propose(leader, "a");
            cluster.awaitConverged(SOON);
            cluster.crash(damaged);
            node(damaged).disk().damageHardState(GROUP);
            restart(damaged);
            assertThat(cluster.halted()).as("seed %s", seed).containsOnlyKeys(damaged);
            assertThat(cluster.halted().get(damaged)).hasMessageContaining("hard state");
            propose(leader, "b");
            assertThat(texts(leader)).containsExactly("a", "b");
        }
    }

    /** Node after node is clogged, and let go in another order: what was held back arrives in a burst, long after its time. */
    @Test
    void s55_nodesThatAreCloggedOneAfterTheOtherComeBackAndLoseNothing() {
        for (int order = 0; order < 10; order++) {
            PeerId leader = start(5, 1 + order);
            FaultSchedule.parse("0s swizzle n1+n2+n3+n4+n5 4s =" + order).applyTo(cluster);
            for (int i = 0; i < 40; i++) {
                var unused = send(leader, "a" + i);
                run(100);
            }
            propose(leader, "last");
            assertAllAgree();
        }
    }

    @Test
    void s67_aReplicaOnTheDiskOfAnotherDoesNotStart() {
        PeerId leader = start(3);
        PeerId one = others(leader).get(0);
        PeerId two = others(leader).get(1);
        propose(leader, "a");
        cluster.awaitConverged(SOON);
        cluster.crash(one);
        cluster.crash(two);
        node(one).disk().swapWith(node(two).disk());
        restart(one);
        restart(two);
        assertThat(cluster.halted()).containsOnlyKeys(one, two);
        assertThat(cluster.halted().get(one)).hasMessageContaining(two.value());
    }

    /** Two new replicas that greet each other back, while the answers are lost, must not do nothing else any more. */
    @Test
    void answersToGreetingsThatAreLostAreAskedForWithoutAStorm() {
        prepare(3, 1);
        simulation.network().options(LinkOptions.reliable().withInOrder(false).withDuplication(0.5));
        simulation.network().filter((from, to, group, frame) -> frame.get(0) == HERE ? Verdict.DROP : Verdict.DELIVER);
        cluster.start();
        run(5_000);
        assertThat(simulation.network().sent()).isLessThan(1_000);
        simulation.network().unfilter();
        cluster.awaitLeader(SOON);
        propose(cluster.peers().get(0), "a");
        assertAllAgree();
    }

    /** Frames may arrive late, after those that were sent later: what was meant for the lost disk speaks of what that one had promised. */
    @Test
    void s41_whatWasOnItsWayToALostDiskDoesNotReachTheNewOne() {
        LinkOptions slow = LinkOptions.reliable().withInOrder(false).withDelay(Duration.ofSeconds(2), Duration.ZERO);
        for (long seed = 1; seed <= 10; seed++) {
            PeerId leader = start(3, seed);
            PeerId replaced = others(leader).get(0);
            simulation.network().options(LinkOptions.reliable().withInOrder(false));
            proposeMany(leader, 5, "a");
            cluster.awaitConverged(SOON);
            simulation.network().options(leader, replaced, slow);
            // Heartbeats leave that say how far the old disk may commit.
            run(300);
            simulation
                    .network()
                    .options(leader, replaced, LinkOptions.reliable().withInOrder(false));
            cluster.replaceDisk(replaced);
            // The new one is taken back, and learns nothing more before they arrive.
            dropWhere(frame -> frame.get(0) == ENGINE, leader);
            run(3_000);
            assertThat(cluster.halted()).as("seed %s", seed).isEmpty();
            simulation.network().unfilter();
            propose(replaced, "from the replaced one");
            assertAllAgree();
        }
    }

    @Test
    void s41_aReplacedDiskRejoinsWhenItsOperatorSaysSo() {
        for (int trailing : new int[] {0, 1_000}) {
            options = options.withTrailingEntries(trailing);
            for (long seed = 1; seed <= 10; seed++) {
                PeerId leader = start(3, seed);
                PeerId replaced = others(leader).get(0);
                proposeMany(leader, 10, "a");
                cluster.awaitConverged(SOON);
                others(replaced).forEach(this::checkpoint);
                cluster.replaceDisk(replaced);
                run(1);
                cluster.awaitConverged(SOON);
                propose(replaced, "from the replaced one");
                assertAllAgree();
                // From now on it is known by its new disk, through restarts of everybody.
                for (PeerId peer : cluster.peers()) {
                    cluster.crash(peer);
                    restart(peer);
                    cluster.awaitLeader(SOON);
                }
                propose(replaced, "again");
                assertAllAgree();
                cluster.crash(others(leader, replaced).get(0));
                propose(replaced, "it counts");
            }
        }
    }

    @Test
    void s68_framesThatMakeNoSenseAreCountedAndHarmless() {
        PeerId leader = start(3);
        PeerId from = others(leader).get(0);
        PeerId to = others(leader, from).get(0);
        propose(leader, "a");
        long storage = node(from).storage().storageId();
        List<byte[]> contents = List.of(
                new byte[0],
                new byte[] {(byte) 0x80},
                new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x01},
                new byte[] {5, 1, 2},
                new byte[] {3, (byte) 0xff, (byte) 0xff, (byte) 0xff});
        for (PeerId victim : List.of(leader, to)) {
            long before = cluster.status(victim).framesDropped();
            node(from).run(() -> {
                node(from).transport().send(GROUP, victim, Frame.of(Bytes.EMPTY));
                node(from).transport().send(GROUP, victim, Frame.of(Bytes.ofUtf8("short")));
                node(from).transport().send(GROUP, victim, frame((byte) 99, storage, new byte[] {0}));
                for (byte kind = 1; kind <= 5; kind++) {
                    for (byte[] content : contents) {
                        node(from).transport().send(GROUP, victim, frame(kind, storage, content));
                    }
                }
            });
            run(50);
            assertThat(cluster.status(victim).framesDropped() - before).isEqualTo(3 + 5 * contents.size());
        }
        propose(from, "b");
        assertAllAgree();
    }

    /** A block that cannot be cut into commands would halt every replica that applies it, and again after each restart. */
    @Test
    void s68_aForwardedBlockThatCannotBeReadNeverReachesTheLog() {
        PeerId leader = start(3);
        PeerId from = others(leader).get(0);
        propose(from, "a");
        long storage = node(from).storage().storageId();
        // Block: session 1, first sequence 2; then a command that claims to be longer than the frame.
        byte[] header = {6, 0x08, 1, 0x10, 2, 0x18, 2};
        for (byte[] commands :
                List.of(new byte[] {50, 1}, new byte[] {(byte) 0x80}, new byte[] {-1, -1, -1, -1, -1, 1})) {
            byte[] content = Arrays.copyOf(header, header.length + commands.length);
            System.arraycopy(commands, 0, content, header.length, commands.length);
            long before = cluster.status(leader).framesDropped();
            node(from).run(() -> node(from).transport().send(GROUP, leader, frame(FORWARD, storage, content)));
            run(50);
            assertThat(cluster.halted()).isEmpty();
            assertThat(cluster.status(leader).framesDropped()).isEqualTo(before + 1);
        }
        propose(from, "b");
        assertAllAgree();
        assertThat(texts(leader)).containsExactly("a", "b");
    }

    @Test
    void aListenerThatThrowsHarmsNobody() {
        prepare(3, 1);
        cluster.listener(peer -> new ReplicaListener() {
            @Override
            public void onRole(Role role, long epoch) {
                throw new IllegalStateException("role");
            }

            @Override
            public void onLeader(Optional<PeerId> leader, long epoch) {
                throw new IllegalStateException("leader");
            }

            @Override
            public void onSnapshot(SnapshotMeta snapshot, boolean installed) {
                throw new IllegalStateException("snapshot");
            }
        });
        cluster.start();
        PeerId leader = cluster.awaitLeader(SOON);
        propose(leader, "a");
        checkpoint(leader);
        run(10);
        assertThat(cluster.status(leader).snapshotIndex()).isPositive();
        propose(leader, "b");
        assertAllAgree();
    }

    @Test
    void listenersHearOfRolesLeadersSnapshotsAndTheEnd() {
        options = options.withTrailingEntries(0);
        prepare(3, 1);
        List<String> heard = new ArrayList<>();
        cluster.listener(peer -> new ReplicaListener() {
            @Override
            public void onRole(Role role, long epoch) {
                heard.add(peer + " is " + role);
            }

            @Override
            public void onLeader(Optional<PeerId> leader, long epoch) {
                heard.add(peer + " follows " + leader.map(PeerId::value).orElse("nobody"));
            }

            @Override
            public void onSnapshot(SnapshotMeta snapshot, boolean installed) {
                heard.add(peer + (installed ? " installed " : " took ") + snapshot.index());
            }

            @Override
            public void onHalted(Throwable cause) {
                heard.add(peer + " halted: " + cause.getMessage());
            }
        });
        cluster.start();
        PeerId leader = cluster.awaitLeader(SOON);
        PeerId behind = others(leader).get(0);
        PeerId broken = others(leader, behind).get(0);
        propose(leader, "a");
        cluster.awaitConverged(SOON);
        assertThat(heard).contains(leader + " is LEADER");
        cluster.peers().forEach(peer -> assertThat(heard).contains(peer + " follows " + leader));
        simulation.network().isolate(behind);
        propose(leader, "b");
        SnapshotMeta meta = checkpoint(leader);
        assertThat(heard).contains(leader + " took " + meta.index());
        simulation.network().heal();
        cluster.awaitConverged(SOON);
        run(10);
        assertThat(heard).contains(behind + " installed " + meta.index());
        hooks(broken).apply = command -> {
            throw new IllegalStateException("boom");
        };
        propose(leader, "c");
        run(500);
        assertThat(heard).containsOnlyOnce(broken + " halted: boom");
        heard.clear();
        cluster.crash(leader);
        run(10_000);
        assertThat(heard).contains(behind + " follows nobody").doesNotContain(broken + " follows nobody");
    }

    @Test
    void aHaltedReplicaIsSilent() {
        options = options.withTrailingEntries(0).withSnapshotChunkBytes(100);
        PeerId leader = start(3);
        PeerId halted = others(leader).get(0);
        propose(leader, "a");
        cluster.awaitConverged(SOON);
        simulation.network().isolate(halted);
        proposeMany(leader, 50, "b");
        checkpoint(leader);
        simulation.network().heal();
        List<Bytes> requests = new ArrayList<>();
        simulation.network().filter((from, to, group, frame) -> {
            if (from.equals(halted)) {
                requests.add(frame);
            }
            return io.consenso.testkit.simulation.FrameFilter.Verdict.DELIVER;
        });
        assertThat(simulation.runUntil(() -> requests.stream().anyMatch(frame -> frame.get(0) == 3), SOON))
                .isTrue();
        hooks(halted).snapshot = () -> {
            throw new IllegalStateException("halts while it fetches");
        };
        var unused = cluster.checkpoint(halted);
        assertThat(simulation.runUntil(() -> cluster.halted().containsKey(halted), SOON))
                .isTrue();
        run(10);
        requests.clear();
        run(5_000);
        assertThat(requests).isEmpty();
    }

    @Test
    void aRottenEntryIsNamedAndStopsTheReplicaInsteadOfBeingSkipped() {
        options = options.withCacheBytes(1);
        PeerId leader = start(3);
        PeerId rotten = others(leader).get(0);
        proposeMany(leader, 10, "a");
        cluster.awaitConverged(SOON);
        cluster.crash(rotten);
        node(rotten).disk().damageEntry(GROUP, 5);
        restart(rotten);
        run(5_000);
        assertThat(cluster.halted()).containsOnlyKeys(rotten);
        assertThat(cluster.halted().get(rotten)).hasMessageContaining("5");
        propose(leader, "goes on");
    }

    private void assertHalted(PeerId peer, String why) {
        Status status = cluster.status(peer);
        assertThat(status.fault()).hasValueSatisfying(fault -> assertThat(fault).hasMessageContaining(why));
        assertThat(status.role()).isEqualTo(Role.FOLLOWER);
        assertThat(status.leader()).isEmpty();
        assertThat(status.pending()).isZero();
        List<CompletableFuture<?>> late = List.of(
                send(peer, "late"),
                ask(peer),
                cluster.query(peer, Bytes.EMPTY, ReadMode.LOCAL),
                cluster.checkpoint(peer));
        run(10);
        for (CompletableFuture<?> future : late) {
            assertThat(future.isDone()).isTrue();
            assertThat(failureOf(future)).isInstanceOf(ConsensusException.Halted.class);
        }
        assertThat(failureOf(late.get(0)))
                .hasMessageContaining(why)
                .hasCause(status.fault().orElseThrow());
        assertThat(failureOf(late.get(2))).hasMessageContaining(why);
    }

    private static Frame frame(byte kind, long storage, byte[] content) {
        return Frame.of(
                Bytes.wrap(ByteBuffer.allocate(17).put(kind).putLong(storage).array()), Bytes.wrap(content));
    }

    private static <M> EngineFactory<M> fragile(EngineFactory<M> factory, List<Fragile<?>> made) {
        return ForwardingEngine.around(factory, (boot, engine) -> {
            Fragile<M> fragile = new Fragile<>(boot.self(), engine);
            made.add(fragile);
            return fragile;
        });
    }

    /** An engine that breaks an invariant when it is told to, and counts who calls it all the same. */
    private static final class Fragile<M> extends ForwardingEngine<M> {
        private final PeerId self;
        private int receiptsLeft = Integer.MAX_VALUE;
        private boolean isBroken;
        private int callsAfterwards;

        Fragile(PeerId self, Engine<M> engine) {
            super(engine);
            this.self = self;
        }

        void breakSoon(PeerId peer) {
            if (peer.equals(self)) {
                receiptsLeft = 7;
            }
        }

        @Override
        protected Engine<M> inner() {
            if (isBroken) {
                callsAfterwards++;
            }
            return super.inner();
        }

        @Override
        public void receive(PeerId from, M message) {
            super.receive(from, message);
            if (--receiptsLeft <= 0 && !isBroken) {
                isBroken = true;
                throw new InvariantViolation("broken on purpose");
            }
        }
    }
}
