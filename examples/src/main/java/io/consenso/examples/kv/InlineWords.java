/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.kv;

import io.consenso.Bytes;
import io.consenso.examples.kv.RequestReader.ProtocolViolation;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Splits a line typed by hand into words, with Redis's two kinds of quotes: escapes work in double ones, only {@code \'} in single. */
final class InlineWords {
    private static final int HEX_ESCAPE_LENGTH = 4;

    private final byte[] line;
    private int at;

    private InlineWords(String line) {
        this.line = line.getBytes(StandardCharsets.UTF_8);
    }

    static List<Bytes> split(String line) throws ProtocolViolation {
        return new InlineWords(line).words();
    }

    private List<Bytes> words() throws ProtocolViolation {
        List<Bytes> words = new ArrayList<>();
        while (true) {
            while (at < line.length && isBlank(line[at])) {
                at++;
            }
            if (at == line.length) {
                return words;
            }
            words.add(word());
        }
    }

    private Bytes word() throws ProtocolViolation {
        ByteArrayOutputStream word = new ByteArrayOutputStream();
        while (at < line.length && !isBlank(line[at])) {
            byte next = line[at++];
            if (next == '"' || next == '\'') {
                quoted(next, word);
            } else {
                word.write(next);
            }
        }
        return Bytes.wrap(word.toByteArray());
    }

    private void quoted(byte quote, ByteArrayOutputStream word) throws ProtocolViolation {
        while (at < line.length && line[at] != quote) {
            if (line[at] == '\\' && at + 1 < line.length && (quote == '"' || line[at + 1] == '\'')) {
                word.write(quote == '"' ? escaped() : line[++at]);
                at++;
            } else {
                word.write(line[at++]);
            }
        }
        // The closing quote ends the word.
        if (at == line.length || (++at < line.length && !isBlank(line[at]))) {
            throw new ProtocolViolation("unbalanced quotes in request");
        }
    }

    /** Leaves the position at the last character of the escape. */
    private int escaped() {
        if (line[at + 1] == 'x' && at + HEX_ESCAPE_LENGTH <= line.length) {
            int high = Character.digit(line[at + 2], 16);
            int low = Character.digit(line[at + 3], 16);
            if (high >= 0 && low >= 0) {
                at += HEX_ESCAPE_LENGTH - 1;
                return high << 4 | low;
            }
        }
        return switch (line[++at]) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'a' -> 7;
            default -> line[at];
        };
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || (b >= '\t' && b <= '\r');
    }
}
