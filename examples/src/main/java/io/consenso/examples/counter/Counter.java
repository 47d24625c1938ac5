/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.counter;

import static java.net.InetSocketAddress.createUnresolved;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.consenso.*;
import io.consenso.paxos.Paxos;
import io.consenso.raft.Raft;
import io.consenso.runtime.Replica;
import io.consenso.storage.rocksdb.RocksStorage;
import io.consenso.transport.netty.NettyTransport;
import java.io.*;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.*;

final class Counter implements StateMachine {
    private long value;

    @Override public Bytes apply(Command command) { return Bytes.ofLong(value += command.payload().toLong()); }
    @Override public Bytes query(Bytes ignored) { return Bytes.ofLong(value); }
    @Override public Snapshot snapshot() { return Bytes.ofLong(value)::writeTo; }
    @Override public void restore(InputStream in) throws IOException { value = Bytes.readFrom(in).toLong(); }

    public static void main(String[] args) throws Exception {
        PeerId self = PeerId.of(args[0]);
        Map<PeerId, InetSocketAddress> peers = Map.of(
                PeerId.of("a"), createUnresolved("127.0.0.1", 7001),
                PeerId.of("b"), createUnresolved("127.0.0.1", 7002),
                PeerId.of("c"), createUnresolved("127.0.0.1", 7003));
        var engine = List.of(args).contains("paxos") ? Paxos.engine() : Raft.engine();
        try (var transport = NettyTransport.bind(self, peers);
                var storage = RocksStorage.open(Path.of("data/counter", engine.name(), self.value()), self);
                var replica = Replica.builder().self(self).voters(peers.keySet()).engine(engine)
                        .transport(transport).storage(storage).stateMachine(new Counter()).start()) {
            System.out.println(self + " counts " + replica.propose(Bytes.ofLong(1)).get(30, SECONDS).toLong());
            System.in.read(); // a member until Enter is pressed or the input ends
        }
    }
}
