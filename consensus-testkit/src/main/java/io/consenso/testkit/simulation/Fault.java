/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import io.consenso.testkit.simulation.FaultKind.Where;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One step of a {@link FaultSchedule}.
 *
 * @param at when it begins, from the start of the schedule
 * @param kind what breaks
 * @param nodes the nodes that it befalls, by number from 1 on, in the order that the kind asks for; {@link #LEADER} is whoever leads at
 *     that moment
 * @param lasting how long until it is mended; zero for a kind that has no end
 * @param number what it means depends on the kind; zero for a kind that has none
 */
public record Fault(Duration at, FaultKind kind, List<Integer> nodes, Duration lasting, long number) {
    /** Stands for the node that leads when the fault begins, or the first one if none does. */
    public static final int LEADER = 0;

    /** Copies the list. Refuses with {@link IllegalArgumentException} what the kind does not allow. */
    public Fault {
        nodes = List.copyOf(nodes);
        require(!at.isNegative() && !lasting.isNegative(), kind, "a negative time");
        require(kind.lasts() || lasting.isZero(), kind, "an end");
        require(number >= kind.min() && number <= kind.max(), kind, "number " + number);
        require(nodes.stream().allMatch(node -> node >= LEADER), kind, "nodes " + nodes);
        require(nodes.stream().distinct().count() == nodes.size(), kind, "nodes " + nodes);
        require(isCount(kind.where(), nodes.size()), kind, nodes.size() + " nodes");
    }

    private static boolean isCount(Where where, int count) {
        return switch (where) {
            case NONE -> count == 0;
            case NODE -> count == 1;
            case PAIR -> count == 2;
            case SOME -> count >= 1;
            case LINKS -> count <= 2;
        };
    }

    private static void require(boolean isAllowed, FaultKind kind, String what) {
        if (!isAllowed) {
            throw new IllegalArgumentException(kind.text() + " with " + what);
        }
    }

    /** When it is mended, from the start of the schedule. */
    public Duration end() {
        return at.plus(lasting);
    }

    /** At another time. */
    public Fault withAt(Duration moment) {
        return new Fault(moment, kind, nodes, lasting, number);
    }

    /** For another time. */
    public Fault withLasting(Duration duration) {
        return new Fault(at, kind, nodes, duration, number);
    }

    /** On other nodes. */
    public Fault withNodes(List<Integer> others) {
        return new Fault(at, kind, others, lasting, number);
    }

    /** With another number. */
    public Fault withNumber(long other) {
        return new Fault(at, kind, nodes, lasting, other);
    }

    /** As in {@link FaultSchedule#text()}: {@code 3.25s drift n2 1.1s =500}. */
    public String text() {
        List<String> parts = new ArrayList<>(List.of(seconds(at) + "s", kind.text()));
        if (!nodes.isEmpty()) {
            parts.add(nodes.stream().map(Fault::name).collect(Collectors.joining("+")));
        }
        if (kind.lasts()) {
            parts.add(seconds(lasting) + "s");
        }
        if (kind.hasNumber()) {
            parts.add("=" + number);
        }
        return String.join(" ", parts);
    }

    /** Reads what {@link #text()} wrote. Throws {@link IllegalArgumentException} if it is something else. */
    public static Fault parse(String text) {
        List<String> parts = List.of(text.strip().split("\\s+"));
        try {
            Duration at = duration(parts.get(0));
            FaultKind kind = FaultKind.valueOf(parts.get(1).replace('-', '_').toUpperCase(Locale.ROOT));
            List<Integer> nodes = List.of();
            Duration lasting = Duration.ZERO;
            long number = 0;
            for (String part : parts.subList(2, parts.size())) {
                if (part.startsWith("=")) {
                    number = Long.parseLong(part.substring(1));
                } else if (part.startsWith("n") || part.startsWith("leader")) {
                    nodes = numbers(part);
                } else {
                    lasting = duration(part);
                }
            }
            return new Fault(at, kind, nodes, lasting, number);
        } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("not a fault: '" + text + "': " + e.getMessage(), e);
        }
    }

    /** A sentence: {@code at 3.25 s: n2 loses power for 1.1 s}. */
    @Override
    public String toString() {
        String sentence = kind.phrase()
                .replace("%d", seconds(lasting) + " s")
                .replace("%p", Long.toString(number))
                .replace("%l", links())
                .replace("%n", names(nodes));
        if (nodes.size() > 0) {
            sentence = sentence.replace("%1", name(nodes.get(0))).replace("%r", names(nodes.subList(1, nodes.size())));
        }
        if (nodes.size() > 1) {
            sentence = sentence.replace("%2", name(nodes.get(1)));
        }
        return "at " + seconds(at) + " s: " + sentence;
    }

    private String links() {
        return switch (nodes.size()) {
            case 0 -> "all links";
            case 1 -> "the links of " + name(nodes.get(0));
            default -> "the links from " + name(nodes.get(0)) + " to " + names(nodes.subList(1, nodes.size()));
        };
    }

    /** The nodes concerned, for a picture; empty for all. */
    String where() {
        return nodes.isEmpty() ? "" : names(nodes);
    }

    private static String names(List<Integer> nodes) {
        return nodes.isEmpty() ? "nobody" : nodes.stream().map(Fault::name).collect(Collectors.joining(", "));
    }

    private static String name(int node) {
        return node == LEADER ? "leader" : "n" + node;
    }

    private static List<Integer> numbers(String part) {
        List<Integer> numbers = new ArrayList<>();
        for (String name : part.split("\\+", -1)) {
            if (!name.equals("leader") && !name.matches("n[1-9][0-9]*")) {
                throw new IllegalArgumentException("no node " + name);
            }
            numbers.add(name.equals("leader") ? LEADER : Integer.parseInt(name.substring(1)));
        }
        return numbers;
    }

    private static String seconds(Duration duration) {
        BigDecimal seconds = BigDecimal.valueOf(duration.toNanos(), 9).stripTrailingZeros();
        return (seconds.scale() < 0 ? seconds.setScale(0) : seconds).toPlainString();
    }

    private static Duration duration(String part) {
        if (!part.endsWith("s")) {
            throw new IllegalArgumentException("no time in seconds: " + part);
        }
        BigDecimal seconds = new BigDecimal(part.substring(0, part.length() - 1));
        return Duration.ofNanos(seconds.movePointRight(9).longValueExact());
    }
}
