/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.transport.netty;

import io.consenso.PeerId;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Says what an operator must know once, not at each of a thousand attempts: the same thing again within a minute is left out, and so is
 * everything new while very many different things have been said. Any thread.
 */
final class QuietLog {
    private static final Logger LOG = LoggerFactory.getLogger(NettyTransport.class);
    private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int TOPICS_MAX = 256;
    private static final int LINE_LENGTH_MAX = 500;
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029\\u0085]");

    private final PeerId self;
    private final Map<String, Long> saidAtNanos = new HashMap<>();

    QuietLog(PeerId self) {
        this.self = self;
    }

    /** Something is wrong; {@code topic} is what counts as the same thing. */
    void warn(String topic, String message) {
        say(Level.WARN, topic, message);
    }

    /** Ordinary, though it may come often. */
    void info(String topic, String message) {
        say(Level.INFO, topic, message);
    }

    /** The next one on this topic is news again. */
    synchronized void forget(String topic) {
        saidAtNanos.remove(topic);
    }

    /** A receiver broke its promise. */
    void receiverThrew(String group, Throwable cause) {
        LOG.error("{}: the receiver of group {} threw", self, group, cause);
    }

    /** What went wrong, in as few words as there are. */
    static String reason(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.toString() : message;
    }

    private void say(Level level, String topic, String message) {
        if (isNews(topic, System.nanoTime())) {
            LOG.atLevel(level).log("{}: {}", self, oneLine(message));
        }
    }

    /** What strangers say about themselves goes into the message: it must not forge further lines, nor fill pages. */
    private static String oneLine(String message) {
        String shown = message.length() <= LINE_LENGTH_MAX ? message : message.substring(0, LINE_LENGTH_MAX) + "...";
        return CONTROL.matcher(shown).replaceAll("?");
    }

    private synchronized boolean isNews(String topic, long now) {
        saidAtNanos.values().removeIf(at -> now - at > PAUSE_NANOS);
        return saidAtNanos.size() < TOPICS_MAX && saidAtNanos.putIfAbsent(topic, now) == null;
    }
}
