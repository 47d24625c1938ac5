/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.picture;

import io.consenso.testkit.simulation.Trace;
import io.consenso.testkit.simulation.TraceEvent;
import io.consenso.testkit.simulation.TraceEvent.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongFunction;

/**
 * A picture of what a recorded {@link Trace} tells: nodes as life lines from top to bottom with their roles as bands, messages as arrows,
 * and crashes, cuts, commits, faults and what clients asked for. The same trace gives the same bytes.
 *
 * <pre>{@code
 * SpaceTimeDiagram.of(trace).title("seed 7").writeHtml(Path.of("target/seed-7.html"));
 * }</pre>
 *
 * <p>Time runs downwards and is drawn longer where much happens and shorter where nothing does; the left margin has the moments. What does not
 * fit into a picture that can be read is left out: unless told otherwise, heartbeats and greetings are hidden (not in short runs), and of a long run only
 * the end before a failure is drawn, or, if nothing failed, the beginning.
 *
 * <p>One thread at a time.
 */
public final class SpaceTimeDiagram {
    private static final int MESSAGES_GOOD = 220;
    private static final int CHATTER_GOOD = 12;
    private static final int SPACING_MIN = 100;
    /** More would make a file that browsers are slow with. */
    private static final int DRAWN_MAX = 3_500;

    private final List<TraceEvent> events;
    private final Set<String> hidden = new TreeSet<>();
    private String title = "What happened";
    private String replay = "";
    private long fromNanos = -1;
    private long toNanos = -1;
    private long originNanos;
    private double spacing;
    private LongFunction<String> epochs = Long::toString;
    private boolean isSifted;
    private int thinned = 1;

    private SpaceTimeDiagram(List<TraceEvent> events) {
        this.events = events;
    }

    /** A picture of what the trace has recorded until now. A trace that does not record gives an empty picture. */
    public static SpaceTimeDiagram of(Trace trace) {
        return new SpaceTimeDiagram(trace.recorded());
    }

    /** What stands above it. */
    public SpaceTimeDiagram title(String text) {
        title = text;
        return this;
    }

    /** How to see the same run again, as a command to copy. */
    public SpaceTimeDiagram replay(String command) {
        replay = command;
        return this;
    }

    /** Draws what happened between these moments of virtual time. Throws {@link IllegalArgumentException} when the first is later. */
    public SpaceTimeDiagram window(Duration from, Duration to) {
        if (from.isNegative() || from.compareTo(to) > 0) {
            throw new IllegalArgumentException("from " + from + " to " + to);
        }
        fromNanos = from.toNanos();
        toNanos = to.toNanos();
        return this;
    }

    /** Draws what happened around that moment. */
    public SpaceTimeDiagram around(Duration moment, Duration before, Duration after) {
        Duration from = moment.minus(before);
        return window(from.isNegative() ? Duration.ZERO : from, moment.plus(after));
    }

    /** Has the picture give times as since that moment of virtual time; it changes nothing of what is asked for in virtual time. */
    public SpaceTimeDiagram countFrom(Duration moment) {
        originNanos = moment.toNanos();
        return this;
    }

    /**
     * Draws the life lines that many pixels apart, instead of as far as the labels of messages like; these are cut to what fits. Throws
     * {@link IllegalArgumentException} when that is less than 100.
     */
    public SpaceTimeDiagram spacing(int pixels) {
        if (pixels < SPACING_MIN) {
            throw new IllegalArgumentException("life lines " + pixels + " pixels apart");
        }
        spacing = pixels;
        return this;
    }

    /** Has the epochs of roles written in these words instead of as numbers. */
    public SpaceTimeDiagram epochs(LongFunction<String> words) {
        epochs = words;
        return this;
    }

    /** Hides messages whose label begins with one of these names, and no others: with no names, all are seen. */
    public SpaceTimeDiagram hide(String... names) {
        isSifted = true;
        hidden.addAll(List.of(names));
        return this;
    }

    /** The picture as SVG, with a legend; hidden messages are not in it. */
    public String toSvg() {
        Drawing drawing = drawing();
        List<String> lines = new ArrayList<>(notes(drawing.scene()));
        if (!replay.isEmpty()) {
            lines.add("Replay: " + replay);
        }
        return new Page(drawing, title, lines).svg();
    }

    /** The picture as a page without references to anything outside; hidden messages can be switched on there. */
    public String toHtml() {
        Drawing drawing = drawing();
        return new Page(drawing, title, notes(drawing.scene())).html(replay);
    }

    /** Writes {@link #toSvg()} and returns the file; makes its folder. */
    public Path writeSvg(Path file) throws IOException {
        return write(file, toSvg());
    }

    /** Writes {@link #toHtml()} and returns the file; makes its folder. */
    public Path writeHtml(Path file) throws IOException {
        return write(file, toHtml());
    }

