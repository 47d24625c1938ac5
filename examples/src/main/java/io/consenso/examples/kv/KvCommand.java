/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.kv;

import io.consenso.Bytes;
import java.util.List;

/**
 * What the store is asked to do; encoded as {@link Fields} whose tag is the operation.
 *
 * @param op the operation
 * @param args its arguments, as {@link Op} lists them
 */
record KvCommand(Op op, List<Bytes> args) {
    private static final Op[] OPS = Op.values();

    KvCommand {
        args = List.copyOf(args);
    }

    KvCommand(Op op, Bytes... args) {
        this(op, List.of(args));
    }

    /** The operations. Their order is part of the encoding: add at the end. */
    enum Op {
        /** key. */
        GET,
        /** key... */
        EXISTS,
        /** key. */
        STRLEN,
        /** key... */
        MGET,
        /** Nothing. */
        DBSIZE,
        /** Nothing; answers digest, index of the last command, number of keys. */
        DIGEST,
        /** key, value, {@link SetMode}, and the expected value where the mode asks for it. */
        SET,
        /** key, value. */
        SETNX,
        /** key. */
        GETDEL,
        /** key... */
        DEL,
        /** key, a long of eight bytes. */
        INCRBY,
        /** key, value. */
        APPEND,
        /** key, value, key, value... */
        MSET,
        /** Nothing. */
        FLUSHALL;

        boolean isRead() {
            return compareTo(SET) < 0;
        }
    }

    /**
     * How SET sets.
     *
     * @param condition when it does
     * @param repliesOld whether the reply is the value that was there, rather than OK
     */
    record SetMode(Condition condition, boolean repliesOld) {
        private static final Condition[] CONDITIONS = Condition.values();

        /** When SET sets. */
        enum Condition {
            ALWAYS,
            ABSENT,
            PRESENT,
            EQUAL
        }

        Bytes encode() {
            return Bytes.of((byte) (condition.ordinal() << 1 | (repliesOld ? 1 : 0)));
        }

        static SetMode decode(Bytes bytes) {
            return new SetMode(CONDITIONS[bytes.get(0) >> 1], (bytes.get(0) & 1) == 1);
        }
    }

    Bytes encode() {
        return Fields.encode(op.ordinal(), args);
    }

    /** The arguments share the array. Throws {@link IndexOutOfBoundsException} for bytes that {@link #encode} did not write. */
    static KvCommand decode(Bytes bytes) {
        return new KvCommand(OPS[bytes.get(0)], Fields.decode(bytes));
    }

    Bytes arg(int position) {
        return args.get(position);
    }
}
