/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.picture;

/** Draws messages. */
final class Arrows {
    private static final double SIZE = 10;
    /** The room beside a life line that labels leave to signs. */
    private static final double GUTTER = 36;
    /** How far from the receiver a lost message is drawn to end, as a share of the way between neighbours. */
    private static final double LOST_BEFORE = 0.33;
    /** Longer ones are broken off. */
    private static final double LONG = 420;

    private final Scene scene;
    private final TimeScale scale;
    private final Columns columns;
    private final Room room;
    private final Kinds kinds;
    private final boolean labelled;
    private final Xml xml = new Xml();
    private final Xml labels = new Xml();

    Arrows(Scene scene, TimeScale scale, Columns columns, Room room, Kinds kinds, boolean labelled) {
        this.scene = scene;
        this.scale = scale;
        this.columns = columns;
        this.room = room;
        this.kinds = kinds;
        this.labelled = labelled;
    }

    /** Those of hidden kinds too, if told, but not to be seen before their kind is asked for. */
    String draw(boolean withHidden) {
        xml.open("g", "id", "messages");
        scene.messages().stream()
                .filter(message -> !kinds.isHidden(message.name()))
                .forEach(this::message);
        if (withHidden) {
            scene.messages().stream()
                    .filter(message -> kinds.isHidden(message.name()))
                    .forEach(this::message);
        }
        // Over all arrows, so that none strikes a label out.
        return xml.close("g")
                .open("g", "id", "labels")
                .raw(labels.toString())
                .close("g")
                .toString();
    }

    private void message(Scene.Message message) {
        Line line = line(message);
        int kind = kinds.number(message.name());
        boolean isLost = message.fate() == Scene.Fate.LOST;
        String colour = isLost ? Palette.loss(message.reason()) : Palette.message(kind);
        String style = "m k" + kind + (kinds.isHidden(message.name()) ? " off" : "");
        xml.open("g", "class", style, "stroke", colour);
        xml.text("title", title(message));
        String end = isLost ? line.cross() : head(message, line);
        xml.empty("path", "d", (line.isLong() ? line.ends() : line.path()) + end, "class", shape(message));
        xml.close("g");
        if (labelled && !line.isLong()) {
            labels.open("g", "class", style, "fill", colour);
            label(message, line);
            labels.close("g");
        }
    }

    private static String head(Scene.Message message, Line line) {
        return message.fate() == Scene.Fate.ARRIVED ? line.head() : "";
    }

    private static String shape(Scene.Message message) {
        return switch (message.fate()) {
            case ARRIVED -> message.copy() ? "copy" : "line";
            case LOST -> "lost";
            case UNDER_WAY -> "copy";
        };
    }

    private Line line(Scene.Message message) {
        double way = columns.node(message.receiver()) - columns.node(message.sender());
        double side = way < 0 ? -1 : 1;
        double x1 = columns.node(message.sender()) + side * Painter.HALF;
        double x2 = columns.node(message.receiver()) - side * Painter.HALF;
        double y1 = scale.at(message.sent());
        double y2 = scale.at(message.end());
        return switch (message.fate()) {
            case ARRIVED -> new Line(x1, y1, x2, y2);
            // It was lost somewhere: what matters is on the way to whom.
            case LOST ->
                new Line(
                        x1,
                        y1,
                        x2 - side * LOST_BEFORE * columns.pitch(),
                        message.sent() == message.end() ? y1 + 9 : y2);
            case UNDER_WAY -> new Line(x1, y1, x1 + 0.35 * (x2 - x1), y1 + 6);
        };
    }

    private String title(Scene.Message message) {
        String way = scene.nodes().get(message.sender()) + " → " + scene.nodes().get(message.receiver());
        String sent = message.label() + "\u00a0: " + way + ", left at " + Times.seconds(message.sent()) + " s";
        return switch (message.fate()) {
            case ARRIVED ->
                sent + (message.copy() ? ", another copy" : "") + ", arrived after "
                        + Times.span(message.end() - message.sent());
            case LOST -> sent + ", lost: " + message.reason() + ", after " + Times.span(message.end() - message.sent());
            case UNDER_WAY -> sent + ", still under way";
        };
    }

