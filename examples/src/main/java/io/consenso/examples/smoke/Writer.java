/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.smoke;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/** A client that appends and counts on keys of its own, one request at a time, and moves to the next node when one fails it. */
final class Writer implements Runnable {
    private static final int READ_EVERY = 5;

    private final List<NodeProcess> nodes;
    private final Ledger ledger;
    private final LongConsumer onAcknowledged;
    private volatile boolean stopped;
    private int at;
    private @Nullable Jedis jedis;

    /** {@code onAcknowledged} is told when, in nanoseconds, each acknowledged write began. */
    Writer(int number, List<NodeProcess> nodes, LongConsumer onAcknowledged) {
        this.nodes = List.copyOf(nodes);
        this.ledger = new Ledger("w" + number);
        this.onAcknowledged = onAcknowledged;
        this.at = number % nodes.size();
    }

    Ledger ledger() {
        return ledger;
    }

    void stop() {
        stopped = true;
    }

    @Override
    public void run() {
        try {
            while (!stopped) {
                if (isConnected()) {
                    step();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            ledger.unexpected(e.toString());
        } finally {
            disconnect();
        }
    }

    private void step() throws InterruptedException {
        int token = ledger.nextToken();
        String key = ledger.logKey(token);
        attempt(
                client -> client.append(key, Ledger.token(token)),
                length -> ledger.appended(token, length),
                () -> ledger.appendUnknown(token));
        attempt(client -> client.incr(ledger.counterKey()), ledger::counted, ledger::countUnknown);
        if (token % READ_EVERY == 0) {
            read(token);
        }
    }

    private void attempt(Function<Jedis, Long> write, Consumer<Long> acknowledged, Runnable unknown)
            throws InterruptedException {
        if (!isConnected()) {
            // Never sent.
            return;
        }
        long began = System.nanoTime();
        try {
            acknowledged.accept(write.apply(connection()));
            onAcknowledged.accept(began);
        } catch (JedisConnectionException e) {
            unknown.run();
            moveOn();
        } catch (JedisDataException e) {
            refused(String.valueOf(e.getMessage()), unknown);
        }
    }

    private void refused(String error, Runnable unknown) throws InterruptedException {
        if (error.startsWith("UNKNOWN")) {
            unknown.run();
        } else if (!error.startsWith("CLUSTERDOWN") && !error.startsWith("TRYAGAIN")) {
            ledger.unexpected(error);
        }
        moveOn();
    }

    private void read(int token) throws InterruptedException {
        if (!isConnected()) {
            return;
        }
        try {
            String content = connection().get(ledger.logKey(token));
            ledger.checkLog(token, content == null ? "" : content);
        } catch (JedisConnectionException e) {
            moveOn();
        } catch (JedisDataException e) {
            refused(String.valueOf(e.getMessage()), () -> ledger.unexpected("a read whose outcome is unknown"));
        }
    }

    private boolean isConnected() throws InterruptedException {
        if (jedis == null) {
            try {
                jedis = nodes.get(at).connect();
                jedis.connect();
            } catch (JedisConnectionException e) {
                moveOn();
            }
        }
        return jedis != null;
    }

    private Jedis connection() {
        if (jedis == null) {
            throw new IllegalStateException("not connected");
        }
        return jedis;
    }

    private void moveOn() throws InterruptedException {
        disconnect();
        at = (at + 1) % nodes.size();
        TimeUnit.MILLISECONDS.sleep(20);
    }

    private void disconnect() {
        if (jedis != null) {
            jedis.close();
            jedis = null;
        }
    }
}
