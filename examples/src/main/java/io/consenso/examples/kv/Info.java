/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.kv;

import io.consenso.PeerId;
import io.consenso.runtime.Status;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The answer to INFO: Redis's layout, with a section on the replica. */
final class Info {
    private static final Set<String> EVERYTHING = Set.of("all", "everything", "default");

    private Info() {}

    /**
     * Renders the sections that were asked for.
     *
     * @param digest the store's answer to DIGEST, or null when it could not be had
     */
    static Reply render(Backend backend, Request request, @Nullable Reply digest) {
        Set<String> wanted = request.words().stream()
                .skip(1)
                .map(word -> word.toUtf8().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        boolean all = wanted.isEmpty() || wanted.stream().anyMatch(EVERYTHING::contains);
        StringBuilder text = new StringBuilder();
        sections(backend, digest).forEach((name, fields) -> {
            if (all || wanted.contains(name.toLowerCase(Locale.ROOT))) {
                text.append(text.isEmpty() ? "# " : "\r\n# ").append(name).append("\r\n");
                fields.forEach((key, value) ->
                        text.append(key).append(':').append(value).append("\r\n"));
            }
        });
        return Reply.bulk(text.toString());
    }

    private static Map<String, Map<String, Object>> sections(Backend backend, @Nullable Reply digest) {
        Map<String, Object> server = new LinkedHashMap<>();
        server.put("redis_version", Session.REDIS_VERSION);
        server.put("redis_mode", "standalone");
        server.put("process_id", ProcessHandle.current().pid());
        Map<String, Map<String, Object>> sections = new LinkedHashMap<>();
        sections.put("Server", server);
        sections.put("Consenso", consenso(backend, digest));
        sections.put("Keyspace", keyspace(digest));
        return sections;
    }

    private static Map<String, Object> consenso(Backend backend, @Nullable Reply digest) {
        Status status = backend.status().get();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("node", backend.nodeId());
        fields.put("engine", status.engine());
        fields.put("role", status.role().name().toLowerCase(Locale.ROOT));
        fields.put("leader", status.leader().map(PeerId::value).orElse(""));
        fields.put("epoch", status.epoch());
        fields.put("commit_index", status.commitIndex());
        fields.put("applied_index", status.appliedIndex());
        fields.put("snapshot_index", status.snapshotIndex());
        fields.put("voters", names(status.membership().voters()));
        fields.put("learners", names(status.membership().learners()));
        fields.put("pending", status.pending());
        fields.put("frames_dropped", status.framesDropped());
        latency(fields, "fsync", status.fsync());
        latency(fields, "apply", status.apply());
        List<Long> parts = numbers(digest);
        fields.put(
                "state_digest",
                parts.isEmpty() ? "unavailable" : String.format(Locale.ROOT, "%016x@%d", parts.get(0), parts.get(1)));
        fields.put("fault", status.fault().map(Throwable::toString).orElse(""));
        return fields;
    }

    private static void latency(Map<String, Object> fields, String name, Status.Latency latency) {
        fields.put(name + "_count", latency.count());
        fields.put(name + "_p50_micros", latency.p50Micros());
        fields.put(name + "_p99_micros", latency.p99Micros());
        fields.put(name + "_max_micros", latency.maxMicros());
    }

    private static Map<String, Object> keyspace(@Nullable Reply digest) {
        List<Long> parts = numbers(digest);
        return parts.isEmpty() || parts.get(2) == 0 ? Map.of() : Map.of("db0", "keys=" + parts.get(2) + ",expires=0");
    }

    private static List<Long> numbers(@Nullable Reply digest) {
        if (!(digest instanceof Reply.Array array)) {
            return List.of();
        }
        return array.items().stream()
                .map(item -> item instanceof Reply.Int number ? number.value() : 0L)
                .toList();
    }

    private static String names(Set<PeerId> peers) {
        return peers.stream().map(PeerId::value).collect(Collectors.joining(","));
    }
}
