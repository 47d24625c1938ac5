/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.testkit.simulation.Trace;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Tells what happens, a line for each step, and counts messages by their names. Any thread. */
final class Journal {
    private final LongSupplier nanos;
    private final Consumer<String> printer;
    private final Function<Bytes, String> describe;
    private final Set<String> chatter;
    private final @Nullable Trace trace;
    private final Map<String, Long> sent = new TreeMap<>();

    private final Map<String, Long> sentBefore = new TreeMap<>();
    private final Set<PeerId> down = new HashSet<>();
    private boolean hasEnded;

    /** With the trace that shows the notes, too, if there is one. */
    Journal(LongSupplier nanos, Consumer<String> printer, Play<?> play, @Nullable Trace trace) {
        this.nanos = nanos;
        this.printer = printer;
        this.describe = play::describe;
        this.chatter = play.chatter();
        this.trace = trace;
    }

    /** A message leaves; returns whether it is one that counts. */
    synchronized boolean sent(PeerId from, PeerId to, Bytes frame) {
        String label = describe.apply(frame);
        String name = label.split(" ", 2)[0];
        if (chatter.contains(name)) {
            return false;
        }
        if (!hasEnded) {
            sent.merge(name, 1L, Long::sum);
        }
        print(from + " -> " + to + "  " + label);
        return true;
    }

    /** A process says what it does; one that has crashed says nothing any more. */
    synchronized void note(PeerId peer, String text) {
        if (down.contains(peer)) {
            return;
        }
        print(peer + ": " + text);
        if (trace != null) {
            trace.note(peer, text);
        }
    }

    /** A process takes that one, or nobody, for the leader. */
    synchronized void leader(PeerId peer, Optional<PeerId> leader, long epoch) {
        if (down.contains(peer)) {
            return;
        }
        String who = leader.map(PeerId::value).orElse("nobody");
        print(peer + ": " + (who.equals(peer.value()) ? "leads" : "follows " + who)
                + (leader.isPresent() ? ", epoch " + epoch : ""));
        if (trace != null) {
            trace.note(peer, leader.isEmpty() ? "no leader" : "leader " + who);
        }
    }

    /** As {@link #note}, but too long for a picture. */
    synchronized void told(PeerId peer, String text) {
        if (!down.contains(peer)) {
            print(peer + ": " + text);
        }
    }

    /** A process crashes; the trace knows it by itself. */
    synchronized void crashes(PeerId peer) {
        told(peer, "crashes");
        down.add(peer);
        recount();
    }

    /** It has come back. */
    synchronized void returns(PeerId peer) {
        down.remove(peer);
        told(peer, "is back");
    }

    /** From now on {@link #countOfLate} counts. */
    synchronized void recount() {
        sentBefore.clear();
        sentBefore.putAll(sent);
    }

    /** How many messages of these names have left; of all names, when none is given. */
    synchronized long count(String... names) {
        return sum(sent, names);
    }

    /** How many of them have left since the last crash or {@link #recount}; since the beginning, if there was none. */
    synchronized long countOfLate(String... names) {
        return sum(sent, names) - sum(sentBefore, names);
    }

    private static long sum(Map<String, Long> counts, String... names) {
        return counts.entrySet().stream()
                .filter(entry -> names.length == 0 || Arrays.asList(names).contains(entry.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** The counts, by name. */
    synchronized Map<String, Long> counts() {
        return new TreeMap<>(sent);
    }

    /** Whatever happens from now on is not told. */
    synchronized void end() {
        hasEnded = true;
    }

    private void print(String text) {
        if (!hasEnded) {
            printer.accept(String.format(Locale.ROOT, "%10.3f ms  %s", nanos.getAsLong() / 1e6, text));
        }
    }
}
