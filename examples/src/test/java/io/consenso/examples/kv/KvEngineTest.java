/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.consenso.ReadMode;
import io.consenso.examples.Protocol;
import io.consenso.runtime.ReplicaOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;

/** The key-value store on each engine. */
class KvEngineTest {
    private static final int SOCKET_TIMEOUT_MILLIS = 30_000;

    @TempDir
    Path data;

    @SuppressWarnings("try") // the node is spoken to through its socket
    @ParameterizedTest
    @EnumSource(Protocol.class)
    void aNodeServesAndRemembersAndNamesItsEngine(Protocol protocol) throws IOException {
        int port = freePort();
        KvNode.Settings settings = settings(protocol, freePort(), port);
        try (KvNode node = KvNode.start(settings);
                Jedis jedis = new Jedis("127.0.0.1", port, SOCKET_TIMEOUT_MILLIS)) {
            assertThat(jedis.set("greeting", "hello")).isEqualTo("OK");
            assertThat(jedis.info("consenso").lines())
                    .contains("engine:" + protocol.word(), "role:leader", "leader:a")
                    .anyMatch(line -> line.matches("epoch:[1-9][0-9]*"));
        }
        try (KvNode node = KvNode.start(settings);
                Jedis jedis = new Jedis("127.0.0.1", port, SOCKET_TIMEOUT_MILLIS)) {
            assertThat(jedis.get("greeting")).isEqualTo("hello");
        }
    }

    @SuppressWarnings("try") // the node is spoken to through its socket
    @Test
    void whatOneEngineWroteIsRefusedByTheOther() throws IOException {
        int peerPort = freePort();
        int port = freePort();
        try (KvNode node = KvNode.start(settings(Protocol.RAFT, peerPort, port));
                Jedis jedis = new Jedis("127.0.0.1", port, SOCKET_TIMEOUT_MILLIS)) {
            assertThat(jedis.set("greeting", "hello")).isEqualTo("OK");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KvNode.start(settings(Protocol.PAXOS, peerPort, port)))
                .withMessageContaining("the log was written by the engine raft");
    }

    @ParameterizedTest
    @ValueSource(strings = {"up", "node --id a --peers a=127.0.0.1:1 --resp 127.0.0.1:2 --data none"})
    void aWrongEngineIsOneLineThatNamesTheChoices(String command) {
        PrintStream before = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            assertThat(Kv.execute((command + " --engine zab").split(" ", -1))).isEqualTo(Kv.BAD_USAGE);
        } finally {
            System.setErr(before);
        }
        assertThat(said.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("kv: --engine is raft or paxos, not 'zab'");
    }

    @Test
    void eachEngineHasADirectoryOfItsOwn() {
        assertThat(UpCommand.defaultData(Protocol.RAFT)).isEqualTo(Path.of("data", "kv"));
        assertThat(UpCommand.defaultData(Protocol.PAXOS)).isEqualTo(Path.of("data", "kv-paxos"));
    }

    private KvNode.Settings settings(Protocol protocol, int peerPort, int port) {
        InetSocketAddress peer = InetSocketAddress.createUnresolved("127.0.0.1", peerPort);
        return new KvNode.Settings(
                "a",
                Map.of("a", peer),
                peer,
                InetSocketAddress.createUnresolved("127.0.0.1", port),
                data,
                protocol.engine(Protocol.ELECTION_TIMEOUT.dividedBy(10)),
                ReadMode.LINEARIZABLE,
                ReplicaOptions.defaults(),
                true,
                false);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
