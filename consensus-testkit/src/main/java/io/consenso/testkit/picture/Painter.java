/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.picture;

import io.consenso.testkit.picture.Scene.Sign;
import io.consenso.testkit.picture.Scene.State;
import java.util.Locale;
import java.util.Map;

/** Draws what belongs to nodes: life lines and the background, or, with another of these, roles and signs. */
final class Painter {
    static final double HALF = 7;

    private final Scene scene;
    private final TimeScale scale;
    private final Columns columns;
    private final Room room;
    private final boolean labelled;
    private final Xml xml = new Xml();

    Painter(Scene scene, TimeScale scale, Columns columns, Room room, boolean labelled) {
        this.scene = scene;
        this.scale = scale;
        this.columns = columns;
        this.room = room;
        this.labelled = labelled;
    }

    /** Everything that messages are drawn over. */
    String background() {
        xml.open("g", "id", "axis");
        axis();
        xml.close("g").open("g", "id", "bands");
        tints();
        scene.spans().forEach(this::span);
        scene.bands().forEach(this::band);
        scene.spans().stream().filter(span -> span.state() == State.PAUSED).forEach(this::pause);
        return xml.close("g").toString();
    }

    /** Everything that is drawn over messages. */
    String foreground() {
        xml.open("g", "id", "front");
        failures();
        scene.bands().forEach(this::pill);
        scene.marks().stream().filter(mark -> mark.node() >= 0).forEach(this::mark);
        notes();
        return xml.close("g").toString();
    }

    private void axis() {
        double last = -100;
        long before = scene.from();
        double lastY = scale.at(scene.from());
        for (Map.Entry<Long, Double> moment : scale.moments().entrySet()) {
            double y = moment.getValue();
            if (moment.getKey() - before > 20_000_000L && y - lastY > 20) {
                gap(moment.getKey() - before, (y + lastY) / 2);
            }
            if (y - last >= 17) {
                xml.text("text", Times.seconds(moment.getKey()), "x", 84.0, "y", y + 3, "class", "t");
                xml.empty(
                        "path", "d", "M88 " + Xml.number(y) + "H" + Xml.number(columns.width() - 20), "class", "grid");
                last = y;
            }
            before = moment.getKey();
            lastY = y;
        }
    }

    private void gap(long nanos, double y) {
        xml.text("text", "⋮ " + Times.span(nanos), "x", 80.0, "y", y + 3, "class", "gap");
    }

    private void tints() {
        for (Scene.Cut cut : scene.cuts()) {
            for (int node : cut.alone()) {
                double y = scale.at(cut.from());
                xml.empty(
                        "rect",
                        "x",
                        columns.node(node) - 34,
                        "y",
                        y,
                        "width",
                        68.0,
                        "height",
                        height(cut.from(), cut.to()),
                        "class",
                        "tint");
            }
        }
    }

    private double height(long from, long to) {
        return Math.max(2, scale.at(to) - scale.at(from));
    }

    private void span(Scene.Span span) {
        double x = columns.node(span.node());
        String line =
                "M" + Xml.number(x) + " " + Xml.number(scale.at(span.from())) + "V" + Xml.number(scale.at(span.to()));
        if (span.state() == State.UP) {
            xml.empty("path", "d", line, "class", "up");
        } else if (span.state() == State.DOWN) {
            xml.empty("path", "d", line, "class", "down");
        }
    }

    private void band(Scene.Band band) {
        boolean leads = band.role().equals("leader");
        double half = leads ? HALF + 2 : HALF;
        xml.open("g");
        xml.text("title", title(band));
        xml.empty(
                "rect",
                "x",
                columns.node(band.node()) - half,
                "y",
                scale.at(band.from()),
                "width",
                2 * half,
                "height",
                height(band.from(), band.to()),
                "fill",
                Palette.role(band.role()),
                "class",
                "band");
        xml.close("g");
    }

    private String title(Scene.Band band) {
        return scene.nodes().get(band.node()) + " is " + band.role() + " in epoch " + band.epoch() + ", from "
                + Times.seconds(band.from()) + " s";
    }

    private void pause(Scene.Span span) {
        xml.open("g");
        xml.text("title", scene.nodes().get(span.node()) + " is paused for " + Times.span(span.to() - span.from()));
        xml.empty(
                "rect",
                "x",
                columns.node(span.node()) - 11,
                "y",
                scale.at(span.from()),
                "width",
                22.0,
                "height",
                height(span.from(), span.to()),
                "class",
                "pause");
        xml.close("g");
    }

    private void pill(Scene.Band band) {
        String text = band.role() + " " + band.epoch();
        double width = Text.width(text, 10) + 10;
        double x = columns.node(band.node());
        double y = scale.at(band.from()) + 1;
        if (!room.take(x - width / 2, y + 4, width, 0)
                && !labelled
                && !band.role().equals("leader")) {
            return;
        }
        String style = band.role().equals("leader") ? "pill lead" : "pill";
        xml.open("g", "class", style);
        xml.text("title", title(band));
        xml.empty(
                "rect",
                "x",
                x - width / 2,
                "y",
                y - 5,
                "width",
                width,
                "height",
                15.0,
                "rx",
                7,
                "stroke",
                Palette.role(band.role()));
        xml.text("text", text, "x", x, "y", y + 6);
        xml.close("g");
    }

