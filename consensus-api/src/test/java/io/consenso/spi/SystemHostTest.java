/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SystemHostTest {
    enum Kind {
        LANE,
        LIGHT_LANE;

        Host.Lane create() {
            return this == LANE ? Host.system().lane("test") : Host.system().lightLane("test");
        }
    }

    @ParameterizedTest
    @EnumSource
    void tasksOfManyThreadsRunOneAtATimeAndInEachThreadsOrder(Kind kind) throws Exception {
        int threads = 4;
        int each = 5_000;
        List<int[]> seen = new ArrayList<>();
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger overlaps = new AtomicInteger();
        Host.Lane lane = kind.create();
        List<Thread> senders = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int sender = t;
            senders.add(new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    int number = i;
                    lane.execute(() -> {
                        overlaps.addAndGet(inside.getAndIncrement());
                        seen.add(new int[] {sender, number});
                        inside.decrementAndGet();
                    });
                }
            }));
        }
        senders.forEach(Thread::start);
        for (Thread sender : senders) {
            sender.join();
        }
        lane.close();
        assertThat(overlaps).hasValue(0);
        assertThat(seen).hasSize(threads * each);
        int[] next = new int[threads];
        for (int[] task : seen) {
            assertThat(task[1]).isEqualTo(next[task[0]]++);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTaskHandedOverByATaskRunsAfterIt(Kind kind) {
        List<String> order = new ArrayList<>();
        Host.Lane lane = kind.create();
        CountDownLatch done = new CountDownLatch(1);
        lane.execute(() -> {
            lane.execute(() -> {
                order.add("second");
                done.countDown();
            });
            order.add("first");
        });
        awaitQuietly(done);
        lane.close();
        assertThat(order).containsExactly("first", "second");
    }

    @ParameterizedTest
    @EnumSource
    void aDeferredTaskRunsOnAnotherThread(Kind kind) {
        Host.Lane lane = kind.create();
        CountDownLatch done = new CountDownLatch(1);
        Thread[] ranOn = new Thread[1];
        lane.defer(() -> {
            ranOn[0] = Thread.currentThread();
            done.countDown();
        });
        assertThat(awaitQuietly(done)).isTrue();
        assertThat(ranOn[0]).isNotSameAs(Thread.currentThread());
        lane.close();
    }

    @ParameterizedTest
    @EnumSource
    void aTaskThatThrowsHarmsNothing(Kind kind) {
        Host.Lane lane = kind.create();
        CountDownLatch done = new CountDownLatch(1);
        lane.execute(() -> {
            throw new IllegalStateException("expected by the test");
        });
        lane.execute(done::countDown);
        assertThat(awaitQuietly(done)).isTrue();
        lane.close();
    }

    @ParameterizedTest
    @EnumSource
    void aDelayedTaskRunsNotTooEarly(Kind kind) {
        Host.Lane lane = kind.create();
        CountDownLatch done = new CountDownLatch(1);
        long start = System.nanoTime();
        lane.after(TimeUnit.MILLISECONDS.toNanos(30), done::countDown);
        assertThat(awaitQuietly(done)).isTrue();
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(30));
        lane.close();
    }

    @ParameterizedTest
    @EnumSource
    void afterClosingNothingRunsAndClosingFromATaskDoesNotHang(Kind kind) {
        Host.Lane lane = kind.create();
        CountDownLatch closedInside = new CountDownLatch(1);
        lane.execute(() -> {
            lane.close();
            closedInside.countDown();
        });
        assertThat(awaitQuietly(closedInside)).isTrue();
        lane.close();
        AtomicInteger ran = new AtomicInteger();
        lane.execute(ran::incrementAndGet);
        lane.close();
        assertThat(ran).hasValue(0);
    }

    private static boolean awaitQuietly(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
