/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.lock;

import static io.consenso.examples.lock.ServiceWorld.LEASE;
import static io.consenso.examples.lock.ServiceWorld.PATIENCE;
import static io.consenso.examples.lock.ServiceWorld.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.coordination.election.Leadership;
import io.consenso.coordination.election.ReplicatedElection;
import io.consenso.coordination.mutex.Grant;
import io.consenso.coordination.mutex.MutexException;
import io.consenso.coordination.mutex.ReplicatedMutex;
import io.consenso.coordination.service.CoordinationException;
import io.consenso.coordination.service.Hold;
import io.consenso.coordination.service.MapChange;
import io.consenso.coordination.service.MapWatcher;
import io.consenso.examples.Protocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the doors of three processes offer, on both engines. */
class CoordinationTest {
    private static final PeerId A = PeerId.of("n1");
    private static final PeerId B = PeerId.of("n2");
    private static final PeerId C = PeerId.of("n3");

    @ParameterizedTest
    @EnumSource
    void aLockGoesFromOneToTheNextInOrder(Protocol protocol) {
        try (ServiceWorld world = new ServiceWorld(protocol)) {
            Hold first = world.await(world.at(A, door -> door.lock("x").acquire(PATIENCE)));
            CompletableFuture<Hold> second = world.at(B, door -> door.lock("x").acquire(PATIENCE));
            world.simulation.run(SOON);
            CompletableFuture<Hold> third = world.at(C, door -> door.lock("x").acquire(PATIENCE));
            world.simulation.run(LEASE.multipliedBy(3));
            assertThat(first.isHeld()).isTrue();
            assertThat(second).isNotDone();
            assertThat(world.done(world.at(C, door -> door.lock("x").tryAcquire(SOON))))
                    .isCompletedWithValueMatching(Optional::isEmpty);
            world.await(world.cluster.node(A).call(first::release));
            assertThat(first.isHeld()).isFalse();
            assertThat(world.await(second).token()).isGreaterThan(first.token());
            assertThat(third).isNotDone();
            world.await(world.cluster.node(B).call(() -> second.join().release()));
            assertThat(world.await(third).token()).isGreaterThan(second.join().token());
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoGivesUpIsPassedOver(Protocol protocol) {
        try (ServiceWorld world = new ServiceWorld(protocol)) {
            Hold first = world.await(world.at(A, door -> door.lock("x").acquire(PATIENCE)));
            CompletableFuture<Hold> impatient =
                    world.at(B, door -> door.lock("x").acquire(SOON));
            assertThatThrownBy(() -> world.await(impatient)).isInstanceOf(CoordinationException.DeadlinePassed.class);
            CompletableFuture<Hold> third = world.at(C, door -> door.lock("x").acquire(PATIENCE));
            world.await(world.cluster.node(A).call(first::release));
            assertThat(world.await(third).isHeld()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoIsCutOffStopsBeforeTheNextIsGrantedIt(Protocol protocol) {
        try (ServiceWorld world = new ServiceWorld(protocol)) {
            PeerId holder = world.leader();
            PeerId next = world.followers().get(0);
            Hold held = world.await(world.at(holder, door -> door.lock("x").acquire(PATIENCE)));
            CompletableFuture<Hold> waits =
                    world.at(next, door -> door.lock("x").acquire(PATIENCE));
            world.simulation.run(SOON);
            long[] lostAt = new long[1];
            CompletableFuture<Void> unused = held.lost().thenRun(() -> lostAt[0] = world.simulation.now());
            world.simulation.network().isolate(holder);
            Hold granted = world.await(waits);
            assertThat(lostAt[0]).isPositive().isLessThan(world.simulation.now());
            assertThat(held.isHeld()).isFalse();
            assertThat(granted.token()).isGreaterThan(held.token());
        }
    }

    @ParameterizedTest
    @EnumSource
    void theLockOfACrashedProcessIsGivenOnWhateverTheWallClocksSay(Protocol protocol) {
        try (ServiceWorld world = new ServiceWorld(protocol)) {
            PeerId holder = world.followers().get(0);
            PeerId next = world.followers().get(1);
            Hold held = world.await(world.at(holder, door -> door.lock("x").acquire(PATIENCE)));
            world.cluster.nodes().forEach(node -> node.clock().stepWall(Duration.ofHours(-2)));
            world.cluster.node(holder).kill();
            Hold granted = world.await(world.at(next, door -> door.lock("x").acquire(PATIENCE)));
            assertThat(granted.token()).isGreaterThan(held.token());
        }
    }

    /** Out of the model of leases: the process looks, stands still, and acts on what it saw. Only the resource can help. */
    @ParameterizedTest
    @EnumSource
    void aProcessThatStandsStillAfterItLookedIsRefusedByTheResource(Protocol protocol) {
        try (ServiceWorld world = new ServiceWorld(protocol)) {
            PeerId holder = world.followers().get(0);
            PeerId next = world.followers().get(1);
            long[] highest = new long[1];
            Hold old = world.await(world.at(holder, door -> door.lock("x").acquire(PATIENCE)));
            boolean hasLooked = old.isHeld();
            world.cluster.node(holder).pause(LEASE.multipliedBy(4));
            Hold current = world.await(world.at(next, door -> door.lock("x").acquire(PATIENCE)));
            assertThat(current.isHeld()).isTrue();
            assertThat(accepts(highest, current.token())).isTrue();
            // Two act as holders now.
            assertThat(hasLooked).isTrue();
            assertThat(accepts(highest, old.token())).isFalse();
            assertThat(accepts(highest, current.token())).isTrue();
        }
    }

    private static boolean accepts(long[] highest, long token) {
        highest[0] = Math.max(highest[0], token);
        return token == highest[0];
    }

    @ParameterizedTest
    @EnumSource
    void aClosedDoorGivesEverythingBackAtOnce(Protocol protocol) {
        try (ServiceWorld world = new ServiceWorld(protocol)) {
            Hold held = world.await(world.at(A, door -> door.lock("x").acquire(PATIENCE)));
            CompletableFuture<Hold> waits = world.at(A, door -> door.lock("x").acquire(PATIENCE));
            CompletableFuture<Hold> next = world.at(B, door -> door.lock("x").acquire(SOON));
            world.simulation.run(Duration.ofMillis(100));
            world.await(world.at(A, door -> door.giveUp()));
            assertThat(held.isHeld()).isFalse();
            assertThatThrownBy(() -> world.await(waits)).isInstanceOf(CoordinationException.Closed.class);
            assertThat(world.await(next).isHeld()).isTrue();
            assertThatThrownBy(
                            () -> world.await(world.at(A, door -> door.lock("y").acquire(SOON))))
                    .isInstanceOf(CoordinationException.Closed.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void readersShareAndAWriterIsAlone(Protocol protocol) {
        try (ServiceWorld world = new ServiceWorld(protocol)) {
            Hold one = world.await(
                    world.at(A, door -> door.readWriteLock("x").read().acquire(SOON)));
            Hold two = world.await(
                    world.at(B, door -> door.readWriteLock("x").read().acquire(SOON)));
            CompletableFuture<Hold> writer =
                    world.at(C, door -> door.readWriteLock("x").write().acquire(PATIENCE));
            world.simulation.run(SOON);
            CompletableFuture<Hold> late =
                    world.at(A, door -> door.readWriteLock("x").read().acquire(PATIENCE));
            world.await(world.cluster.node(A).call(one::release));
            world.simulation.run(SOON);
            assertThat(writer).isNotDone();
            world.await(world.cluster.node(B).call(two::release));
            Hold alone = world.await(writer);
            assertThat(late).isNotDone();
            world.await(world.cluster.node(C).call(alone::release));
            assertThat(world.await(late).token()).isGreaterThan(alone.token());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSemaphoreOfAnotherSizeIsRefused(Protocol protocol) {
        try (ServiceWorld world = new ServiceWorld(protocol)) {
            world.await(world.at(A, door -> door.semaphore("x", 3).acquire(2, SOON)));
            assertThatThrownBy(() -> world.await(
                            world.at(B, door -> door.semaphore("x", 4).acquire(1, SOON))))
                    .isInstanceOf(CoordinationException.Refused.class);
            assertThat(world.done(world.at(B, door -> door.semaphore("x", 3).tryAcquire(2, SOON))))
                    .isCompletedWithValueMatching(Optional::isEmpty);
            assertThat(world.done(world.at(B, door -> door.semaphore("x", 3).tryAcquire(1, SOON))))
                    .isCompletedWithValueMatching(Optional::isPresent);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBarrierLetsAllPassTogetherAgainAndAgainAndBreaksForAll(Protocol protocol) {
        try (ServiceWorld world = new ServiceWorld(protocol)) {
            long before = 0;
            for (int round = 0; round < 3; round++) {
                List<CompletableFuture<Long>> parties = world.cluster.peers().stream()
                        .map(peer -> world.at(peer, door -> door.barrier("x", 3).await(PATIENCE)))
                        .toList();
                long generation = world.await(parties.get(0));
                assertThat(generation).isGreaterThan(before);
                assertThat(world.done(parties.get(1))).isCompletedWithValue(generation);
                assertThat(world.done(parties.get(2))).isCompletedWithValue(generation);
                before = generation;
            }
            CompletableFuture<Long> patient =
                    world.at(A, door -> door.barrier("x", 3).await(PATIENCE));
            CompletableFuture<Long> impatient =
                    world.at(B, door -> door.barrier("x", 3).await(SOON));
            assertThatThrownBy(() -> world.await(impatient)).isInstanceOf(CoordinationException.DeadlinePassed.class);
            assertThatThrownBy(() -> world.await(patient)).isInstanceOf(CoordinationException.Broken.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void countersAndMapsAreSharedAndAMapTellsOfChanges(Protocol protocol) {
        try (ServiceWorld world = new ServiceWorld(protocol)) {
            assertThat(world.done(world.at(A, door -> door.counter("x").add(3))))
                    .isCompletedWithValue(3L);
            assertThat(world.done(world.at(B, door -> door.counter("x").compareAndSet(3, 5))))
                    .isCompletedWithValue(true);
            assertThat(world.done(world.at(C, door -> door.counter("x").compareAndSet(3, 6))))
                    .isCompletedWithValue(false);
            assertThat(world.done(world.at(C, door -> door.counter("x").get()))).isCompletedWithValue(5L);

            List<String> told = new ArrayList<>();
            world.cluster.node(C).run(() -> world.door(C).map("m").watchPrefix("a", watcher(told)));
            long version = world.await(world.at(A, door -> door.map("m").put("a1", Bytes.ofUtf8("one"))));
            world.await(world.at(A, door -> door.map("m").put("b1", Bytes.ofUtf8("other"))));
            assertThat(world.done(world.at(B, door -> door.map("m").compareAndSet("a1", version, Bytes.ofUtf8("two")))))
                    .isCompletedWithValueMatching(Optional::isPresent);
            assertThat(world.done(world.at(B, door -> door.map("m").removeIf("a1", version))))
                    .isCompletedWithValue(false);
            assertThat(world.await(world.at(B, door -> door.map("m").get("a1")))
                            .orElseThrow()
                            .value()
                            .toUtf8())
                    .isEqualTo("two");
            assertThat(world.done(world.at(B, door -> door.map("m").remove("a1"))))
                    .isCompletedWithValueMatching(Optional::isPresent);
            world.simulation.run(SOON);
            assertThat(told).containsExactly("a1=one", "a1=two", "a1 gone");
        }
    }

    private static MapWatcher watcher(List<String> told) {
        return new MapWatcher() {
            @Override
            public void onChange(MapChange change) {
                told.add(change.key()
                        + change.value().map(value -> "=" + value.toUtf8()).orElse(" gone"));
            }

            @Override
            public void onJump() {
                told.add("jump");
            }
        };
    }

    /** A replica that comes back after a long time takes over a snapshot; whoever watches there is told to read again. */
    @ParameterizedTest
    @EnumSource
    void aWatcherHearsOfAJump(Protocol protocol) {
        try (ServiceWorld world = new ServiceWorld(protocol)) {
            PeerId late = world.followers().get(0);
            PeerId busy = world.leader();
            List<String> told = new ArrayList<>();
            world.cluster.node(late).run(() -> world.door(late).map("m").watch("k", watcher(told)));
            world.simulation.network().isolate(late);
            for (int i = 0; i < 1_500; i++) {
                world.await(world.at(busy, door -> door.map("m").put("k", Bytes.ofUtf8("v"))));
            }
            world.await(world.cluster.checkpoint(busy));
            world.await(world.cluster.checkpoint(world.followers().get(1)));
            world.simulation.network().heal();
            world.cluster.awaitConverged(PATIENCE);
            world.await(world.at(busy, door -> door.map("m").put("k", Bytes.ofUtf8("last"))));
            world.simulation.run(SOON);
            assertThat(told).contains("jump").endsWith("k=last");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMutexOnTheServiceIsHeldByOneAndTimesOut(Protocol protocol) {
        try (ServiceWorld world = new ServiceWorld(protocol)) {
            ReplicatedMutex mine = new ReplicatedMutex(world.door(A), A);
            ReplicatedMutex other = new ReplicatedMutex(world.door(B), B);
            Grant grant = world.await(world.cluster.node(A).call(() -> mine.acquire("x", SOON)));
            assertThat(grant.holder()).isEqualTo(A);
            assertThatThrownBy(() -> world.await(world.cluster.node(B).call(() -> other.acquire("x", SOON))))
                    .isInstanceOf(MutexException.TimedOut.class);
            assertThat(mine.isHeld(grant)).isTrue();
            world.await(world.cluster.node(A).call(() -> mine.release(grant)));
            assertThat(mine.isHeld(grant)).isFalse();
            assertThat(world.await(world.cluster.node(B).call(() -> other.acquire("x", SOON)))
                            .token())
                    .isGreaterThan(grant.token());
            world.cluster.node(B).run(other::close);
            assertThat(world.await(world.cluster.node(A).call(() -> mine.acquire("x", SOON)))
                            .holder())
                    .isEqualTo(A);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anElectionHasOneLeaderAndGoesOnWhenItStepsDownOrDies(Protocol protocol) {
        try (ServiceWorld world = new ServiceWorld(protocol)) {
            List<ReplicatedElection> elections = new ArrayList<>();
            for (PeerId peer : world.cluster.peers()) {
                world.cluster.node(peer).run(() -> elections.add(new ReplicatedElection(world.door(peer), "boss")));
                world.simulation.run(SOON);
            }
            List<Optional<Leadership>> heard = new ArrayList<>();
            world.cluster.node(C).run(() -> elections.get(2).listen(heard::add));
            world.simulation.run(SOON);
            Leadership first = elections.get(2).current().orElseThrow();
            assertThat(first.leader()).isEqualTo(A);
            assertThat(elections.get(0).current()).contains(first);
            world.await(world.cluster.node(A).call(() -> elections.get(0).stepDown()));
            world.simulation.run(SOON);
            Leadership second = elections.get(2).current().orElseThrow();
            assertThat(second.leader()).isEqualTo(B);
            assertThat(second.epoch()).isGreaterThan(first.epoch());
            world.cluster.node(B).kill();
            world.simulation.run(LEASE.multipliedBy(4));
            Leadership third = elections.get(2).current().orElseThrow();
            assertThat(third.leader()).isEqualTo(C);
            assertThat(third.epoch()).isGreaterThan(second.epoch());
            assertThat(heard).contains(Optional.of(first), Optional.of(second), Optional.of(third));
        }
    }
}
