/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.simulation;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What is a little simpler than a schedule: each a candidate for the smallest that still fails. */
final class SimplerSchedules {
    private static final List<ChronoUnit> ROUND = List.of(ChronoUnit.SECONDS, ChronoUnit.MILLIS);

    private static final List<FaultKind> PLAIN_FIRST = List.of(FaultKind.values());

    private SimplerSchedules() {}

    /** Candidates, each smaller by {@link #size} than the schedule: the boldest first. */
    static Stream<FaultSchedule> than(FaultSchedule schedule) {
        List<Fault> faults = schedule.faults();
        Stream<FaultSchedule> simpler = IntStream.range(0, faults.size())
                .boxed()
                .flatMap(at -> simpler(faults.get(at)).map(fault -> with(faults, at, fault)));
        long[] size = size(schedule);
        return Stream.concat(shorter(faults), simpler.filter(one -> isLess(size(one), size)));
    }

    /** What is to be made small, the most important first: steps, then how involved their kinds are, durations, times, nodes and numbers. */
    static long[] size(FaultSchedule schedule) {
        long[] size = new long[6];
        size[0] = schedule.size();
        for (Fault fault : schedule.faults()) {
            size[1] += PLAIN_FIRST.indexOf(fault.kind());
            size[2] += fault.lasting().toNanos();
            size[3] += fault.at().toNanos();
            size[4] += fault.nodes().stream().mapToInt(Integer::intValue).sum();
            size[5] += Math.abs(fault.number() - fault.kind().mildest());
        }
        return size;
    }

    private static boolean isLess(long[] one, long[] other) {
        for (int i = 0; i < one.length; i++) {
            if (one[i] != other[i]) {
                return one[i] < other[i];
            }
        }
        return false;
    }

    /** Without all, without either half, without each quarter, and so on down to without each one; from the end, where less depends on it. */
    private static Stream<FaultSchedule> shorter(List<Fault> faults) {
        return Stream.iterate(faults.size(), size -> size > 0, size -> size == 1 ? 0 : (size + 1) / 2)
                .flatMap(size -> Stream.iterate(faults.size(), end -> end > 0, end -> end - size)
                        .map(end -> without(faults, Math.max(0, end - size), end)));
    }

    private static FaultSchedule without(List<Fault> faults, int from, int to) {
        List<Fault> left = new ArrayList<>(faults.subList(0, from));
        left.addAll(faults.subList(to, faults.size()));
        return new FaultSchedule(left);
    }

    private static FaultSchedule with(List<Fault> faults, int at, Fault fault) {
        List<Fault> changed = new ArrayList<>(faults);
        changed.set(at, fault);
        return new FaultSchedule(changed);
    }

    private static Stream<Fault> simpler(Fault fault) {
        return Stream.of(plainer(fault), briefer(fault), earlier(fault), lower(fault), milder(fault))
                .flatMap(stream -> stream);
    }

    /** Of the plainest kind that breaks the same part and names as many nodes. */
    private static Stream<Fault> plainer(Fault fault) {
        return PLAIN_FIRST.stream()
                .filter(kind -> kind.part() == fault.kind().part()
                        && kind.lasts() == fault.kind().lasts())
                .filter(kind -> kind.where() == fault.kind().where())
                .limit(1)
                .filter(kind -> kind != fault.kind())
                .map(kind -> new Fault(fault.at(), kind, fault.nodes(), fault.lasting(), kind.mildest()));
    }

    private static Stream<Fault> briefer(Fault fault) {
        return shorter(fault.lasting()).map(fault::withLasting);
    }

    private static Stream<Fault> earlier(Fault fault) {
        return shorter(fault.at()).map(fault::withAt);
    }

    private static Stream<Duration> shorter(Duration duration) {
        Duration halved = duration.dividedBy(2);
        Stream<Duration> round = ROUND.stream().map(duration::truncatedTo).filter(one -> !one.isZero());
        return duration.isZero() ? Stream.of() : Stream.concat(Stream.of(halved.truncatedTo(ChronoUnit.MILLIS)), round);
    }

    private static Stream<Fault> lower(Fault fault) {
        List<Integer> nodes = fault.nodes();
        Stream<List<Integer>> fewer = fault.kind().where() == FaultKind.Where.SOME && nodes.size() > 1
                ? Stream.of(nodes.subList(0, nodes.size() - 1))
                : Stream.of();
        Stream<List<Integer>> lower = IntStream.range(0, nodes.size())
                .boxed()
                .flatMap(at -> IntStream.range(1, nodes.get(at))
                        .filter(number -> !nodes.contains(number))
                        .limit(1)
                        .mapToObj(number -> replaced(nodes, at, number)));
        return Stream.concat(fewer, lower).map(fault::withNodes);
    }

    private static List<Integer> replaced(List<Integer> nodes, int at, int number) {
        List<Integer> changed = new ArrayList<>(nodes);
        changed.set(at, number);
        return changed;
    }

    private static Stream<Fault> milder(Fault fault) {
        long mildest = fault.kind().mildest();
        long half = mildest + (fault.number() - mildest) / 2;
        return Stream.of(mildest, half)
                .filter(number -> number != fault.number())
                .map(fault::withNumber);
    }
}
