/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.lock;

import io.consenso.examples.Protocol;
import io.consenso.examples.lock.GuardedFile.Line;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Kills the holder of the lock, has another stand still for longer than its lease, cuts off a third, and looks at the file: its tokens never go
 * back, and each has one writer.
 */
public final class LockDemo {
    private static final Duration TURN = Duration.ofMillis(1_500);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Protocol protocol;
    private final Path data;
    private final Consumer<String> told;

    /** With nodes that run that protocol and keep their data there; what happens is told. */
    public LockDemo(Protocol protocol, Path data, Consumer<String> told) {
        this.protocol = protocol;
        this.data = data;
        this.told = told;
    }

    /** Throws {@link IllegalStateException} when the file had two writers at once, or nobody got the lock any more. */
    public void run() throws IOException, InterruptedException {
        try (LockCluster cluster = new LockCluster(protocol, data, TURN)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> closeQuietly(cluster), "stop"));
            cluster.start();
            await(cluster, "a first holder", line -> true, 0);
            kill(cluster);
            pause(cluster);
            cutOff(cluster);
            cluster.end();
            judge(cluster);
        }
    }

    private static void closeQuietly(LockCluster cluster) {
        try {
            cluster.close();
        } catch (IOException e) {
            System.err.println("lock-service: " + e.getMessage());
        }
    }

    private void kill(LockCluster cluster) throws IOException, InterruptedException {
        Line holder = freshHolder(cluster);
        long began = System.nanoTime();
        cluster.process(holder.writer()).kill();
        Line next = awaitNext(cluster, holder);
        say("killed the holder %s (token %d): %s goes on with token %d after %d ms", holder, next, began);
        cluster.process(holder.writer()).start();
        await(cluster, holder.writer() + " again", line -> line.writer().equals(holder.writer()), next.token());
    }

    private void pause(LockCluster cluster) throws IOException, InterruptedException {
        long before = cluster.refused();
        Line holder = freshHolder(cluster);
        LockProcess process = cluster.process(holder.writer());
        long began = System.nanoTime();
        process.pause();
        while (!cluster.file().isFree()) {
            // It was stopped in the middle of a write.
            process.resume();
            TimeUnit.MILLISECONDS.sleep(1);
            process.pause();
        }
        Line next = awaitNext(cluster, holder);
        say("stopped the holder %s (token %d): %s goes on with token %d after %d ms", holder, next, began);
        process.resume();
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        while (cluster.refused() == before) {
            if (System.nanoTime() > giveUp) {
                throw new IllegalStateException(holder.writer() + " went on and nothing was refused");
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        told.accept("  let " + holder.writer() + " go on: the file refused its token " + holder.token());
        await(cluster, holder.writer() + " again", line -> line.writer().equals(holder.writer()), next.token());
    }

    private void cutOff(LockCluster cluster) throws IOException, InterruptedException {
        Line holder = freshHolder(cluster);
        long began = System.nanoTime();
        cluster.cutOff(holder.writer());
        Line next = awaitNext(cluster, holder);
        say("cut off the holder %s (token %d): %s goes on with token %d after %d ms", holder, next, began);
        cluster.mend();
        await(cluster, holder.writer() + " again", line -> line.writer().equals(holder.writer()), next.token());
    }

    private void say(String format, Line holder, Line next, long began) {
        told.accept("  "
                + String.format(
                        Locale.ROOT,
                        format,
                        holder.writer(),
                        holder.token(),
                        next.writer(),
                        next.token(),
                        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began)));
    }

    /** Somebody whose turn has just begun. */
    private static Line freshHolder(LockCluster cluster) throws IOException, InterruptedException {
        List<Line> lines = cluster.file().lines();
        return await(
                cluster,
                "a fresh holder",
                line -> true,
                lines.get(lines.size() - 1).token());
    }

    private static Line awaitNext(LockCluster cluster, Line after) throws IOException, InterruptedException {
        return await(cluster, "the next holder", line -> !line.writer().equals(after.writer()), after.token());
    }

    /** The first line of a higher token that is as asked for. */
    private static Line await(LockCluster cluster, String what, Predicate<Line> isMeant, long token)
            throws IOException, InterruptedException {
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < giveUp) {
            Optional<Line> found = cluster.file().lines().stream()
                    .filter(line -> line.token() > token && isMeant.test(line))
                    .findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
        throw new IllegalStateException("after " + PATIENCE.toSeconds() + " s still waiting for " + what);
    }

    private void judge(LockCluster cluster) throws IOException {
        List<Line> lines = cluster.file().lines();
        requireOneWriter(lines);
        long tokens = lines.stream().mapToLong(Line::token).distinct().count();
        told.accept(String.format(
                Locale.ROOT,
                "  %,d lines under %d tokens, never two writers; %d stale writes refused",
                lines.size(),
                tokens,
                cluster.refused()));
    }

    /** Throws {@link IllegalStateException} unless tokens never go back and each has one writer. */
    static void requireOneWriter(List<Line> lines) {
        Map<Long, String> writers = new HashMap<>();
        long highest = 0;
        for (Line line : lines) {
            String writer = writers.putIfAbsent(line.token(), line.writer());
            if (line.token() < highest || (writer != null && !writer.equals(line.writer()))) {
                throw new IllegalStateException("two writers at once: " + line + " after token " + highest);
            }
            highest = line.token();
        }
    }
}
