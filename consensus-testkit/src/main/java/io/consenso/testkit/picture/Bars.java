/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.picture;

import java.util.List;
import java.util.Locale;

/** Draws what lasts and belongs to no node alone: faults, cuts and operations of clients. */
final class Bars {
    private static final double SIZE = 10;

    private final Scene scene;
    private final TimeScale scale;
    private final Columns columns;
    private final Room room;
    private final Xml xml = new Xml();

    Bars(Scene scene, TimeScale scale, Columns columns, Room room) {
        this.scene = scene;
        this.scale = scale;
        this.columns = columns;
        this.room = room;
    }

    String draw() {
        xml.open("g", "id", "bars");
        List<Scene.Fault> faults = scene.faults();
        for (int i = 0; i < faults.size(); i++) {
            Scene.Fault fault = faults.get(i);
            String text = fault.where().isEmpty() ? fault.what() : fault.what() + " " + fault.where();
            upright("fault", columns.fault(i), text, fault.from(), fault.to());
        }
        for (Scene.Cut cut : scene.cuts()) {
            upright("cut", columns.cuts(), cut.text(), cut.from(), cut.to());
        }
        for (int i = 0; i < scene.operations().size(); i++) {
            operation(i, scene.operations().get(i));
        }
        return xml.close("g").toString();
    }

    private void upright(String style, double x, String text, long from, long to) {
        double y = scale.at(from);
        double height = Math.max(3, scale.at(to) - y);
        xml.open("g", "class", style);
        xml.text("title", style + " " + text + ", from " + Times.seconds(from) + " s for " + Times.span(to - from));
        xml.empty("rect", "x", x, "y", y, "width", Columns.BAR - 3, "height", height, "rx", 2);
        String shown = Text.clip(text, height - 8, SIZE);
        if (!shown.isEmpty()) {
            String turn = "matrix(0 1 -1 0 " + Xml.number(x + 4.5) + " " + Xml.number(y + 5) + ")";
            xml.text("text", shown, "transform", turn);
        }
        xml.close("g");
    }

    private void operation(int number, Scene.Operation operation) {
        double x = columns.operation(number);
        double y = scale.at(operation.from());
        double height = Math.max(4, scale.at(operation.to()) - y);
        String sign = Palette.sign(operation.outcome());
        xml.open("g", "class", "op");
        xml.text("title", title(operation));
        xml.empty(
                "rect",
                "x",
                x,
                "y",
                y,
                "width",
                10.0,
                "height",
                height,
                "rx",
                2,
                "fill",
                Palette.outcome(operation.outcome()),
                "class",
                operation.outcome() == null ? "open" : "over");
        String text = Text.clip(sign + " " + operation.text(), Columns.CLIENT - 22, SIZE);
        if (room.take(x + 14, y + 4, Text.width(text, SIZE), 0)) {
            xml.text("text", text, "x", x + 14, "y", y + 8);
        }
        xml.close("g");
    }

    private static String title(Scene.Operation operation) {
        String asked = operation.client() + " asks " + operation.node() + ": " + operation.text() + ", at "
                + Times.seconds(operation.from()) + " s";
        if (operation.outcome() == null) {
            return asked + ", no answer yet";
        }
        return asked + ", " + operation.outcome().name().toLowerCase(Locale.ROOT) + " after "
                + Times.span(operation.to() - operation.from())
                + (operation.answer().isEmpty() ? "" : ": " + operation.answer());
    }
}
