/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.benchmarks;

import io.consenso.Bytes;
import io.consenso.Command;
import io.consenso.PeerId;
import io.consenso.ReadMode;
import io.consenso.StateMachine;
import io.consenso.engine.EngineFactory;
import io.consenso.engine.Role;
import io.consenso.paxos.Paxos;
import io.consenso.raft.Raft;
import io.consenso.runtime.Replica;
import io.consenso.storage.rocksdb.RocksStorage;
import io.consenso.transport.netty.NettyTransport;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One replica in a process of its own, with a trivial state machine and a front door for {@link LoadClient}. Arguments: id, peers as {@code
 * a=port,b=port,c=port}, front port, data directory, engine. Prints one line per change of role; ends at the first byte on standard input.
 */
public final class BenchNode {
    private BenchNode() {}

    /** Runs until a byte comes in on standard input. */
    public static void main(String[] args) throws Exception {
        PeerId self = PeerId.of(args[0]);
        Map<PeerId, InetSocketAddress> peers = new LinkedHashMap<>();
        for (String peer : args[1].split(",", -1)) {
            String[] parts = peer.split("=", 2);
            peers.put(
                    PeerId.of(parts[0]),
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(parts[1])));
        }
        try (NettyTransport transport = NettyTransport.bind(self, peers);
                RocksStorage storage = RocksStorage.open(Path.of(args[3]), self);
                Replica replica = Replica.builder()
                        .self(self)
                        .voters(peers.keySet())
                        .engine(engine(args[4]))
                        .transport(transport)
                        .storage(storage)
                        .stateMachine(new Sum())
                        .start();
                FrontDoor door = FrontDoor.open(
                        Integer.parseInt(args[2]),
                        replica::propose,
                        query -> replica.query(query, ReadMode.LINEARIZABLE))) {
            System.err.println(door);
            Role last = Role.FOLLOWER;
            while (System.in.available() == 0) {
                Role role = replica.status().role();
                if (role != last) {
                    System.out.println(role);
                    last = role;
                }
                Thread.sleep(20);
            }
        }
    }

    /** The engine called so; throws {@link IllegalArgumentException} for any other name. */
    static EngineFactory<?> engine(String name) {
        return switch (name) {
            case "raft" -> Raft.engine();
            case "paxos" -> Paxos.engine();
            default -> throw new IllegalArgumentException("engine is raft, paxos or raft,paxos, not '" + name + "'");
        };
    }

    /** Sums the sizes of its commands. */
    private static final class Sum implements StateMachine {
        private long sum;

        @Override
        public Bytes apply(Command command) {
            sum += command.payload().length();
            return Bytes.ofLong(sum);
        }

        @Override
        public Bytes query(Bytes query) {
            return Bytes.ofLong(sum);
        }

        @Override
        public Snapshot snapshot() {
            return Bytes.ofLong(sum)::writeTo;
        }

        @Override
        public void restore(InputStream in) throws java.io.IOException {
            sum = Bytes.readFrom(in).toLong();
        }
    }
}
