/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.kv;

import io.consenso.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What one connection remembers, and the requests that it answers by itself. */
final class Session {
    /** The version that clients are told, by which they choose what to use. */
    static final String REDIS_VERSION = "7.2.0";

    private static final Map<String, String> CONFIG = Map.of("appendonly", "yes", "databases", "1", "save", "");

    private final long id;
    private Bytes name = Bytes.EMPTY;

    Session(long id) {
        this.id = id;
    }

    Reply answer(Verb verb, Request request) throws Refusal {
        return switch (verb) {
            case PING -> ping(request);
            case ECHO -> new Reply.Bulk(request.word(1));
            case QUIT -> Reply.Status.OK;
            case SELECT -> select(request.word(1));
            case HELLO -> hello(request);
            case CLIENT -> client(request);
            case COMMAND -> command(request);
            case CONFIG -> config(request);
            default -> throw new IllegalArgumentException(verb + " is not answered by the connection");
        };
    }

    private static Reply ping(Request request) throws Refusal {
        requireWords(request, 1, 2);
        return request.size() == 1 ? new Reply.Status("PONG") : new Reply.Bulk(request.word(1));
    }

    private static Reply select(Bytes database) throws Refusal {
        Long number = Decimal.parse(database);
        if (number == null) {
            throw Refusal.notAnInteger();
        }
        if (number != 0) {
            throw new Refusal("ERR DB index is out of range");
        }
        return Reply.Status.OK;
    }

    /** Version 3 of the protocol is declined in the way on which clients fall back to 2. */
    private Reply hello(Request request) throws Refusal {
        if (request.size() > 1) {
            Long version = Decimal.parse(request.word(1));
            if (version == null) {
                throw new Refusal("ERR Protocol version is not an integer or out of range");
            }
            if (version != 2) {
                throw new Refusal("NOPROTO unsupported protocol version");
            }
        }
        for (int i = 2; i < request.size(); i += 2) {
            if (!request.upper(i).equals("SETNAME") || i + 1 == request.size()) {
                throw new Refusal(
                        "ERR Syntax error in HELLO option '" + request.word(i).toUtf8() + "'");
            }
            setName(request.word(i + 1));
        }
        return new Reply.Array(List.of(
                Reply.bulk("server"), Reply.bulk("redis"),
                Reply.bulk("version"), Reply.bulk(REDIS_VERSION),
                Reply.bulk("proto"), new Reply.Int(2),
                Reply.bulk("id"), new Reply.Int(id),
                Reply.bulk("mode"), Reply.bulk("standalone"),
                Reply.bulk("role"), Reply.bulk("master"),
                Reply.bulk("modules"), new Reply.Array(List.of())));
    }

    private Reply client(Request request) throws Refusal {
        switch (request.upper(1)) {
            case "ID" -> {
                requireSubcommand(request, 2);
                return new Reply.Int(id);
            }
            case "GETNAME" -> {
                requireSubcommand(request, 2);
                return name.isEmpty() ? Reply.Nil.NIL : new Reply.Bulk(name);
            }
            case "SETNAME" -> {
                requireSubcommand(request, 3);
                return setName(request.word(2));
            }
            case "SETINFO" -> {
                requireSubcommand(request, 4);
                return setInfo(request.upper(2), request.word(2));
            }
            default -> throw unknownSubcommand(request);
        }
    }

    private Reply setName(Bytes wanted) throws Refusal {
        for (int i = 0; i < wanted.length(); i++) {
            if (wanted.get(i) < '!' || wanted.get(i) > '~') {
                throw new Refusal("ERR Client names cannot contain spaces, newlines or special characters.");
            }
        }
        name = wanted;
        return Reply.Status.OK;
    }

    private static Reply setInfo(String attribute, Bytes asWritten) throws Refusal {
        if (!attribute.equals("LIB-NAME") && !attribute.equals("LIB-VER")) {
            throw new Refusal("ERR Unrecognized option '" + asWritten.toUtf8() + "'");
        }
        return Reply.Status.OK;
    }

    private static Reply command(Request request) throws Refusal {
        if (request.size() == 1) {
            return Verb.list();
        }
        return switch (request.upper(1)) {
            case "COUNT" -> new Reply.Int(Verb.values().length);
            case "DOCS" -> new Reply.Array(List.of());
            default -> throw unknownSubcommand(request);
        };
    }

    private static Reply config(Request request) throws Refusal {
        if (!request.upper(1).equals("GET")) {
            throw unknownSubcommand(request);
        }
        if (request.size() < 3) {
            throw Refusal.arity("config|get");
        }
        List<Reply> found = new ArrayList<>();
        CONFIG.keySet().stream()
                .sorted()
                .filter(key -> isAskedFor(key, request))
                .forEach(key -> {
                    found.add(Reply.bulk(key));
                    found.add(Reply.bulk(CONFIG.getOrDefault(key, "")));
                });
        return new Reply.Array(found);
    }

    private static boolean isAskedFor(String key, Request request) {
        return request.words().stream()
                .skip(2)
                .map(Bytes::toUtf8)
                .anyMatch(pattern -> pattern.equals("*") || pattern.equalsIgnoreCase(key));
    }

    private static Refusal unknownSubcommand(Request request) {
        return new Refusal(
                "ERR unknown subcommand '" + request.word(1).toUtf8() + "'. Try " + request.name() + " HELP.");
    }

    private static void requireWords(Request request, int min, int max) throws Refusal {
        if (request.size() < min || request.size() > max) {
            throw Refusal.arity(request.word(0).toUtf8().toLowerCase(java.util.Locale.ROOT));
        }
    }

    private static void requireSubcommand(Request request, int words) throws Refusal {
        if (request.size() != words) {
            throw Refusal.arity((request.name() + "|" + request.upper(1)).toLowerCase(java.util.Locale.ROOT));
        }
    }
}
