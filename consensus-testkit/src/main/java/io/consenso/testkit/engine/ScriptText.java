/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.engine;

import io.consenso.Bytes;
import io.consenso.spi.Entry;
import io.consenso.spi.Log;
import io.consenso.spi.LogPosition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How scripts print things: short, and without knowing more of the protocol than how it writes an epoch. */
final class ScriptText {
    private static final Pattern POSITION = Pattern.compile("LogPosition\\[index=(\\d+), epoch=(\\d+)]");
    private static final Pattern SNAPSHOT =
            Pattern.compile("SnapshotMeta\\[index=(\\d+), epoch=(\\d+), membership=(\\[[^]]*])[^]]*]");
    private static final Pattern ENTRY =
            Pattern.compile("Entry\\[index=(\\d+), epoch=(\\d+), kind=(\\w+), payload=\\d+:([0-9a-f]*)((?:\\.\\.)?)]");
    private static final Pattern EPOCH = Pattern.compile("\\b(epoch|ballot|promised)=(\\d+)");
    private static final Pattern RECORD = Pattern.compile("(\\w+)\\[(.*)]");

    private final ScriptEpochs epochs;

    ScriptText(ScriptEpochs epochs) {
        this.epochs = epochs;
    }

    /** A message, from what its record prints: entries and positions as {@code index.epoch}, payloads as text. */
    String message(Object message) {
        String text = ENTRY.matcher(message.toString()).replaceAll(this::entry);
        text = SNAPSHOT.matcher(text).replaceAll(this::position);
        text = POSITION.matcher(text).replaceAll(this::position);
        text = EPOCH.matcher(text).replaceAll(field -> field.group(1) + "=" + epoch(Long.parseLong(field.group(2))));
        var whole = RECORD.matcher(text);
        return whole.matches() ? (whole.group(1) + " " + whole.group(2).replace(",", "")).strip() : text;
    }

    private String entry(MatchResult entry) {
        String payload = new String(HexFormat.of().parseHex(entry.group(4)), StandardCharsets.UTF_8);
        return entry(position(entry), Entry.Kind.valueOf(entry.group(3)), payload + entry.group(5));
    }

    private String position(MatchResult position) {
        return position(Long.parseLong(position.group(1)), Long.parseLong(position.group(2)));
    }

    private static String entry(String position, Entry.Kind kind, String payload) {
        return position + (kind == Entry.Kind.COMMANDS ? ":" + payload : "");
    }

    String entry(Entry entry) {
        return entry(position(entry.index(), entry.epoch()), entry.kind(), payload(entry.payload()));
    }

    static String payload(Bytes payload) {
        String text = payload.toUtf8();
        return text.length() <= 16 ? text : text.substring(0, 16) + "..";
    }

    String position(LogPosition position) {
        return position(position.index(), position.epoch());
    }

    String position(long index, long epoch) {
        return index + "." + epoch(epoch);
    }

    String epoch(long epoch) {
        return epochs.write(epoch);
    }

    String entries(List<Entry> entries) {
        return entries.stream().map(this::entry).collect(Collectors.joining(" "));
    }

    String batch(Log.Batch batch) {
        List<String> parts = new ArrayList<>();
        batch.hardState().ifPresent(state -> parts.add("hard state"));
        batch.truncateFrom().ifPresent(from -> parts.add("nothing from " + from + " on"));
        if (!batch.entries().isEmpty()) {
            parts.add(entries(batch.entries()));
        }
        batch.compactTo().ifPresent(to -> parts.add("compacted to " + position(to)));
        return String.join(", ", parts);
    }

    String log(MemoryLog log) {
        String floor = log.floor().index() == 0 ? "" : position(log.floor()) + "| ";
        return "[" + (floor + entries(log.all())).strip() + "]";
    }

    /** A line of how a replica stands. */
    String state(EngineReplica<?> replica) {
        StringBuilder text = new StringBuilder(replica.id().value());
        if (!replica.isUp()) {
            return text.append(" down, disk ").append(log(replica.disk())).toString();
        }
        text.append(' ')
                .append(replica.role().name().toLowerCase(java.util.Locale.ROOT))
                .append(", epoch ")
                .append(epoch(replica.epoch()));
        replica.progress()
                .leader()
                .filter(leader -> !leader.equals(replica.id()))
                .ifPresent(leader -> text.append(" of ").append(leader));
        text.append(", commit ").append(replica.commit()).append(", log ").append(log(replica.log()));
        if (replica.writesInFlight() > 0) {
            text.append(", disk ").append(log(replica.disk()));
        }
        replica.snapshot().ifPresent(meta -> text.append(", snapshot ").append(position(meta.position())));
        replica.progress()
                .fetch()
                .ifPresent(fetch ->
                        text.append(", wants ").append(position(fetch.meta().position())));
        return text.toString();
    }
}
