/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.compare;

import io.consenso.examples.Table;
import io.consenso.testkit.simulation.LinkOptions;
import java.util.ArrayList;
import java.util.List;

/** Frames that are lost, and frames that overtake each other. */
final class LossyLinks implements Comparison {
    private static final int VOTERS = 3;
    private static final int CLIENTS = 32;
    private static final List<Integer> PERCENT_LOST = List.of(0, 1, 5, 10);

    @Override
    public String title() {
        return "Links that lose and reorder";
    }

    @Override
    public Table table(Effort effort) {
        Table table = new Table(SideBySide.head("links"));
        for (boolean inOrder : List.of(true, false)) {
            for (int percent : PERCENT_LOST) {
                List<Figures> figures = new ArrayList<>();
                for (Contender contender : Contender.both()) {
                    figures.add(measure(contender, inOrder, percent, effort));
                }
                table.add(SideBySide.row((inOrder ? "in order, " : "reordering, ") + percent + " % lost", figures));
            }
        }
        return table;
    }

    /** With so many of a hundred frames lost. */
    Figures measure(Contender contender, boolean inOrder, int percent, Effort effort) {
        LinkOptions links = Trials.LINKS.withInOrder(inOrder).withLoss(percent / 100.0);
        return Trials.figures(
                contender,
                VOTERS,
                links,
                effort,
                cluster -> new Load(cluster).measure(CLIENTS, effort.measured(), () -> {}));
    }
}
