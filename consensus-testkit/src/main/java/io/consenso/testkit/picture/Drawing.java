/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.picture;

import io.consenso.testkit.picture.Scene.Sign;
import java.util.Map;
import java.util.Set;

/** A scene, laid out: the names on top and what happened below. */
final class Drawing {
    static final double HEADER = 30;
    /** With more messages than that in sight, labels would be all that is seen. */
    private static final int LABELS_MAX = 170;

    private static final double TOP = 16;

    private final Scene scene;
    private final Kinds kinds;
    private final boolean labelled;
    private final TimeScale scale;
    private final Columns columns;

    /** With life lines that far apart, or, if that is 0, as is good for the labels. */
    Drawing(Scene scene, Set<String> hidden, double spacing) {
        this.scene = scene;
        this.kinds = new Kinds(scene.messages(), hidden);
        this.labelled = inSight() <= LABELS_MAX;
        this.scale = scale();
        this.columns = new Columns(scene, scale, spacing > 0 ? spacing : labelled ? 268 : 150);
    }

    Scene scene() {
        return scene;
    }

    Kinds kinds() {
        return kinds;
    }

    double width() {
        return columns.width();
    }

    double height() {
        return scale.end() + 24;
    }

    /** Where the failure is drawn, or the top. */
    double focus() {
        return scene.marks().stream()
                .filter(mark -> mark.sign() == Sign.FAILURE)
                .mapToDouble(mark -> scale.at(mark.at()))
                .findFirst()
                .orElse(0);
    }

    /** The names of the columns, {@link #HEADER} pixels high. */
    String header() {
        Xml xml = new Xml().open("g", "id", "names");
        xml.text("text", "time, s", "x", 84.0, "y", 20.0, "class", "t");
        if (!scene.faults().isEmpty()) {
            xml.text("text", "faults", "x", columns.fault(0), "y", 20.0, "class", "lane");
        }
        if (!scene.cuts().isEmpty()) {
            xml.text("text", "cuts", "x", columns.cuts(), "y", 20.0, "class", "lane");
        }
        for (Map.Entry<Integer, String> client : columns.clientTitles().entrySet()) {
            String name = Text.clip(client.getValue(), Columns.CLIENT - 10, 11);
            xml.text("text", name, "x", columns.client(client.getKey()), "y", 20.0, "class", "lane");
        }
        for (int node = 0; node < scene.nodes().size(); node++) {
            String name = Text.clip(scene.nodes().get(node), columns.pitch() - 16, 14);
            xml.text("text", name, "x", columns.node(node), "y", 21.0, "class", "node");
        }
        return xml.close("g").toString();
    }

    /** What happened, {@link #height()} pixels high. */
    String body(boolean withHidden) {
        Room room = new Room();
        String back = painter(room).background();
        // Signs come first where there is not room for all text.
        String front = painter(room).foreground();
        String bars = new Bars(scene, scale, columns, room).draw();
        String arrows = new Arrows(scene, scale, columns, room, kinds, labelled).draw(withHidden);
        return back + bars + arrows + front;
    }

    private Painter painter(Room room) {
        return new Painter(scene, scale, columns, room, labelled);
    }

    private long inSight() {
        return scene.messages().stream()
                .filter(message -> !kinds.isHidden(message.name()))
                .count();
    }

    private TimeScale scale() {
        TimeScale.Builder builder = new TimeScale.Builder(scene.from(), scene.to());
        double share = labelled ? 1 : 0.4;
        for (Scene.Message message : scene.messages()) {
            if (!kinds.isHidden(message.name())) {
                builder.need(message.sent(), 6 * share);
                builder.need(message.end(), 13 * share);
            }
        }
        scene.bands().forEach(band -> builder.need(band.from(), labelled ? 15 : 9));
        scene.marks().stream()
                .filter(mark -> mark.sign() != Sign.DURABLE)
                .forEach(mark -> builder.need(mark.at(), need(mark.sign(), share)));
        scene.operations().forEach(operation -> {
            builder.need(operation.from(), 12 * share);
            builder.need(operation.to(), 5 * share);
        });
        scene.faults().forEach(fault -> builder.need(fault.from(), 8 * share));
        scene.cuts().forEach(cut -> builder.need(cut.from(), 8 * share));
        return builder.build(TOP, labelled ? 1 : 0.35);
    }

    private static double need(Sign sign, double share) {
        return switch (sign) {
            case START, CRASH, KILL, HALTED -> 14;
            case FAILURE -> 24;
            case COMMITTED, NOTE, SNAPSHOT, INSTALLED, WRITE_FAILED -> 10 * share;
            case LEADER, APPLIED -> 4 * share;
            case DURABLE -> 0;
        };
    }
}
