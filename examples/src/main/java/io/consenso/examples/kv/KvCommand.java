/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.kv;

import io.consenso.Bytes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the store is asked to do; encoded as {@link Fields} whose tag is the operation.
 *
 * @param op the operation
 * @param args its arguments, as {@link Op} lists them
 */
record KvCommand(Op op, List<Bytes> args) {
    KvCommand {
        args = List.copyOf(args);
    }

    KvCommand(Op op, Bytes... args) {
        this(op, List.of(args));
    }

    /** The operations, with the tag that stands for each in the log, where it stays what it was. */
    enum Op {
        /** key. */
        GET(1, true),
        /** key... */
        EXISTS(2, true),
        /** key. */
        STRLEN(3, true),
        /** key... */
        MGET(4, true),
        /** Nothing. */
        DBSIZE(5, true),
        /** Nothing; answers digest, index of the last command, number of keys. */
        DIGEST(6, true),
        /** key, value; unless plain, {@link SetMode}; and the expected value where the mode asks for it. */
        SET(32, false),
        /** key, value. */
        SETNX(33, false),
        /** key. */
        GETDEL(34, false),
        /** key... */
        DEL(35, false),
        /** key, a long of eight bytes. */
        INCRBY(36, false),
        /** key, value. */
        APPEND(37, false),
        /** key, value, key, value... */
        MSET(38, false),
        /** Nothing. */
        FLUSHALL(39, false);

        private static final Map<Integer, Op> BY_TAG = new HashMap<>();

        static {
            for (Op op : values()) {
                BY_TAG.put(op.tag, op);
            }
        }

        private final int tag;
        private final boolean isRead;

        Op(int tag, boolean isRead) {
            this.tag = tag;
            this.isRead = isRead;
        }

        boolean isRead() {
            return isRead;
        }

        static Op of(int tag) {
            Op op = BY_TAG.get(tag);
            if (op == null) {
                throw new IndexOutOfBoundsException("no operation has the tag " + tag);
            }
            return op;
        }
    }

    /**
     * How SET sets.
     *
     * @param condition when it does
     * @param repliesOld whether the reply is the value that was there, rather than OK
     */
    record SetMode(Condition condition, boolean repliesOld) {
        static final SetMode PLAIN = new SetMode(Condition.ALWAYS, false);

        /** When SET sets. */
        enum Condition {
            ALWAYS('*'),
            ABSENT('-'),
            PRESENT('+'),
            EQUAL('=');

            private final char tag;

            Condition(char tag) {
                this.tag = tag;
            }

            static Condition of(byte tag) {
                return switch (tag) {
                    case '*' -> ALWAYS;
                    case '-' -> ABSENT;
                    case '+' -> PRESENT;
                    case '=' -> EQUAL;
                    default -> throw new IndexOutOfBoundsException("no condition has the tag " + tag);
                };
            }
        }

        Bytes encode() {
            return Bytes.of((byte) condition.tag, (byte) (repliesOld ? 1 : 0));
        }

        static SetMode decode(Bytes bytes) {
            return new SetMode(Condition.of(bytes.get(0)), bytes.get(1) == 1);
        }
    }

    Bytes encode() {
        return Fields.encode(op.tag, args);
    }

    /** The arguments share the array. Throws {@link IndexOutOfBoundsException} for bytes that {@link #encode} did not write. */
    static KvCommand decode(Bytes bytes) {
        return new KvCommand(Op.of(bytes.get(0)), Fields.decode(bytes));
    }

    Bytes arg(int position) {
        return args.get(position);
    }
}
