/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.bank;

import io.consenso.Bytes;
import io.consenso.Command;
import io.consenso.StateMachine;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

// tag::bank[]
/** Ten accounts with a hundred coins each, between which money is transferred. */
class Bank implements StateMachine {
    private final Map<String, Long> accounts = new TreeMap<>();

    Bank() {
        for (int i = 0; i < 10; i++) {
            accounts.put("account" + i, 100L);
        }
    }

    static Bytes transfer(String from, String to, long amount) {
        return Bytes.ofUtf8(from + " " + to + " " + amount);
    }

    static Bytes balance(String account) {
        return Bytes.ofUtf8(account);
    }

    @Override
    public Bytes apply(Command command) {
        String[] words = command.payload().toUtf8().split(" ", -1);
        long amount = Long.parseLong(words[2]);
        if (accounts.getOrDefault(words[0], 0L) < amount) {
            return Bytes.ofUtf8("insufficient funds");
        }
        accounts.merge(words[0], -amount, Long::sum);
        accounts.merge(words[1], amount, Long::sum);
        return Bytes.ofUtf8("done");
    }

    @Override
    public Bytes query(Bytes query) {
        return Bytes.ofLong(accounts.getOrDefault(query.toUtf8(), 0L));
    }

    @Override
    public Snapshot snapshot() {
        Map<String, Long> captured = new TreeMap<>(accounts);
        return out -> {
            DataOutputStream data = new DataOutputStream(out);
            data.writeInt(captured.size());
            for (Map.Entry<String, Long> account : captured.entrySet()) {
                data.writeUTF(account.getKey());
                data.writeLong(account.getValue());
            }
            data.flush();
        };
    }

    @Override
    public void restore(InputStream in) throws IOException {
        accounts.clear();
        DataInputStream data = new DataInputStream(in);
        for (int left = data.readInt(); left > 0; left--) {
            accounts.put(data.readUTF(), data.readLong());
        }
    }

    Collection<Long> balances() {
        return accounts.values();
    }
}
// end::bank[]
