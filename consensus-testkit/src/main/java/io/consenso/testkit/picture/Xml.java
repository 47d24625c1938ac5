/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.picture;

/** Builds well-formed XML: elements nest, text is escaped, numbers have one decimal and no locale. */
final class Xml {
    private final StringBuilder out = new StringBuilder(1 << 16);

    /** An element that holds what is added until {@link #close}; attributes come in pairs of name and value. */
    Xml open(String name, Object... attributes) {
        start(name, attributes);
        out.append('>');
        return this;
    }

    /** Ends the element of that name. */
    Xml close(String name) {
        out.append("</").append(name).append(">\n");
        return this;
    }

    /** An element with nothing in it. */
    Xml empty(String name, Object... attributes) {
        start(name, attributes);
        out.append("/>\n");
        return this;
    }

    /** An element with only text in it. */
    Xml text(String name, String text, Object... attributes) {
        start(name, attributes);
        out.append('>');
        escape(text);
        return close(name);
    }

    /** What is XML already. */
    Xml raw(String xml) {
        out.append(xml);
        return this;
    }

    @Override
    public String toString() {
        return out.toString();
    }

    /** The number with one decimal, or none where that is 0. */
    static String number(double value) {
        long tenths = Math.round(value * 10);
        String whole = (tenths < 0 ? "-" : "") + Math.abs(tenths) / 10;
        return tenths % 10 == 0 ? Long.toString(tenths / 10) : whole + "." + Math.abs(tenths) % 10;
    }

    private void start(String name, Object... attributes) {
        out.append('<').append(name);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1] instanceof Double number ? number(number) : String.valueOf(attributes[i + 1]));
            out.append('"');
        }
    }

    /** Characters that XML knows no way to hold become U+FFFD. */
    private void escape(String text) {
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\n', '\r', '\t' -> out.append(' ');
                default -> out.appendCodePoint(isAllowed(c) ? c : 0xFFFD);
            }
        }
    }

    private static boolean isAllowed(int c) {
        return c >= 0x20 && (c < 0xD800 || c > 0xDFFF) && c != 0xFFFE && c != 0xFFFF && (c < 0x7F || c > 0x9F);
    }
}
