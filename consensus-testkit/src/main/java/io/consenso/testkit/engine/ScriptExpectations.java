/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.engine;

import io.consenso.engine.Progress.ReadGrant;
import io.consenso.engine.Role;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The {@code expect} lines of a script. */
final class ScriptExpectations<M> {
    private final EngineCluster<M> cluster;
    private final ScriptText text;

    ScriptExpectations(EngineCluster<M> cluster, ScriptText text) {
        this.cluster = cluster;
        this.text = text;
    }

    void check(List<String> words) {
        String what = words.isEmpty() ? "" : words.get(0);
        List<String> rest = words.subList(Math.min(1, words.size()), words.size());
        switch (what) {
            case "no" -> checkNo(rest);
            case "leader", "leaders" -> expect(rest, names(cluster.leaders()));
            case "messages" -> checkMessages(rest);
            default -> checkReplica(what, replica(cluster, first(rest)), rest.subList(1, rest.size()));
        }
    }

    private void checkNo(List<String> words) {
        switch (first(words)) {
            case "leader" -> expect(List.of(), names(cluster.leaders()));
            case "messages" ->
                expect(
                        List.of(),
                        matching(cluster, words.size() == 1 ? List.of("*") : words.subList(1, words.size())).stream()
                                .map(Letter::toString)
                                .toList());
            default -> throw new IllegalArgumentException("expect no leader, or no messages, not " + words);
        }
    }

    /** {@code n1>n2 Kind Kind}: exactly these, in that order; {@code n1>n2}: any. */
    private void checkMessages(List<String> words) {
        List<String> kinds = matching(cluster, words.subList(0, 1)).stream()
                .map(letter -> letter.message().getClass().getSimpleName())
                .toList();
        if (words.size() > 1) {
            expect(words.subList(1, words.size()), kinds);
        } else if (kinds.isEmpty()) {
            throw new AssertionError("expected messages " + words.get(0) + ", there are " + cluster.network());
        }
    }

    private void checkReplica(String what, EngineReplica<M> replica, List<String> expected) {
        switch (what) {
            case "role" ->
                expect(
                        Role.valueOf(first(expected).toUpperCase(Locale.ROOT)).name(),
                        replica.role().name());
            case "epoch" -> expect(first(expected), text.epoch(replica.epoch()));
            case "commit" -> expect(first(expected), replica.commit());
            case "applied" -> expect(expected, replica.appliedPayloads());
            case "log" -> expect(String.join(" ", expected), positions(replica.log()));
            case "disk" -> expect(String.join(" ", expected), positions(replica.disk()));
            case "floor" -> expect(first(expected), replica.log().floor().index());
            case "refused" -> expect(first(expected), replica.refused().size());
            case "granted" ->
                expect(
                        expected,
                        replica.granted().stream()
                                .map(ReadGrant::atIndex)
                                .map(String::valueOf)
                                .toList());
            case "reads" -> expect(first(expected), replica.readsRefused().size());
            case "snapshot" ->
                expect(
                        first(expected),
                        replica.snapshot().map(meta -> meta.index()).orElse(0L));
            case "wants" ->
                expect(
                        first(expected),
                        replica.progress()
                                .fetch()
                                .map(fetch -> fetch.meta().index())
                                .orElse(0L));
            default -> throw new IllegalArgumentException("nothing to expect of '" + what + "'");
        }
    }

    private String positions(MemoryLog log) {
        return log.all().stream()
                .map(entry -> text.position(entry.index(), entry.epoch()))
                .collect(Collectors.joining(" "));
    }

    private static void expect(Object expected, Object actual) {
        if (!expected.toString().equals(actual.toString())) {
            throw new AssertionError("expected " + expected + ", is " + actual);
        }
    }

    private List<String> names(List<EngineReplica<M>> replicas) {
        return replicas.stream().map(replica -> replica.id().value()).toList();
    }

    private static String first(List<String> words) {
        if (words.isEmpty()) {
            throw new IllegalArgumentException("expect what?");
        }
        return words.get(0);
    }

    static <M> EngineReplica<M> replica(EngineCluster<M> cluster, String name) {
        return cluster.replicas().stream()
                .filter(replica -> replica.id().value().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no replica '" + name + "'"));
    }

    /** The messages on their way from whom to whom, as {@code n1>n2}, a star for anybody, {@code *} alone for all, and of what kind if it is named. */
    static <M> List<Letter<M>> matching(EngineCluster<M> cluster, List<String> words) {
        String[] ends = first(words).equals("*")
                ? new String[] {"*", "*"}
                : words.get(0).split(">", 2);
        if (ends.length != 2) {
            throw new IllegalArgumentException("from whom to whom? n1>n2, n1>*, *>n2 or *, not " + words.get(0));
        }
        for (String end : ends) {
            if (!end.equals("*")) {
                replica(cluster, end);
            }
        }
        return cluster.network().stream()
                .filter(letter -> matches(ends[0], letter.from().value())
                        && matches(ends[1], letter.to().value()))
                .filter(letter -> words.size() < 2
                        || letter.message().getClass().getSimpleName().equals(words.get(1)))
                .toList();
    }

    private static boolean matches(String pattern, String name) {
        return pattern.equals("*") || pattern.equals(name);
    }
}
