/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.kv;

import io.consenso.Bytes;
import java.util.ArrayList;
import java.util.List;

/** What the store answers; encoded as a tag byte and what it tags, since replies travel and are kept with the sessions. */
sealed interface Reply {
    /** A short text, such as OK. */
    record Status(String text) implements Reply {
        /** Done. */
        static final Status OK = new Status("OK");
    }

    /** A refusal; the text begins with a word in capitals that tells its kind. */
    record Failure(String text) implements Reply {}

    /** A number. */
    record Int(long value) implements Reply {}

    /** A value. */
    record Bulk(Bytes value) implements Reply {}

    /** No value. */
    record Nil() implements Reply {
        /** The only one. */
        static final Nil NIL = new Nil();
    }

    /** Several replies. */
    record Array(List<Reply> items) implements Reply {
        /** Copies the list. */
        public Array {
            items = List.copyOf(items);
        }
    }

    static Reply bulk(String text) {
        return new Bulk(Bytes.ofUtf8(text));
    }

    static Reply error(String text) {
        return new Failure("ERR " + text);
    }

    default Bytes encode() {
        if (this instanceof Status status) {
            return tagged('+', Bytes.ofUtf8(status.text));
        } else if (this instanceof Failure failure) {
            return tagged('-', Bytes.ofUtf8(failure.text));
        } else if (this instanceof Int number) {
            return tagged(':', Bytes.ofLong(number.value));
        } else if (this instanceof Bulk bulk) {
            return tagged('$', bulk.value);
        } else if (this instanceof Array array) {
            return Fields.encode('*', array.items.stream().map(Reply::encode).toList());
        }
        return Bytes.of((byte) '_');
    }

    /** The value of a bulk reply shares the array. */
    static Reply decode(Bytes bytes) {
        Bytes rest = bytes.slice(1);
        return switch (bytes.get(0)) {
            case '+' -> new Status(rest.toUtf8());
            case '-' -> new Failure(rest.toUtf8());
            case ':' -> new Int(rest.toLong());
            case '$' -> new Bulk(rest);
            case '_' -> Nil.NIL;
            case '*' -> array(Fields.decode(bytes));
            default -> throw new IllegalArgumentException("not a reply: " + bytes);
        };
    }

    private static Reply array(List<Bytes> fields) {
        List<Reply> items = new ArrayList<>(fields.size());
        fields.forEach(field -> items.add(decode(field)));
        return new Array(items);
    }

    private static Bytes tagged(char tag, Bytes rest) {
        byte[] encoded = new byte[1 + rest.length()];
        encoded[0] = (byte) tag;
        rest.copyTo(encoded, 1);
        return Bytes.wrap(encoded);
    }
}
