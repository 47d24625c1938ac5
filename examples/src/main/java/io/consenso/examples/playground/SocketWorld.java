/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import io.consenso.PeerId;
import io.consenso.coordination.Member;
import io.consenso.spi.Host;
import io.consenso.transport.netty.NettyOptions;
import io.consenso.transport.netty.NettyTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** On this machine's clock, each process with sockets of its own on loopback, all in this JVM. A crash closes the sockets and forgets the process. */
final class SocketWorld<T> implements World<T> {
    private static final Duration CONNECTING_MAX = Duration.ofSeconds(10);
    private static final long LOOK_EVERY_MILLIS = 2;

    /** A socket that is closed takes with it what was handed over last. */
    private static final long FLUSH_MILLIS = 20;

    private final Play<T> play;
    private final Timing timing = Timing.sockets();
    private final Journal journal;
    private final Map<PeerId, InetSocketAddress> addresses = new LinkedHashMap<>();
    private final Map<PeerId, Actor<T>> actors = new ConcurrentHashMap<>();
    private final TemporaryDisks disks = new TemporaryDisks();
    private final ScheduledExecutorService director = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "director");
        thread.setDaemon(true);
        return thread;
    });
    private volatile long originNanos = System.nanoTime();

    private record Actor<T>(NettyTransport transport, RecordedTransport recorded, T process) {
        /** First, so that it cannot take leave. */
        void silence() {
            recorded.mute();
            transport.close();
        }
    }

    SocketWorld(Play<T> play, Consumer<String> printer) {
        this.play = play;
        journal = new Journal(() -> System.nanoTime() - originNanos, printer, play, null);
        List<Integer> ports = freePorts(play.peers().size());
        for (PeerId peer : play.peers()) {
            addresses.put(peer, new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.get(addresses.size())));
        }
    }

    /** Held open together, so that no port comes twice. */
    private static List<Integer> freePorts(int count) {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            List<Integer> ports = held.stream().map(ServerSocket::getLocalPort).toList();
            for (ServerSocket socket : held) {
                socket.close();
            }
            return ports;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void start() {
        Map<PeerId, NettyTransport> transports = new LinkedHashMap<>();
        peers().forEach(peer -> transports.put(peer, bind(peer)));
        transports.forEach((peer, transport) -> awaitConnected(transport, others(peer)));
        originNanos = System.nanoTime();
        transports.forEach((peer, transport) ->
                seat(peer, transport, play.faults().lastMessage(peer).orElse(Long.MAX_VALUE)));
    }

    private NettyTransport bind(PeerId self) {
        NettyOptions options =
                NettyOptions.of(self, addresses).withReconnect(Duration.ofMillis(10), Duration.ofMillis(50));
        try {
            return NettyTransport.bind(options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<PeerId> others(PeerId self) {
        return peers().stream().filter(peer -> !peer.equals(self)).toList();
    }

    /** What is sent before would be lost, and these algorithms send nothing twice. */
    private static void awaitConnected(NettyTransport transport, List<PeerId> peers) {
        long deadline = System.nanoTime() + CONNECTING_MAX.toNanos();
        while (!peers.stream().allMatch(transport::isConnected)) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("the sockets do not connect within " + CONNECTING_MAX);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void seat(PeerId peer, NettyTransport transport, long messagesMax) {
        RecordedTransport recorded = new RecordedTransport(
                transport, peer, journal, messagesMax, () -> at(elapsedMillis() + FLUSH_MILLIS, () -> crash(peer)));
        Member member = new Member(Performance.GROUP, peer, peers(), recorded, Host.system());
        T process = play.join(new Seat(member, journal, timing, () -> disks.open(peer)));
        actors.put(peer, new Actor<>(transport, recorded, process));
    }

    @Override
    public List<PeerId> peers() {
        return play.peers();
    }

    @Override
    public Timing timing() {
        return timing;
    }

    @Override
    public Journal journal() {
        return journal;
    }

    @Override
    public long elapsedMillis() {
        return (System.nanoTime() - originNanos) / 1_000_000;
    }

    @Override
    public void at(long millis, Runnable action) {
        ScheduledFuture<?> unused =
                director.schedule(action, Math.max(0, millis - elapsedMillis()), TimeUnit.MILLISECONDS);
    }

    @Override
    public void call(PeerId peer, Consumer<T> action) {
        Actor<T> actor = actors.get(peer);
        if (actor != null) {
            action.accept(actor.process);
        }
    }

    @Override
    public boolean isUp(PeerId peer) {
        return actors.containsKey(peer);
    }

    @Override
    public void crash(PeerId peer) {
        Actor<T> actor = actors.remove(peer);
        if (actor != null) {
            journal.crashes(peer);
            actor.silence();
            play.leave(actor.process);
            disks.close(peer);
        }
    }

    @Override
    public void restart(PeerId peer) {
        if (!isUp(peer)) {
            NettyTransport transport = bind(peer);
            awaitConnected(transport, up());
            journal.returns(peer);
            seat(peer, transport, Long.MAX_VALUE);
        }
    }

    @Override
    public boolean await(BooleanSupplier condition, Duration limit) {
        CompletableFuture<Boolean> holds = new CompletableFuture<>();
        ScheduledFuture<?> looking = director.scheduleWithFixedDelay(
                () -> look(condition, holds), 0, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        try {
            return holds.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            looking.cancel(false);
        }
    }

    private static void look(BooleanSupplier condition, CompletableFuture<Boolean> holds) {
        try {
            if (condition.getAsBoolean()) {
                holds.complete(true);
            }
        } catch (RuntimeException e) {
            holds.completeExceptionally(e);
        }
    }

    @Override
    public boolean allUp(Predicate<T> condition) {
        return actors.values().stream().allMatch(actor -> condition.test(actor.process));
    }

    @Override
    public void close() {
        director.shutdownNow();
        actors.values().forEach(Actor::silence);
        actors.values().forEach(actor -> play.leave(actor.process));
        disks.close();
    }
}
