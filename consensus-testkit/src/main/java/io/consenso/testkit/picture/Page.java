/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.picture;

import java.util.List;

/** Puts a drawing into a file that needs nothing else: an SVG, or an HTML page in which it can be scrolled, zoomed and sifted. */
final class Page {
    private static final String SVG = "http://www.w3.org/2000/svg";
    private static final double MAP_FROM = 1_400;

    private final Drawing drawing;
    private final String title;
    private final List<String> notes;

    Page(Drawing drawing, String title, List<String> notes) {
        this.drawing = drawing;
        this.title = title;
        this.notes = notes;
    }

    String svg() {
        double width = Math.max(drawing.width(), 420);
        Legend legend = new Legend(drawing.scene(), width);
        double head = 30 + notes.size() * 16;
        double height = head + Drawing.HEADER + drawing.height() + legend.height();
        Xml xml = new Xml().raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.open("svg", "xmlns", SVG, "width", width, "height", height, "viewBox", box(width, height), "role", "img");
        xml.text("title", title);
        xml.open("style").raw(Style.SVG).close("style").raw(Style.DEFINITIONS);
        xml.empty("rect", "width", width, "height", height, "fill", "#fff");
        xml.text("text", title, "x", 12, "y", 22, "class", "title");
        for (int i = 0; i < notes.size(); i++) {
            xml.text("text", notes.get(i), "x", 12, "y", 40.0 + 16 * i, "class", "sub");
        }
        shifted(xml, head, drawing.header());
        shifted(xml, head + Drawing.HEADER, drawing.body(false));
        shifted(xml, head + Drawing.HEADER + drawing.height(), legend.svg());
        return xml.close("svg").toString();
    }

    private static void shifted(Xml xml, double y, String content) {
        xml.open("g", "transform", "translate(0 " + Xml.number(y) + ")")
                .raw(content)
                .close("g");
    }

    private static String box(double width, double height) {
        return "0 0 " + Xml.number(width) + " " + Xml.number(height);
    }

    String html(String replay) {
        Xml xml = new Xml().raw("<!DOCTYPE html>\n");
        xml.open("html", "xmlns", "http://www.w3.org/1999/xhtml", "lang", "en").open("head");
        xml.empty("meta", "charset", "utf-8");
        xml.text("title", title);
        xml.open("style").raw(Style.SVG).raw(Style.PAGE).close("style");
        xml.close("head").open("body");
        head(xml, replay);
        xml.open("main")
                .open("div", "id", "view", "data-focus", drawing.focus() + Drawing.HEADER)
                .open("div");
        xml.open("div", "id", "top");
        sheet(xml, Drawing.HEADER, drawing.header());
        xml.close("div").open("div", "id", "sheet");
        sheet(xml, drawing.height(), Style.DEFINITIONS + drawing.body(true));
        Legend legend = new Legend(drawing.scene(), Math.max(drawing.width(), 420));
        sheet(xml, legend.height(), legend.svg());
        xml.close("div").close("div").close("div");
        if (drawing.height() > MAP_FROM) {
            map(xml);
        }
        xml.close("main").open("script").raw(Style.SCRIPT).close("script");
        return xml.close("body").close("html").toString();
    }

    private void head(Xml xml, String replay) {
        xml.open("header").text("h1", title);
        for (String note : notes) {
            xml.text("p", note);
        }
        if (!replay.isEmpty()) {
            xml.open("p").raw("Replay: ").text("code", replay).close("p");
        }
        xml.open("div", "class", "bar");
        xml.text("button", "−", "id", "out", "title", "smaller");
        xml.text("button", "+", "id", "in", "title", "larger");
        xml.text("button", "1:1", "id", "one", "title", "original size");
        xml.text("button", "fit", "id", "width", "title", "as wide as the window");
        Kinds kinds = drawing.kinds();
        for (String name : kinds.names()) {
            int kind = kinds.number(name);
            xml.open("label");
            box(xml, "k" + kind, !kinds.isHidden(name));
            xml.open("span", "class", "swatch", "style", "background:" + Palette.message(kind))
                    .close("span");
            xml.text("span", name + " " + kinds.count(name)).close("label");
        }
        toggle(xml, "committed", "commits", true);
        toggle(xml, "durable", "writes on disk", false);
        xml.close("div").close("header");
    }

    private static void toggle(Xml xml, String style, String name, boolean checked) {
        xml.open("label");
        box(xml, style, checked);
        xml.text("span", name).close("label");
    }

    private static void box(Xml xml, String value, boolean checked) {
        if (checked) {
            xml.empty("input", "type", "checkbox", "value", value, "checked", "checked");
        } else {
            xml.empty("input", "type", "checkbox", "value", value);
        }
    }

    private void sheet(Xml xml, double height, String content) {
        double width = Math.max(drawing.width(), 420);
        xml.open(
                        "svg",
                        "xmlns",
                        SVG,
                        "width",
                        width,
                        "height",
                        height,
                        "viewBox",
                        box(width, height),
                        "data-width",
                        width,
                        "data-height",
                        height)
                .raw(content)
                .close("svg");
    }

    private void map(Xml xml) {
        xml.open("div", "id", "map", "title", "the whole picture: click to go there");
        xml.open("svg", "xmlns", SVG, "viewBox", box(drawing.width(), drawing.height()), "preserveAspectRatio", "none");
        xml.empty("use", "href", "#bands").empty("use", "href", "#bars");
        xml.close("svg").open("div", "id", "here").close("div").close("div");
    }
}
