/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.kv;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Sends many requests at a time and repeats those that failed, until nothing has gone through for too long.
 *
 * <p>Repeating is right here though the outcome of some may be unknown: whoever sets a key to the same value twice has set it.
 */
final class PatientClient implements Closeable {
    private static final int BATCH = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int TIMEOUT_MILLIS = 15_000;

    private final InetSocketAddress server;
    private @Nullable Jedis jedis;

    PatientClient(InetSocketAddress server) {
        this.server = server;
    }

    void write(List<Map.Entry<String, Long>> words, Progress progress) throws IOException, InterruptedException {
        each(
                words,
                progress,
                (pipeline, word) -> pipeline.set(word.getKey(), word.getValue().toString()),
                (word, reply) -> "OK".equals(reply));
    }

    long countWrong(List<Map.Entry<String, Long>> words, Progress progress) throws IOException, InterruptedException {
        return words.size()
                - each(
                        words,
                        progress,
                        (pipeline, word) -> pipeline.get(word.getKey()),
                        (word, reply) -> Objects.equals(word.getValue().toString(), reply));
    }

    /** Returns how many replies were right. */
    private long each(
            List<Map.Entry<String, Long>> words,
            Progress progress,
            BiFunction<Pipeline, Map.Entry<String, Long>, Response<String>> send,
            BiPredicate<Map.Entry<String, Long>, String> isRight)
            throws IOException, InterruptedException {
        long right = 0;
        for (int from = 0; from < words.size(); from += BATCH) {
            List<Map.Entry<String, Long>> left = words.subList(from, Math.min(from + BATCH, words.size()));
            long giveUp = System.nanoTime() + PATIENCE.toNanos();
            while (!left.isEmpty()) {
                Round round = round(left, send, isRight);
                right += round.right;
                progress.advance(left.size() - round.failed.size());
                if (round.failed.size() < left.size()) {
                    giveUp = System.nanoTime() + PATIENCE.toNanos();
                } else if (System.nanoTime() > giveUp) {
                    throw new IOException("nothing has gone through for " + PATIENCE.toSeconds() + " s: " + round.why);
                }
                if (!round.failed.isEmpty()) {
                    TimeUnit.MILLISECONDS.sleep(100);
                }
                left = round.failed;
            }
        }
        return right;
    }

    private record Round(long right, List<Map.Entry<String, Long>> failed, String why) {}

    private Round round(
            List<Map.Entry<String, Long>> words,
            BiFunction<Pipeline, Map.Entry<String, Long>, Response<String>> send,
            BiPredicate<Map.Entry<String, Long>, String> isRight)
            throws IOException {
        List<Response<String>> responses = new ArrayList<>(words.size());
        try (Pipeline pipeline = connected().pipelined()) {
            words.forEach(word -> responses.add(send.apply(pipeline, word)));
            pipeline.sync();
        } catch (JedisConnectionException e) {
            close();
            return new Round(0, words, String.valueOf(e.getMessage()));
        }
        long right = 0;
        String why = "";
        List<Map.Entry<String, Long>> failed = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            try {
                right += isRight.test(words.get(i), responses.get(i).get()) ? 1 : 0;
            } catch (JedisDataException e) {
                why = String.valueOf(e.getMessage());
                requireTemporary(why);
                failed.add(words.get(i));
            }
        }
        return new Round(right, failed, why);
    }

    private static void requireTemporary(String error) throws IOException {
        if (!error.startsWith("TRYAGAIN") && !error.startsWith("CLUSTERDOWN") && !error.startsWith("UNKNOWN")) {
            throw new IOException(error);
        }
    }

    private Jedis connected() {
        if (jedis == null) {
            jedis = new Jedis(server.getHostString(), server.getPort(), TIMEOUT_MILLIS);
        }
        return jedis;
    }

    @Override
    public void close() {
        if (jedis != null) {
            jedis.close();
            jedis = null;
        }
    }
}
