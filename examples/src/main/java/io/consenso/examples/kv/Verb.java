/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.kv;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The commands that the server knows, with Redis's arity: so many words, or at least as many when negative. */
enum Verb {
    GET(2, Kind.READ),
    EXISTS(-2, Kind.READ),
    STRLEN(2, Kind.READ),
    MGET(-2, Kind.READ),
    DBSIZE(1, Kind.READ),
    SET(-3, Kind.WRITE),
    SETNX(3, Kind.WRITE),
    GETSET(3, Kind.WRITE),
    GETDEL(2, Kind.WRITE),
    DEL(-2, Kind.WRITE),
    INCR(2, Kind.WRITE),
    DECR(2, Kind.WRITE),
    INCRBY(3, Kind.WRITE),
    DECRBY(3, Kind.WRITE),
    APPEND(3, Kind.WRITE),
    MSET(-3, Kind.WRITE),
    FLUSHALL(-1, Kind.WRITE),
    PING(-1, Kind.CONNECTION),
    ECHO(2, Kind.CONNECTION),
    QUIT(-1, Kind.CONNECTION),
    INFO(-1, Kind.CONNECTION),
    HELLO(-1, Kind.CONNECTION),
    CLIENT(-2, Kind.CONNECTION),
    COMMAND(-1, Kind.CONNECTION),
    CONFIG(-2, Kind.CONNECTION),
    SELECT(2, Kind.CONNECTION);

    /** Who answers. */
    enum Kind {
        /** The state, without changing it. */
        READ,
        /** The log. */
        WRITE,
        /** The connection by itself. */
        CONNECTION
    }

    private static final Map<String, Verb> BY_NAME = new HashMap<>();

    static {
        Arrays.stream(values()).forEach(verb -> BY_NAME.put(verb.name(), verb));
    }

    private final int arity;
    private final Kind kind;

    Verb(int arity, Kind kind) {
        this.arity = arity;
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }

    /** The request's verb. Throws {@link Refusal} when there is none of that name or the number of words is wrong for it. */
    static Verb of(Request request) throws Refusal {
        Verb verb = BY_NAME.get(request.name());
        if (verb == null) {
            throw unknown(request);
        }
        if (verb.arity >= 0 ? request.size() != verb.arity : request.size() < -verb.arity) {
            throw Refusal.arity(verb.lower());
        }
        return verb;
    }

    private static Refusal unknown(Request request) {
        StringBuilder text = new StringBuilder("ERR unknown command '")
                .append(shortened(request.word(0).toUtf8()))
                .append("', with args beginning with: ");
        for (int i = 1; i < request.size() && text.length() < 256; i++) {
            text.append('\'').append(shortened(request.word(i).toUtf8())).append("' ");
        }
        return new Refusal(text.toString());
    }

    private static String shortened(String word) {
        return word.length() <= 128 ? word : word.substring(0, 128);
    }

    private String lower() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The answer to COMMAND: name, arity, flags, first key, last key, step. */
    static Reply list() {
        return new Reply.Array(Arrays.stream(values()).map(Verb::describe).toList());
    }

    private Reply describe() {
        Reply flag = new Reply.Status(
                switch (kind) {
                    case READ -> "readonly";
                    case WRITE -> "write";
                    case CONNECTION -> "fast";
                });
        return new Reply.Array(List.of(
                Reply.bulk(lower()),
                new Reply.Int(arity),
                new Reply.Array(List.of(flag)),
                new Reply.Int(firstKey()),
                new Reply.Int(lastKey()),
                new Reply.Int(this == MSET ? 2 : firstKey())));
    }

    private int firstKey() {
        return kind == Kind.CONNECTION || this == DBSIZE || this == FLUSHALL ? 0 : 1;
    }

    private int lastKey() {
        return switch (this) {
            case EXISTS, MGET, DEL, MSET -> -1;
            default -> firstKey();
        };
    }
}