    private void mark(Scene.Mark mark) {
        double x = columns.node(mark.node());
        double y = scale.at(mark.at());
        String n = Xml.number(y);
        xml.open("g", "class", "s " + style(mark.sign()) + (mark.sign() == Sign.DURABLE ? " off" : ""));
        xml.text("title", mark.detail());
        switch (mark.sign()) {
            case CRASH, KILL -> cross(x, y, 7);
            case HALTED -> xml.empty("path", "d", octagon(x, y), "class", "stop");
            case START -> xml.empty("circle", "cx", x, "cy", y, "r", 5.0, "class", "ring");
            case COMMITTED -> xml.empty("path", "d", "M" + Xml.number(x + HALF) + " " + n + "h8", "class", "commit");
            case APPLIED -> xml.empty("path", "d", "M" + Xml.number(x - HALF) + " " + n + "h-8", "class", "applied");
            case DURABLE -> xml.empty("circle", "cx", x - 13, "cy", y, "r", 2.0);
            case SNAPSHOT, INSTALLED -> diamond(x, y);
            case WRITE_FAILED -> cross(x, y, 4);
            default -> {}
        }
        sideText(mark, x, y);
        xml.close("g");
    }

    private static String style(Sign sign) {
        return sign.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private void sideText(Scene.Mark mark, double x, double y) {
        boolean isSmall = switch (mark.sign()) {
            case COMMITTED, APPLIED, LEADER -> true;
            default -> false;
        };
        String text = Text.clip(mark.text(), 110, isSmall ? 9 : 10);
        if (text.isEmpty() || (mark.sign() == Sign.LEADER && !labelled)) {
            return;
        }
        double width = Text.width(text, isSmall ? 9 : 10);
        boolean isLeft = mark.sign() == Sign.APPLIED || mark.sign() == Sign.LEADER;
        double at = isLeft ? x - 17 : x + 17;
        double left = isLeft ? at - width : at;
        // Below the arrow that brought the news.
        double middle = isSmall ? y + 7 : y;
        boolean isFree = room.take(left, middle, width, 0);
        for (int lower = 0; lower < 2 && !isFree && !isSmall; lower++) {
            middle += 11;
            isFree = room.take(left, middle, width, 0);
        }
        if (isFree || !isSmall) {
            xml.text("text", text, "x", at, "y", middle + 3, "class", isLeft ? "end" : "begin");
        }
    }

    private void cross(double x, double y, double size) {
        String d = "M" + Xml.number(x - size) + " " + Xml.number(y - size) + "l" + Xml.number(2 * size) + " "
                + Xml.number(2 * size) + "M" + Xml.number(x + size) + " " + Xml.number(y - size) + "l"
                + Xml.number(-2 * size) + " " + Xml.number(2 * size);
        xml.empty("path", "d", d, "class", "cross");
    }

    private void diamond(double x, double y) {
        xml.empty("path", "d", "M" + Xml.number(x) + " " + Xml.number(y - 6) + "l6 6l-6 6l-6-6z", "class", "diamond");
    }

    private static String octagon(double x, double y) {
        return "M" + Xml.number(x - 3) + " " + Xml.number(y - 8) + "h6l5 5v6l-5 5h-6l-5-5v-6z";
    }

    private void notes() {
        for (Scene.Mark mark : scene.marks()) {
            if (mark.node() < 0 && mark.sign() != Sign.FAILURE) {
                double y = scale.at(mark.at());
                String text = Text.clip(mark.text(), 146, 10);
                xml.open("g", "class", "note");
                xml.text("title", mark.detail());
                if (room.take(columns.notes() + 6, y, Text.width(text, 10), 0)) {
                    xml.text("text", text, "x", columns.notes() + 6, "y", y + 3);
                }
                xml.close("g");
            }
        }
    }

    private void failures() {
        for (Scene.Mark mark : scene.marks()) {
            if (mark.sign() == Sign.FAILURE) {
                double y = scale.at(mark.at());
                String text = Text.clip("FAILURE " + mark.text(), columns.width() - 140, 12.5);
                // Bold.
                double width = Text.width(text, 12.5) + 16;
                room.take(columns.notes(), y, width, 0);
                xml.open("g", "class", "failure", "id", "failure");
                xml.text("title", mark.detail());
                xml.empty(
                        "path",
                        "d",
                        "M" + Xml.number(columns.notes()) + " " + Xml.number(y) + "H"
                                + Xml.number(columns.width() - 20));
                xml.empty("rect", "x", columns.notes(), "y", y - 9, "width", width, "height", 18.0, "rx", 3);
                xml.text("text", text, "x", columns.notes() + 8, "y", y + 4);
                xml.close("g");
            }
        }
    }
}
