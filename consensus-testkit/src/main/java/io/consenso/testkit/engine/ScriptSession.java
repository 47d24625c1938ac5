/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.engine;

import io.consenso.Bytes;
import io.consenso.PeerId;
import io.consenso.engine.EngineFactory;
import io.consenso.spi.Entry;
import io.consenso.spi.SnapshotMeta;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Runs the verbs of one script; {@link EngineScripts} says what they mean. */
final class ScriptSession<M> {
    private final ScriptEngine<M> engine;
    private final ScriptText text;
    private final ScriptRecorder<M> recorder;
    private final Map<String, Letter<M>> held = new HashMap<>();
    private @Nullable EngineCluster<M> cluster;

    ScriptSession(ScriptEngine<M> engine) {
        this.engine = engine;
        text = new ScriptText(engine.epochs());
        recorder = new ScriptRecorder<>(text);
    }

    /** Does what the line says and returns what came of it. */
    List<String> run(List<String> words) {
        String verb = words.get(0);
        List<String> rest = words.subList(1, words.size());
        if (verb.equals("replicas")) {
            replicas(rest);
        } else if (verb.equals("expect")) {
            new ScriptExpectations<>(cluster(), text).check(rest);
        } else if (!network(verb, rest) && !time(verb, rest) && !group(verb, rest)) {
            replica(verb, rest);
        }
        return recorder.take(cluster());
    }

    private EngineCluster<M> cluster() {
        if (cluster == null) {
            throw new IllegalArgumentException("the first verb must be 'replicas NUMBER'");
        }
        return cluster;
    }

    private void replicas(List<String> words) {
        Map<String, String> options = new TreeMap<>();
        for (String word : words.subList(1, words.size())) {
            options.put(word.replaceAll("=.*", ""), word.replaceAll("[^=]*=", ""));
        }
        EngineFactory<M> factory = engine.factory().apply(options);
        cluster = new EngineCluster<>(
                factory,
                Integer.parseInt(word(words, 0, "a number")),
                1,
                durable -> Observers.of(List.of(engine.protocol().watching(durable), recorder)));
        // Nobody needs to be told that nothing has started.
        recorder.take(cluster);
    }

    private boolean group(String verb, List<String> words) {
        switch (verb) {
            case "start" -> {
                if (words.isEmpty()) {
                    cluster().start();
                } else {
                    words.forEach(word -> replicaOf(word).start());
                }
            }
            case "disks" -> cluster().disksInstant(isInstant(word(words, 0, "manual or instant")));
            case "heal" -> cluster().heal();
            case "isolate" ->
                cluster().isolate(words.stream().map(this::replicaOf).toList());
            case "cut" -> words.forEach(this::cut);
            case "show" -> shown(words).forEach(replica -> recorder.line(text.state(replica)));
            default -> {
                return false;
            }
        }
        return true;
    }

    private List<EngineReplica<M>> shown(List<String> words) {
        return words.equals(List.of("all"))
                ? cluster().replicas()
                : words.stream().map(this::replicaOf).toList();
    }

    private void cut(String pair) {
        String separator = pair.contains("<>") ? "<>" : ">";
        String[] ends = pair.split(separator, 2);
        if (ends.length != 2) {
            throw new IllegalArgumentException("cut what? n1>n2 or n1<>n2, not " + pair);
        }
        cluster().cut(replicaOf(ends[0]), replicaOf(ends[1]));
        if (separator.equals("<>")) {
            cluster().cut(replicaOf(ends[1]), replicaOf(ends[0]));
        }
    }

    // Network.

