/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.machine;

import io.consenso.Bytes;
import io.consenso.Command;
import io.consenso.StateMachine;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;

/**
 * Named registers that hold text: put, add, compare and set, append. Append takes a tag that the caller makes unique; so a command that was
 * applied twice or lost shows in the value.
 *
 * <p>Commands and replies are readable text, words with one space between them. A register that nobody wrote reads as the empty text. What
 * cannot be done is a reply that starts with {@code refused}, never an exception.
 */
public final class RegisterMachine implements StateMachine {
    /** The reply to a command that has nothing to tell. */
    public static final Bytes DONE = Bytes.ofUtf8("done");

    private static final Bytes REFUSED = Bytes.ofUtf8("refused");

    private final Map<String, String> registers = new TreeMap<>();

    /** With all registers empty. */
    public RegisterMachine() {}

    /** Asks for the register's value. */
    public static Bytes get(String key) {
        return encode("get", key);
    }

    /** Replaces the value; replies {@link #DONE}. */
    public static Bytes put(String key, String value) {
        return encode("put", key, value);
    }

    /** Adds to the value, where empty counts as 0; replies the sum. */
    public static Bytes add(String key, long amount) {
        return encode("add", key, Long.toString(amount));
    }

    /** Replaces the value if it is the expected one; replies {@code true} or {@code false}. */
    public static Bytes compareAndSet(String key, String expected, String value) {
        return encode("cas", key, expected, value);
    }

    /** Appends a tag to the value, behind a comma unless it is the first; replies the new value. */
    public static Bytes append(String key, String tag) {
        return encode("append", key, tag);
    }

    /** The register that a command or query of this class is about. */
    public static String key(Bytes asked) {
        return asked.toUtf8().split(" ", -1)[1];
    }

    private static Bytes encode(String... words) {
        for (String word : words) {
            if (word.indexOf(' ') >= 0) {
                throw new IllegalArgumentException("a space in \"" + word + "\"");
            }
        }
        return Bytes.ofUtf8(String.join(" ", words));
    }

    @Override
    public Bytes apply(Command command) {
        String[] words = command.payload().toUtf8().split(" ", -1);
        return switch (words[0] + "/" + words.length) {
            case "put/3" -> put(words);
            case "add/3" -> add(words);
            case "cas/4" -> compareAndSet(words);
            case "append/3" -> append(words);
            default -> REFUSED;
        };
    }

    private Bytes put(String[] words) {
        registers.put(words[1], words[2]);
        return DONE;
    }

    private Bytes add(String[] words) {
        try {
            String old = value(words[1]);
            long sum = Math.addExact(old.isEmpty() ? 0 : Long.parseLong(old), Long.parseLong(words[2]));
            return replace(words[1], Long.toString(sum));
        } catch (ArithmeticException | NumberFormatException e) {
            return REFUSED;
        }
    }

    private Bytes compareAndSet(String[] words) {
        boolean isExpected = value(words[1]).equals(words[2]);
        if (isExpected) {
            registers.put(words[1], words[3]);
        }
        return Bytes.ofUtf8(Boolean.toString(isExpected));
    }

    private Bytes append(String[] words) {
        String old = value(words[1]);
        return replace(words[1], old.isEmpty() ? words[2] : old + "," + words[2]);
    }

    private Bytes replace(String key, String value) {
        registers.put(key, value);
        return Bytes.ofUtf8(value);
    }

    private String value(String key) {
        return registers.getOrDefault(key, "");
    }

    @Override
    public Bytes query(Bytes query) {
        String[] words = query.toUtf8().split(" ", -1);
        return words[0].equals("get") && words.length == 2 ? Bytes.ofUtf8(value(words[1])) : REFUSED;
    }

    /** The registers in the order of their names, so equal states give equal bytes. */
    @Override
    public Snapshot snapshot() {
        Map<String, String> captured = new TreeMap<>(registers);
        return out -> {
            DataOutputStream data = new DataOutputStream(out);
            data.writeInt(captured.size());
            for (Map.Entry<String, String> register : captured.entrySet()) {
                write(register.getKey(), data);
                write(register.getValue(), data);
            }
            data.flush();
        };
    }

    @Override
    public void restore(InputStream in) throws IOException {
        registers.clear();
        DataInputStream data = new DataInputStream(in);
        int size = data.readInt();
        for (int i = 0; i < size; i++) {
            registers.put(read(data), read(data));
        }
        if (size < 0 || data.read() >= 0) {
            throw new IOException("not a snapshot of registers: " + size + " of them, and more bytes than they take");
        }
    }

    RegisterMachine copy() {
        RegisterMachine copy = new RegisterMachine();
        copy.registers.putAll(registers);
        return copy;
    }

    private static void write(String text, DataOutputStream data) throws IOException {
        Bytes bytes = Bytes.ofUtf8(text);
        data.writeInt(bytes.length());
        bytes.writeTo(data);
    }

    private static String read(DataInputStream data) throws IOException {
        int length = data.readInt();
        byte[] bytes = data.readNBytes(Math.max(0, length));
        if (bytes.length != length) {
            throw new IOException("a text of " + length + " bytes has " + bytes.length);
        }
        return Bytes.wrap(bytes).toUtf8();
    }

    /** All registers that were ever written, in the order of their names. */
    @Override
    public String toString() {
        return registers.toString();
    }
}
