/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples;

import java.util.ArrayList;
import java.util.List;

/** Rows of text under a head, to be printed as Markdown. */
public final class Table {
    private final List<String> head;
    private final List<List<String>> rows = new ArrayList<>();

    /** An empty table under that head. */
    public Table(List<String> head) {
        this.head = List.copyOf(head);
    }

    /** Adds a row, which has as many cells as the head. */
    public void add(List<String> cells) {
        if (cells.size() != head.size()) {
            throw new IllegalArgumentException(cells + " does not fit under " + head);
        }
        rows.add(List.copyOf(cells));
    }

    /** The names of the columns. */
    public List<String> head() {
        return head;
    }

    /** The cells, line by line. */
    public List<List<String>> rows() {
        return List.copyOf(rows);
    }

    /** The table as Markdown, figures to the right, with a line break at the end. */
    public String markdown() {
        StringBuilder text = new StringBuilder();
        line(text, head);
        text.append("| ---").append(" | ---:".repeat(head.size() - 1)).append(" |\n");
        rows.forEach(row -> line(text, row));
        return text.toString();
    }

    private static void line(StringBuilder text, List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