    /** As many words as there is room for, first of all the name. */
    private void label(Scene.Message message, Line line) {
        double fits = Math.min(Math.abs(line.x2() - line.x1()), columns.pitch()) - 2 * GUTTER + 14;
        String words = message.label();
        String text = words;
        while (Text.width(text, SIZE) > fits || !write(text, line)) {
            int last = words.lastIndexOf(' ');
            if (last < 0) {
                write(Text.clip(words, fits, SIZE), line);
                return;
            }
            words = words.substring(0, last);
            text = words + " …";
        }
    }

    /** Near the receiver, where arrows that left together are apart; or near the sender; or between; or, if there is no room, nowhere. */
    private boolean write(String text, Line line) {
        if (text.isEmpty()) {
            return false;
        }
        double width = Text.width(text, SIZE);
        double far = Math.abs(line.x2() - line.x1()) - GUTTER + Painter.HALF - width;
        return write(text, width, line, far)
                || write(text, width, line, GUTTER - Painter.HALF)
                || write(text, width, line, (far + GUTTER) / 2);
    }

    /** Writes along the line, from that distance from its beginning (to the side) on. */
    private boolean write(String text, double width, Line line, double distance) {
        boolean isRightward = line.x2() > line.x1();
        double x = isRightward ? line.x1() + distance : line.x1() - distance - width;
        double y = line.yAt(x);
        if (!room.take(x, y - 4, width, line.slope())) {
            return false;
        }
        double length = Math.sqrt(1 + line.slope() * line.slope());
        String cos = thousandths(1 / length);
        String sin = thousandths(line.slope() / length);
        String minus = thousandths(-line.slope() / length);
        labels.text(
                "text",
                text,
                "transform",
                "matrix(" + cos + " " + sin + " " + minus + " " + cos + " " + Xml.number(x) + " " + Xml.number(y - 3)
                        + ")");
        return true;
    }

    private static String thousandths(double value) {
        long parts = Math.round(value * 1_000);
        return (parts < 0 ? "-" : "") + Math.abs(parts) / 1_000 + "."
                + Long.toString(1_000 + Math.abs(parts) % 1_000).substring(1);
    }

    private record Line(double x1, double y1, double x2, double y2) {
        String path() {
            return "M" + point(x1, y1) + "L" + point(x2, y2);
        }

        /** Whether it would cross most of what a reader sees at once. */
        boolean isLong() {
            return y2 - y1 > LONG;
        }

        /** Where it leaves and where it arrives, without the way between. */
        String ends() {
            double dx = 0.3 * (x2 - x1);
            double dy = 30;
            return "M" + point(x1, y1) + "L" + point(x1 + dx, y1 + dy) + "M" + point(x2 - dx, y2 - dy) + "L"
                    + point(x2, y2);
        }

        double slope() {
            return (y2 - y1) / (x2 - x1);
        }

        double yAt(double x) {
            return y1 + (x - x1) * slope();
        }

        String head() {
            double wide = isLong() ? 0.3 * (x2 - x1) : x2 - x1;
            double high = isLong() ? 30 : y2 - y1;
            double length = Math.sqrt(wide * wide + high * high);
            double dx = wide / length;
            double dy = high / length;
            return "M" + point(x2 - 7 * dx - 3.5 * dy, y2 - 7 * dy + 3.5 * dx) + "L" + point(x2, y2) + "L"
                    + point(x2 - 7 * dx + 3.5 * dy, y2 - 7 * dy - 3.5 * dx);
        }

        String cross() {
            return "M" + point(x2 - 4, y2 - 4) + "L" + point(x2 + 4, y2 + 4) + "M" + point(x2 + 4, y2 - 4) + "L"
                    + point(x2 - 4, y2 + 4);
        }

        private static String point(double x, double y) {
            return Xml.number(x) + " " + Xml.number(y);
        }
    }
}