    private static Path write(Path file, String content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        return Files.writeString(file, content);
    }

    private Drawing drawing() {
        Set<String> names = isSifted ? hidden : chatter();
        long[] window =
                fromNanos < 0 ? window(names) : new long[] {fromNanos, Math.max(fromNanos, Math.min(toNanos, last()))};
        Scene scene = SceneBuilder.build(counted(), window[0] - originNanos, window[1] - originNanos, epochs);
        thinned = every(scene.messages());
        return new Drawing(thin(scene), names, spacing);
    }

    /** The events, with times as they are to be read. */
    private List<TraceEvent> counted() {
        return events.stream().map(this::counted).toList();
    }

    private TraceEvent counted(TraceEvent event) {
        return new TraceEvent(
                event.sequence(),
                event.nanos() - originNanos,
                event.kind(),
                event.node(),
                event.peer(),
                event.text(),
                event.number(),
                event.id(),
                event.since() - originNanos);
    }

    /** Messages that say that somebody is there, and no more: hidden, unless there are few. */
    private Set<String> chatter() {
        Set<String> names = new TreeSet<>();
        int count = 0;
        for (TraceEvent event : events) {
            if (event.kind() == Kind.SENT && isChatter(name(event))) {
                names.add(name(event));
                count++;
            }
        }
        return count > CHATTER_GOOD ? names : Set.of();
    }

    private static boolean isChatter(String name) {
        return name.contains("Heartbeat") || name.equals("Hello") || name.equals("Here");
    }

    private long[] window(Set<String> without) {
        List<Long> sent = new ArrayList<>();
        TraceEvent failure = null;
        for (TraceEvent event : events) {
            if (event.kind() == Kind.SENT && !without.contains(name(event))) {
                sent.add(event.nanos());
            } else if (event.kind() == Kind.FAILURE && failure == null) {
                failure = event;
            }
        }
        long last = last();
        return failure == null ? beginning(sent, last) : before(failure, sent, last);
    }

    private long[] beginning(List<Long> sent, long last) {
        long first = events.isEmpty() ? 0 : events.get(0).nanos();
        return new long[] {first, sent.size() <= MESSAGES_GOOD ? last : sent.get(MESSAGES_GOOD)};
    }

    /** Most of it before the failure, and what follows at once. */
    private static long[] before(TraceEvent failure, List<Long> sent, long last) {
        int at = 0;
        while (at < sent.size() && sent.get(at) <= failure.nanos()) {
            at++;
        }
        int first = at - MESSAGES_GOOD;
        int end = at + MESSAGES_GOOD / 10;
        return new long[] {
            first < 0 ? 0 : sent.get(first), end < sent.size() ? sent.get(end) : Math.max(last, failure.nanos())
        };
    }

    private static String name(TraceEvent event) {
        int space = event.text().indexOf(' ');
        return space < 0 ? event.text() : event.text().substring(0, space);
    }

    /** Of too much that is frequent, only a part that is spread evenly. */
    private static Scene thin(Scene scene) {
        return new Scene(
                scene.from(),
                scene.to(),
                scene.nodes(),
                some(scene.messages(), every(scene.messages())),
                scene.bands(),
                scene.spans(),
                thinMarks(scene.marks()),
                some(scene.operations(), every(scene.operations())),
                scene.faults(),
                scene.cuts());
    }

    private static List<Scene.Mark> thinMarks(List<Scene.Mark> marks) {
        List<Scene.Mark> frequent =
                marks.stream().filter(SpaceTimeDiagram::isFrequent).toList();
        int every = every(frequent);
        List<Scene.Mark> kept = new ArrayList<>();
        int seen = 0;
        for (Scene.Mark mark : marks) {
            if (!isFrequent(mark) || seen++ % every == 0) {
                kept.add(mark);
            }
        }
        return kept;
    }

    private static boolean isFrequent(Scene.Mark mark) {
        return switch (mark.sign()) {
            case COMMITTED, APPLIED, DURABLE -> true;
            default -> false;
        };
    }

    private static <T> List<T> some(List<T> all, int every) {
        List<T> some = new ArrayList<>();
        for (int i = 0; i < all.size(); i += every) {
            some.add(all.get(i));
        }
        return some;
    }

    private static int every(List<?> all) {
        return all.isEmpty() ? 1 : 1 + (all.size() - 1) / DRAWN_MAX;
    }

    private List<String> notes(Scene scene) {
        String window = "Virtual time " + Times.seconds(scene.from()) + " s to " + Times.seconds(scene.to()) + " s";
        String part = last() <= scene.to() + originNanos ? "" : " of a run of " + Times.seconds(last()) + " s";
        return List.of(window + part + (thinned == 1 ? "" : "; only one of " + thinned + " messages is drawn"));
    }

    private long last() {
        return events.isEmpty() ? 0 : events.get(events.size() - 1).nanos();
    }
}
