/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consenso.Bytes;
import io.consenso.ConsensusException;
import io.consenso.ReadMode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.SetParams;

class RespServerTest {
    private final FakeReplica replica = new FakeReplica();
    private RespServer server;

    @BeforeEach
    void start() throws IOException {
        server = RespServer.bind(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), replica.backend(), ReadMode.LINEARIZABLE);
    }

    @AfterEach
    void stop() {
        server.close();
        replica.close();
    }

    private Jedis jedis() {
        return new Jedis("127.0.0.1", server.port());
    }

    /** Sends the text as it is, says that nothing follows, and returns all that comes back. */
    private String raw(String text) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            return read(socket.getInputStream());
        }
    }

    private static String read(InputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        in.transferTo(all);
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    private String call(String... words) throws IOException {
        StringBuilder request = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            request.append('$')
                    .append(word.length())
                    .append("\r\n")
                    .append(word)
                    .append("\r\n");
        }
        return raw(request.toString());
    }

    @Test
    void jedisWorksAtItsDefaultsAndWithVersionTwoForced() {
        try (Jedis plain = jedis();
                Jedis forced = new Jedis(
                        new HostAndPort("127.0.0.1", server.port()),
                        DefaultJedisClientConfig.builder()
                                .protocol(RedisProtocol.RESP2)
                                .clientName("test")
                                .build())) {
            assertThat(plain.set("k", "v")).isEqualTo("OK");
            assertThat(forced.get("k")).isEqualTo("v");
            assertThat(forced.clientGetname()).isEqualTo("test");
            assertThat(plain.clientId()).isNotEqualTo(forced.clientId());
        }
    }

    @Test
    @SuppressWarnings("deprecation")
    void theCommandsOfTheStore() {
        try (Jedis jedis = jedis()) {
            assertThat(jedis.get("a")).isNull();
            assertThat(jedis.set("a", "1", SetParams.setParams().nx())).isEqualTo("OK");
            assertThat(jedis.set("a", "2", SetParams.setParams().nx())).isNull();
            assertThat(jedis.set("a", "2", SetParams.setParams().xx())).isEqualTo("OK");
            assertThat(jedis.setGet("a", "3")).isEqualTo("2");
            assertThat(jedis.getSet("a", "4")).isEqualTo("3");
            assertThat(jedis.setnx("a", "5")).isZero();
            assertThat(jedis.setnx("b", "5")).isEqualTo(1);
            assertThat(jedis.incr("a")).isEqualTo(5);
            assertThat(jedis.decr("a")).isEqualTo(4);
            assertThat(jedis.incrBy("a", 10)).isEqualTo(14);
            assertThat(jedis.decrBy("a", 4)).isEqualTo(10);
            assertThat(jedis.append("a", "x")).isEqualTo(3);
            assertThat(jedis.strlen("a")).isEqualTo(3);
            assertThat(jedis.mset("c", "7", "d", "8")).isEqualTo("OK");
            assertThat(jedis.mget("c", "nothing", "a")).containsExactly("7", null, "10x");
            assertThat(jedis.exists("a", "b", "nothing")).isEqualTo(2);
            assertThat(jedis.dbSize()).isEqualTo(4);
            assertThat(jedis.getDel("b")).isEqualTo("5");
            assertThat(jedis.del("c", "d", "nothing")).isEqualTo(2);
            assertThat(jedis.flushAll()).isEqualTo("OK");
            assertThat(jedis.dbSize()).isZero();
        }
    }

    @Test
    void compareAndSet() throws IOException {
        assertThat(call("SET", "k", "v1", "IFEQ", "v0")).isEqualTo("$-1\r\n");
        assertThat(call("SET", "k", "v1")).isEqualTo("+OK\r\n");
        assertThat(call("set", "k", "v2", "ifeq", "v1")).isEqualTo("+OK\r\n");
        assertThat(call("SET", "k", "v3", "IFEQ", "v1")).isEqualTo("$-1\r\n");
        assertThat(call("SET", "k", "v3", "IFEQ", "v2", "GET")).isEqualTo("$2\r\nv2\r\n");
        assertThat(call("GET", "k")).isEqualTo("$2\r\nv3\r\n");
    }

    @Test
    void refusalsAreWordedAsRedisWordsThem() throws IOException {
        assertThat(call("GET")).isEqualTo("-ERR wrong number of arguments for 'get' command\r\n");
        assertThat(call("DbSize", "x")).isEqualTo("-ERR wrong number of arguments for 'dbsize' command\r\n");
        assertThat(call("MSET", "a", "1", "b")).isEqualTo("-ERR wrong number of arguments for 'mset' command\r\n");
        assertThat(call("PING", "a", "b")).isEqualTo("-ERR wrong number of arguments for 'ping' command\r\n");
        assertThat(call("INCRBY", "a", "x")).isEqualTo("-ERR value is not an integer or out of range\r\n");
        assertThat(call("DECRBY", "a", "-9223372036854775808")).isEqualTo("-ERR decrement would overflow\r\n");
        assertThat(call("SELECT", "1")).isEqualTo("-ERR DB index is out of range\r\n");
        assertThat(call("NOSUCH", "a", "b"))
                .isEqualTo("-ERR unknown command 'NOSUCH', with args beginning with: 'a' 'b' \r\n");
        assertThat(call("CLIENT", "KILL")).isEqualTo("-ERR unknown subcommand 'KILL'. Try CLIENT HELP.\r\n");
    }

    @Test
    void optionsThatAreNotSupportedAreRefused() throws IOException {
        List<String[]> requests = List.of(
                new String[] {"SET", "k", "v", "EX", "10"},
                new String[] {"SET", "k", "v", "PX", "10"},
                new String[] {"SET", "k", "v", "KEEPTTL"},
                new String[] {"SET", "k", "v", "NX", "XX"},
                new String[] {"SET", "k", "v", "NX", "IFEQ", "x"},
                new String[] {"SET", "k", "v", "IFEQ"},
                new String[] {"FLUSHALL", "LATER"},
                new String[] {"FLUSHALL", "SYNC", "x"});
        for (String[] request : requests) {
            assertThat(call(request)).as(String.join(" ", request)).isEqualTo("-ERR syntax error\r\n");
        }
        assertThat(call("EXISTS", "k")).isEqualTo(":0\r\n");
    }

    @Test
    void greetings() throws IOException {
        assertThat(call("HELLO", "3")).startsWith("-NOPROTO ");
        assertThat(call("HELLO", "x")).startsWith("-ERR Protocol version is not an integer");
        String hello = "*14\r\n$6\r\nserver\r\n$5\r\nredis\r\n$7\r\nversion\r\n";
        assertThat(call("HELLO", "2")).startsWith(hello).endsWith("$7\r\nmodules\r\n*0\r\n");
        assertThat(call("hello")).startsWith(hello);
        assertThat(call("HELLO", "2", "SETNAME", "x")).startsWith(hello);
        assertThat(call("HELLO", "2", "AUTH", "u", "p")).startsWith("-ERR Syntax error in HELLO option 'AUTH'");
        assertThat(call("CLIENT", "SETINFO", "LIB-NAME", "x")).isEqualTo("+OK\r\n");
        assertThat(call("CLIENT", "SETINFO", "NO-SUCH", "x")).startsWith("-ERR Unrecognized option");
        assertThat(call("COMMAND", "COUNT")).isEqualTo(":26\r\n");
        assertThat(call("COMMAND", "DOCS")).isEqualTo("*0\r\n");
        assertThat(call("COMMAND")).startsWith("*26\r\n*6\r\n$3\r\nget\r\n:2\r\n*1\r\n+readonly\r\n:1\r\n:1\r\n:1\r\n");
        assertThat(call("CONFIG", "GET", "save")).isEqualTo("*2\r\n$4\r\nsave\r\n$0\r\n\r\n");
        assertThat(call("CONFIG", "GET", "appendonly")).isEqualTo("*2\r\n$10\r\nappendonly\r\n$3\r\nyes\r\n");
        assertThat(call("CONFIG", "GET", "no-such")).isEqualTo("*0\r\n");
        assertThat(call("CONFIG", "SET", "save", "")).startsWith("-ERR unknown subcommand");
        assertThat(call("SELECT", "0")).isEqualTo("+OK\r\n");
        assertThat(call("PING")).isEqualTo("+PONG\r\n");
        assertThat(call("PING", "hi")).isEqualTo("$2\r\nhi\r\n");
        assertThat(call("ECHO", "hi")).isEqualTo("$2\r\nhi\r\n");
    }

    @Test
    void linesTypedByHandAreRequestsToo() throws IOException {
        assertThat(raw("SET k  \"a b\\x41\\n\"\r\nget k\r\n\r\nSTRLEN 'k'\r\n"))
                .isEqualTo("+OK\r\n$5\r\na bA\n\r\n:5\r\n");
        assertThat(raw("SET k \"a\r\nPING\r\n")).isEqualTo("-ERR Protocol error: unbalanced quotes in request\r\n");
    }

    @Test
    void quitAnswersWhatCameBeforeAndDropsWhatFollows() throws IOException {
        assertThat(raw("INCR n\r\nQUIT\r\nINCR n\r\n")).isEqualTo(":1\r\n+OK\r\n");
        assertThat(raw("GET n\r\n")).isEqualTo("$1\r\n1\r\n");
    }

    @Test
    void infoTellsOfTheReplicaAndTheState() {
        try (Jedis jedis = jedis()) {
            jedis.set("k", "v");
            assertThat(jedis.info())
                    .contains("redis_version:", "redis_mode:standalone", "# Consenso", "engine:fake", "role:leader")
                    .contains("db0:keys=1,expires=0")
                    .containsPattern("state_digest:[0-9a-f]{16}@1\r\n");
            assertThat(jedis.info("keyspace")).startsWith("# Keyspace").doesNotContain("engine");
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrderAndSeeWhatCameBefore() {
        for (boolean isSlow : new boolean[] {false, true}) {
            replica.delayAnswers(isSlow);
            try (Jedis jedis = jedis();
                    Pipeline pipeline = jedis.pipelined()) {
                jedis.flushAll();
                List<Response<?>> responses = new ArrayList<>();
                List<Object> expected = new ArrayList<>();
                for (int i = 1; i <= 3_000; i++) {
                    responses.add(pipeline.incr("n"));
                    expected.add((long) i);
                    if (i % 3 == 0) {
                        responses.add(pipeline.get("n"));
                        expected.add(Integer.toString(i));
                        responses.add(pipeline.mget("n", "none"));
                        expected.add(Arrays.asList(Integer.toString(i), null));
                    }
                    if (i % 100 == 0) {
                        responses.add(pipeline.del("n"));
                        expected.add(1L);
                        responses.add(pipeline.set("n", Integer.toString(i)));
                        expected.add("OK");
                    }
                }
                pipeline.sync();
                assertThat(responses.stream().<Object>map(Response::get).toList())
                        .isEqualTo(expected);
            }
        }
    }

    @RepeatedTest(20)
    void aWriteIsNotSeenByReadsThatCameBeforeIt() throws IOException {
        replica.answerQueriesLate();
        assertThat(raw("GET k\r\nSET k v\r\nGET k\r\nSET k w\r\nGET k\r\n"))
                .isEqualTo("$-1\r\n+OK\r\n$1\r\nv\r\n+OK\r\n$1\r\nw\r\n");
    }

    @Test
    void failuresSayWhetherTheCommandMayHaveBeenApplied() throws IOException {
        replica.failWith(new ConsensusException.NotLeader("no leader is known", Optional.empty()));
        assertThat(call("INCR", "n")).isEqualTo("-CLUSTERDOWN no leader is known\r\n");
        replica.failWith(new ConsensusException.Halted("closed"));
        assertThat(call("INCR", "n")).isEqualTo("-CLUSTERDOWN closed\r\n");
        replica.failWith(new ConsensusException.Overloaded("65536 commands wait"));
        assertThat(call("INCR", "n")).isEqualTo("-TRYAGAIN 65536 commands wait\r\n");
        replica.failWith(new ConsensusException.TooLarge("too large"));
        assertThat(call("INCR", "n")).isEqualTo("-ERR too large\r\n");
        replica.failWith(new ConsensusException.OutcomeUnknown("no answer in time"));
        assertThat(call("INCR", "n")).isEqualTo("-UNKNOWN no answer in time\r\n");
        assertThat(call("GET", "n")).isEqualTo("-CLUSTERDOWN no answer in time\r\n");
        assertThat(call("INFO")).contains("state_digest:unavailable");
    }

    @Test
    void oversizedRequestsAreRefusedWhenTheyAreAnnounced() throws IOException {
        assertThat(raw("PING\r\n*2\r\n$3\r\nGET\r\n$536870912\r\n"))
                .isEqualTo("+PONG\r\n-ERR Protocol error: invalid bulk length\r\n");
        assertThat(raw("*200000\r\n")).isEqualTo("-ERR Protocol error: invalid multibulk length\r\n");
        String half = "$" + KvStore.VALUE_BYTES_MAX + "\r\n" + "x".repeat(KvStore.VALUE_BYTES_MAX) + "\r\n";
        assertThat(raw("*2\r\n" + half + "$9\r\n")).startsWith("-ERR Protocol error: request longer than ");
    }

    @Test
    void whatIsNotTheProtocolEndsTheConnection() throws IOException {
        assertThat(raw("*1\r\n*1\r\n")).startsWith("-ERR Protocol error: expected '$'");
        assertThat(raw("*1\r\n$-1\r\n")).startsWith("-ERR Protocol error: invalid bulk length");
        assertThat(raw("*x\r\nPING\r\n")).startsWith("-ERR Protocol error: ").doesNotContain("PONG");
        assertThat(raw("*1\r\n$4\r\nPINGxx")).startsWith("-ERR Protocol error: ");
    }

    @Test
    void valuesOfAnyBytesAndOfSizeComeBackAsTheyWere() {
        byte[] value = new byte[2 << 20];
        new java.util.Random(1).nextBytes(value);
        try (Jedis jedis = jedis()) {
            byte[] key = {0, '\r', '\n', -1};
            jedis.set(key, value);
            assertThat(jedis.get(key)).isEqualTo(value);
            try (Pipeline pipeline = jedis.pipelined()) {
                List<Response<byte[]>> all = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    all.add(pipeline.get(key));
                }
                pipeline.sync();
                assertThat(all).allMatch(response -> response.get().length == value.length);
            }
        }
    }

    @Test
    void jedisSeesErrorsAsExceptions() {
        try (Jedis jedis = jedis()) {
            jedis.set("k", "x");
            assertThatThrownBy(() -> jedis.incr("k"))
                    .isInstanceOf(JedisDataException.class)
                    .hasMessage("ERR value is not an integer or out of range");
            assertThatThrownBy(() -> jedis.sendCommand(Protocol.Command.LPUSH, "k", "x"))
                    .hasMessageStartingWith("ERR unknown command 'LPUSH'");
        }
    }

    @Test
    void aPortInUseIsAnErrorWithItsName() {
        InetSocketAddress taken = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
        assertThatThrownBy(() -> RespServer.bind(taken, replica.backend(), ReadMode.LOCAL))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot listen on localhost:" + server.port());
    }

    @Test
    void commandsTravelCompactly() {
        assertThat(new KvCommand(KvCommand.Op.GET, Bytes.ofUtf8("k")).encode().length())
                .isEqualTo(3);
    }
}