    private boolean network(String verb, List<String> words) {
        switch (verb) {
            case "deliver" -> deliver(words);
            case "settle" -> cluster().settle();
            case "drop" -> matching(words).forEach(cluster()::take);
            case "duplicate" -> matching(words).forEach(cluster()::hand);
            case "hold" -> {
                Letter<M> letter = matching(words.subList(0, words.size() - 2)).get(0);
                cluster().take(letter);
                held.put(words.get(words.size() - 1), letter);
            }
            case "release" -> {
                Letter<M> letter = held.get(word(words, 0, "the name of a held message"));
                if (letter == null) {
                    throw new IllegalArgumentException("nothing is held as " + words.get(0));
                }
                recorder.line("to " + letter.to() + ": " + text.message(letter.message()));
                cluster().hand(letter);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** One pair means the oldest message, a star all there are now. */
    private void deliver(List<String> words) {
        List<Letter<M>> letters = matching(words.equals(List.of("all")) ? List.of("*") : words);
        boolean isOne = !words.get(0).contains("*") && !words.get(0).equals("all");
        for (Letter<M> letter : isOne ? letters.subList(0, 1) : letters) {
            cluster().deliver(letter);
        }
    }

    private List<Letter<M>> matching(List<String> words) {
        List<Letter<M>> letters = ScriptExpectations.matching(cluster(), words);
        if (letters.isEmpty()) {
            throw new IllegalArgumentException("no such message: " + String.join(" ", words) + "; there are "
                    + cluster().network());
        }
        return letters;
    }

    // Time.

    private boolean time(String verb, List<String> words) {
        switch (verb) {
            case "tick" -> {
                if (words.isEmpty()) {
                    cluster().tickDue();
                } else {
                    words.forEach(word -> replicaOf(word).tick());
                }
            }
            case "time" -> {
                cluster().advance(nanos(word(words, 0, "a duration")));
                cluster().tickDue();
            }
            case "pass" -> cluster().advance(nanos(word(words, 0, "a duration")));
            case "timeout" -> replicaOf(word(words, 0, "a replica")).timeOut();
            case "run" -> quietly(() -> cluster().run(nanos(word(words, 0, "a duration"))));
            case "elect" -> quietly(() -> cluster().elect(replicaOf(word(words, 0, "a replica"))));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void quietly(Runnable action) {
        recorder.quiet(true);
        try {
            action.run();
        } finally {
            recorder.quiet(false);
        }
    }

    private static long nanos(String text) {
        return Duration.parse("PT" + asSeconds(text).toUpperCase(Locale.ROOT)).toNanos();
    }

    private static String asSeconds(String text) {
        return text.endsWith("ms") ? Long.parseLong(text.replace("ms", "")) / 1000.0 + "s" : text;
    }

    // One replica.

    private void replica(String verb, List<String> words) {
        if (!List.of(
                        "having",
                        "disk",
                        "persist",
                        "crash",
                        "restart",
                        "wipe",
                        "propose",
                        "read",
                        "snapshot",
                        "fetch",
                        "install",
                        "disconnected")
                .contains(verb)) {
            throw new IllegalArgumentException("unknown verb '" + verb + "'");
        }
        EngineReplica<M> replica = replicaOf(word(words, 0, "a replica"));
        List<String> rest = words.subList(1, words.size());
        if (!life(verb, replica, rest)) {
            input(verb, replica, rest);
        }
    }

    private boolean life(String verb, EngineReplica<M> replica, List<String> words) {
        switch (verb) {
            case "having" -> having(replica, words);
            case "disk" -> replica.diskInstant(isInstant(word(words, 0, "manual or instant")));
            case "crash" -> {
                int losing = words.isEmpty() ? replica.writesInFlight() : Integer.parseInt(words.get(1));
                replica.crash(replica.writesInFlight() - losing);
            }
            case "restart" -> replica.start();
            case "wipe" -> {
                replica.crash(0);
                replica.wipe();
                PeerId lost = replica.id();
                cluster()
                        .drop(letter ->
                                letter.from().equals(lost) || letter.to().equals(lost));
                cluster().replicas().stream()
                        .filter(EngineReplica::isUp)
                        .forEach(other -> other.input(e -> e.forgotten(lost)));
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** {@code epoch 2 entries 1 1 2}: an entry for each epoch named, or {@code index.epoch} where the log has holes. */
    private void having(EngineReplica<M> replica, List<String> words) {
        List<Entry> entries = new ArrayList<>();
        long index = 0;
        for (String word : words.subList(Math.min(words.size(), 3), words.size())) {
            boolean isEpoch = engine.epochs().read(word).isPresent();
            index = isEpoch ? index + 1 : Long.parseLong(word.replaceAll("\\..*", ""));
            long epoch = epoch(isEpoch ? word : word.substring(word.indexOf('.') + 1));
            Bytes payload = Bytes.ofUtf8("e" + text.position(index, epoch));
            entries.add(new Entry(index, epoch, Entry.Kind.COMMANDS, payload));
        }
        replica.having(Optional.of(engine.hardState().apply(epoch(word(words, 1, "an epoch")))), entries);
    }

    private long epoch(String word) {
        return engine.epochs().read(word).orElseThrow(() -> new IllegalArgumentException("no epoch: " + word));
    }

    private void input(String verb, EngineReplica<M> replica, List<String> words) {
        switch (verb) {
            case "persist" -> {
                if (replica.writesInFlight() == 0) {
                    throw new IllegalArgumentException(replica.id() + " has no write in flight");
                }
                replica.finishWrite();
            }
            case "propose" -> replica.propose(words.toArray(String[]::new));
            case "read" -> recorder.line(replica.id() + " asked for read " + replica.read());
            case "snapshot" -> {
                long keep = words.isEmpty() ? 0 : Long.parseLong(words.get(1));
                replica.takeSnapshot(replica.applied() - keep);
            }
            case "fetch" -> {
                SnapshotMeta wanted = wanted(replica);
                replica.store(wanted);
                recorder.line(replica.id() + " has stored the snapshot of " + text.position(wanted.position())
                        + ", its engine does not know yet");
            }
            case "install" -> replica.install(wanted(replica));
            default ->
                replica.input(e ->
                        e.disconnected(replicaOf(word(words, 0, "a replica")).id()));
        }
    }

    private SnapshotMeta wanted(EngineReplica<M> replica) {
        return replica.progress()
                .fetch()
                .orElseThrow(() -> new IllegalArgumentException(replica.id() + " wants no snapshot"))
                .meta();
    }

    private EngineReplica<M> replicaOf(String name) {
        return ScriptExpectations.replica(cluster(), name);
    }

    private static boolean isInstant(String word) {
        return switch (word) {
            case "instant" -> true;
            case "manual" -> false;
            default -> throw new IllegalArgumentException("a disk is manual or instant, not " + word);
        };
    }

    private static String word(List<String> words, int position, String what) {
        if (position >= words.size()) {
            throw new IllegalArgumentException("missing: " + what);
        }
        return words.get(position);
    }
}
