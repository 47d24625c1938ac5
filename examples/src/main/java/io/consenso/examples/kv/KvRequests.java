/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.kv;

import io.consenso.Bytes;
import io.consenso.examples.kv.KvCommand.Op;
import io.consenso.examples.kv.KvCommand.SetMode;
import io.consenso.examples.kv.KvCommand.SetMode.Condition;
import java.util.List;

/** Turns the requests that concern the store into its commands, or refuses them as Redis does. */
final class KvRequests {
    private static final int ASSIGNMENT_WORDS = 3;

    private KvRequests() {}

    /** The request's name and its number of words have been checked against {@link Verb}. */
    static KvCommand translate(Verb verb, Request request) throws Refusal {
        List<Bytes> args = request.words().subList(1, request.size());
        return switch (verb) {
            case GET -> new KvCommand(Op.GET, args);
            case EXISTS -> new KvCommand(Op.EXISTS, args);
            case STRLEN -> new KvCommand(Op.STRLEN, args);
            case MGET -> new KvCommand(Op.MGET, args);
            case DBSIZE -> new KvCommand(Op.DBSIZE, args);
            case SET -> set(request);
            case SETNX -> new KvCommand(Op.SETNX, args);
            case GETSET -> setCommand(args.get(0), args.get(1), new SetMode(Condition.ALWAYS, true));
            case GETDEL -> new KvCommand(Op.GETDEL, args);
            case DEL -> new KvCommand(Op.DEL, args);
            case INCR -> increment(args.get(0), 1);
            case DECR -> increment(args.get(0), -1);
            case INCRBY -> increment(args.get(0), number(args.get(1)));
            case DECRBY -> increment(args.get(0), negated(number(args.get(1))));
            case APPEND -> new KvCommand(Op.APPEND, args);
            case MSET -> setAll(args);
            case FLUSHALL -> flush(request);
            case PING, ECHO, QUIT, INFO, HELLO, CLIENT, COMMAND, CONFIG, SELECT ->
                throw new IllegalArgumentException(verb + " is answered by the connection");
        };
    }

    private static KvCommand set(Request request) throws Refusal {
        Condition condition = Condition.ALWAYS;
        boolean repliesOld = false;
        Bytes expected = Bytes.EMPTY;
        for (int i = ASSIGNMENT_WORDS; i < request.size(); i++) {
            String option = request.upper(i);
            if (option.equals("GET")) {
                repliesOld = true;
                continue;
            }
            Condition named = condition(option);
            if (condition != Condition.ALWAYS && condition != named) {
                throw Refusal.syntax();
            }
            condition = named;
            if (named == Condition.EQUAL) {
                if (++i == request.size()) {
                    throw Refusal.syntax();
                }
                expected = request.word(i);
            }
        }
        if (request.size() == ASSIGNMENT_WORDS) {
            return new KvCommand(Op.SET, request.word(1), request.word(2));
        }
        SetMode mode = new SetMode(condition, repliesOld);
        Bytes key = request.word(1);
        Bytes value = request.word(2);
        return condition == Condition.EQUAL
                ? new KvCommand(Op.SET, key, value, mode.encode(), expected)
                : setCommand(key, value, mode);
    }

    /** Expiry and whatever else Redis knows is refused: to ignore it would be to promise it. */
    private static Condition condition(String option) throws Refusal {
        return switch (option) {
            case "NX" -> Condition.ABSENT;
            case "XX" -> Condition.PRESENT;
            case "IFEQ" -> Condition.EQUAL;
            default -> throw Refusal.syntax();
        };
    }

    private static KvCommand setCommand(Bytes key, Bytes value, SetMode mode) {
        return new KvCommand(Op.SET, key, value, mode.encode());
    }

    private static KvCommand increment(Bytes key, long by) {
        return new KvCommand(Op.INCRBY, key, Bytes.ofLong(by));
    }

    private static long number(Bytes text) throws Refusal {
        Long number = Decimal.parse(text);
        if (number == null) {
            throw Refusal.notAnInteger();
        }
        return number;
    }

    private static long negated(long number) throws Refusal {
        if (number == Long.MIN_VALUE) {
            throw new Refusal("ERR decrement would overflow");
        }
        return -number;
    }

    private static KvCommand setAll(List<Bytes> args) throws Refusal {
        if (args.size() % 2 != 0) {
            throw Refusal.arity("mset");
        }
        return new KvCommand(Op.MSET, args);
    }

    private static KvCommand flush(Request request) throws Refusal {
        boolean plain = request.size() == 1;
        if (!plain && (request.size() > 2 || !List.of("ASYNC", "SYNC").contains(request.upper(1)))) {
            throw Refusal.syntax();
        }
        return new KvCommand(Op.FLUSHALL);
    }
}
