/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.lock;

import io.consenso.PeerId;
import io.consenso.coordination.service.Coordination;
import io.consenso.coordination.service.CoordinationMachine;
import io.consenso.coordination.service.CoordinationOptions;
import io.consenso.coordination.service.FencedLock;
import io.consenso.coordination.service.Hold;
import io.consenso.engine.EngineFactory;
import io.consenso.runtime.Replica;
import io.consenso.storage.rocksdb.RocksOptions;
import io.consenso.storage.rocksdb.RocksStorage;
import io.consenso.transport.netty.NettyOptions;
import io.consenso.transport.netty.NettyTransport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** A process of the lock service: a replica, and a worker that takes its turns at the file. */
final class LockNode {
    private static final String CLUSTER = "lock";

    private final Settings settings;
    private final GuardedFile file;

    /**
     * What it is started with.
     *
     * @param self its name
     * @param peers where it reaches all nodes, itself among them
     * @param listen where it listens for the others
     * @param data its directory
     * @param file what is guarded, the same for all
     * @param engine the protocol, with its time-outs
     * @param lease how long it may be silent
     * @param turn how long it keeps the lock
     */
    record Settings(
            PeerId self,
            Map<PeerId, InetSocketAddress> peers,
            InetSocketAddress listen,
            Path data,
            Path file,
            EngineFactory<?> engine,
            Duration lease,
            Duration turn) {
        Settings {
            peers = Map.copyOf(peers);
        }
    }

    LockNode(Settings settings) {
        this.settings = settings;
        this.file = new GuardedFile(settings.file());
    }

    /** Takes part until the thread is interrupted. */
    void run() throws IOException, InterruptedException {
        PeerId self = settings.self();
        NettyOptions network =
                NettyOptions.of(self, settings.peers()).withCluster(CLUSTER).withListen(settings.listen());
        Files.createDirectories(settings.data());
        // tag::start[]
        CoordinationMachine machine = new CoordinationMachine();
        try (var transport = NettyTransport.bind(network);
                var storage =
                        RocksStorage.open(settings.data(), RocksOptions.of(self).withClusterId(CLUSTER));
                var replica = Replica.builder()
                        .group(CLUSTER)
                        .self(self)
                        .voters(settings.peers().keySet())
                        .engine(settings.engine())
                        .transport(transport)
                        .storage(storage)
                        .stateMachine(machine)
                        .start();
                var coordination = Coordination.on(
                        replica, machine, CoordinationOptions.of(self).withLease(settings.lease()))) {
            takeTurns(coordination.lock("file"));
        }
        // end::start[]
    }

    // tag::turns[]
    private void takeTurns(FencedLock lock) throws IOException, InterruptedException {
        while (!Thread.interrupted()) {
            try {
                Hold hold = lock.acquire(Duration.ofSeconds(30)).get();
                work(hold);
                hold.release().get();
            } catch (ExecutionException e) {
                say("not this time: " + e.getCause());
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }
    // end::turns[]

    private void work(Hold hold) throws IOException, InterruptedException {
        say("holds the lock, token " + hold.token());
        long end = System.nanoTime() + settings.turn().toNanos();
        while (hold.isHeld() && System.nanoTime() < end) {
            // Between the look and the write anything may happen to this process, and in the demo it does.
            TimeUnit.MILLISECONDS.sleep(20);
            if (!file.append(hold.token(), settings.self().value())) {
                say("REFUSED token " + hold.token());
            }
        }
        say((hold.isHeld() ? "gives back" : "has lost") + " the lock, token " + hold.token());
    }

    private void say(String what) {
        System.out.println(settings.self() + " " + what);
    }
}
