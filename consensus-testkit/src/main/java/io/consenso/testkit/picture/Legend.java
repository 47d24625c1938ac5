/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.picture;

import io.consenso.testkit.picture.Scene.Fate;
import io.consenso.testkit.picture.Scene.Sign;
import io.consenso.testkit.picture.Scene.State;
import io.consenso.testkit.simulation.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says what the signs mean that occur in a scene, in rows no wider than told. */
final class Legend {
    private static final double ROW = 20;

    private final List<Entry> entries = new ArrayList<>();
    private final double width;

    private record Entry(String sample, String text) {}

    Legend(Scene scene, double width) {
        this.width = width;
        scene.bands().stream().map(Scene.Band::role).distinct().sorted().forEach(this::role);
        states(scene);
        signs(scene);
        scene.messages().stream()
                .filter(message -> message.fate() == Fate.LOST)
                .map(Scene.Message::reason)
                .distinct()
                .sorted()
                .forEach(this::loss);
        if (scene.messages().stream().anyMatch(message -> message.fate() == Fate.UNDER_WAY || message.copy())) {
            add(
                    "<path d=\"M0 0H18\" class=\"copy\" stroke=\"" + Palette.INK + "\"/>",
                    "under way at the end, or a copy");
        }
        for (Trace.Outcome outcome : Trace.Outcome.values()) {
            if (scene.operations().stream().anyMatch(operation -> operation.outcome() == outcome)) {
                add(rect(Palette.outcome(outcome), 10, "over"), Palette.sign(outcome) + " " + answer(outcome));
            }
        }
        add("<text x=\"6\" y=\"4\">⋮</text>", "time is drawn short where nothing happens");
    }

    double height() {
        return draw().rows * ROW + 8;
    }

    /** Rows from y = 0 on. */
    String svg() {
        return draw().xml.toString();
    }

    private record Drawn(Xml xml, int rows) {}

    private Drawn draw() {
        Xml xml = new Xml().open("g", "class", "legend");
        double x = 12;
        int row = 0;
        for (Entry entry : entries) {
            double needs = 44 + Text.width(entry.text(), 11);
            if (x + needs > width && x > 12) {
                x = 12;
                row++;
            }
            double y = 12 + row * ROW;
            xml.open("g", "transform", "translate(" + Xml.number(x) + " " + Xml.number(y) + ")")
                    .raw(entry.sample());
            xml.text("text", entry.text(), "x", 24, "y", 4);
            xml.close("g");
            x += needs;
        }
        xml.close("g");
        return new Drawn(xml, row + 1);
    }

    private void role(String role) {
        add(rect(Palette.role(role), 14, "band"), role + " (and epoch)");
    }

    private void states(Scene scene) {
        if (scene.spans().stream().anyMatch(span -> span.state() == State.DOWN)) {
            add("<path d=\"M9 -8V8\" class=\"down\"/>", "process is down");
        }
        if (scene.spans().stream().anyMatch(span -> span.state() == State.PAUSED)) {
            add("<rect x=\"0\" y=\"-7\" width=\"18\" height=\"14\" class=\"pause\"/>", "process is paused");
        }
        if (scene.cuts().stream().anyMatch(cut -> !cut.alone().isEmpty())) {
            add("<rect x=\"0\" y=\"-7\" width=\"18\" height=\"14\" class=\"tint\"/>", "on the smaller side of a cut");
        }
    }

    private void signs(Scene scene) {
        sign(scene, Sign.COMMITTED, "<path d=\"M4 0h8\" class=\"commit\"/>", "✓ known committed up to");
        sign(scene, Sign.APPLIED, "<path d=\"M4 0h8\" class=\"applied\"/>", "▸ applied up to");
        sign(scene, Sign.CRASH, "<path d=\"M3 -6l12 12M15 -6l-12 12\" class=\"cross\"/>", "crash");
        sign(scene, Sign.KILL, "<path d=\"M3 -6l12 12M15 -6l-12 12\" class=\"cross\"/>", "kill");
        sign(scene, Sign.START, "<circle cx=\"9\" cy=\"0\" r=\"5\" class=\"ring\"/>", "start");
        sign(scene, Sign.SNAPSHOT, "<path d=\"M9 -6l6 6l-6 6l-6-6z\" class=\"diamond\"/>", "snapshot taken");
        sign(
                scene,
                Sign.INSTALLED,
                "<g class=\"installed\"><path d=\"M9 -6l6 6l-6 6l-6-6z\" class=\"diamond\"/></g>",
                "snapshot installed");
    }

    private void sign(Scene scene, Sign sign, String sample, String text) {
        if (scene.marks().stream().anyMatch(mark -> mark.sign() == sign)) {
            add(sample, text);
        }
    }

    private void loss(String reason) {
        String colour = Palette.loss(reason);
        String words = reason.toLowerCase(Locale.ROOT).replace('_', ' ');
        add(
                "<path d=\"M0 0H14M10 -4l8 8M18 -4l-8 8\" class=\"lost\" stroke=\"" + colour + "\"/>",
                switch (reason) {
                    case "DOWN" -> "receiver is down";
                    case "CUT" -> "link is cut";
                    case "LOST" -> "lost by chance";
                    default -> words;
                });
    }

    private static String answer(Trace.Outcome outcome) {
        return switch (outcome) {
            case OK -> "answered";
            case UNKNOWN -> "outcome unknown";
            case FAILED -> "did not happen";
        };
    }

    private static String rect(String fill, int width, String style) {
        return "<rect x=\"4\" y=\"-7\" width=\"" + width + "\" height=\"14\" fill=\"" + fill + "\" class=\"" + style
                + "\"/>";
    }

    private void add(String sample, String text) {
        entries.add(new Entry(sample, text));
    }
}
