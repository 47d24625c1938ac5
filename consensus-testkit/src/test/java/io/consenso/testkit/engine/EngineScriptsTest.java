/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consenso.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineScriptsTest {
    private static final ScriptEngine<Gossips.Word> GOSSIPS = new ScriptEngine<>(
            options -> {
                if (!options.isEmpty()) {
                    throw new IllegalArgumentException("no option " + options);
                }
                return new Gossips();
            },
            epoch -> Bytes.ofLong(epoch),
            ProtocolInvariants.none());

    private static final String GREETING = """
            # Two who greet.
            replicas 2
            start
                n1 follower, epoch 0, commit 0, log []
                n2 follower, epoch 0, commit 0, log []

            timeout n1
                n1>n2 Word text=hello
            deliver n1>n2
                n2>n1 Word text=thanks
            expect messages n2>n1 Word
            settle
            propose n1 a
                n1 refuses a
            expect refused n1 1
            """;

    @TempDir
    private Path folder;

    private static String run(String... lines) {
        return EngineScripts.run("some.txt", String.join("\n", lines), GOSSIPS);
    }

    private List<DynamicTest> files(String text) throws IOException {
        Files.writeString(folder.resolve("b.txt"), text);
        Files.writeString(folder.resolve("notes.md"), "no script");
        return EngineScripts.in(folder, GOSSIPS).toList();
    }

    @Test
    void whatComesOfAVerbStandsBelowIt() {
        assertThat(EngineScripts.run("some.txt", GREETING.replaceAll("(?m)^    .*\n", ""), GOSSIPS))
                .isEqualTo(GREETING);
    }

    @Test
    void everyScriptOfTheFolderIsATest() throws Throwable {
        List<DynamicTest> tests = files(GREETING);
        assertThat(tests).extracting(DynamicTest::getDisplayName).containsExactly("b.txt");
        tests.get(0).getExecutable().execute();
    }

    @Test
    void aDifferenceIsShown() throws IOException {
        List<DynamicTest> tests = files(GREETING.replace("text=thanks", "text=go away"));
        assertThatThrownBy(() -> tests.get(0).getExecutable().execute())
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("b.txt:10: ")
                .hasMessageContaining("- " + "    n2>n1 Word text=go away\n+ " + "    n2>n1 Word text=thanks\n")
                .hasMessageNotContaining("hello");
    }

    @Test
    void anExpectationThatFailsNamesItsLine() {
        assertThatThrownBy(() -> run("replicas 2", "start", "expect commit n1 3"))
                .hasMessage("some.txt:3: expect commit n1 3: expected 3, is 0");
    }

    @Test
    void mistakesInAScriptNameTheirLine() {
        assertThatThrownBy(() -> run("replicas 2", "", "dance n1"))
                .hasMessage("some.txt:3: dance n1: unknown verb 'dance'");
        assertThatThrownBy(() -> run("replicas 2", "crash n3")).hasMessage("some.txt:2: crash n3: no replica 'n3'");
        assertThatThrownBy(() -> run("start")).hasMessageContaining("'replicas NUMBER'");
        assertThatThrownBy(() -> run("replicas 2 speed=3")).hasMessageContaining("no option {speed=3}");
        assertThatThrownBy(() -> run("replicas 2", "start", "deliver n1>n2"))
                .hasMessageStartingWith("some.txt:3: deliver n1>n2: no such message");
        assertThatThrownBy(() -> run("replicas 2", "disk n1 slow")).hasMessageContaining("manual or instant");
        assertThatThrownBy(() -> run("replicas 2", "expect happiness n1")).hasMessageContaining("happiness");
        assertThatThrownBy(() -> run("replicas 2", "start", "persist n1")).hasMessageContaining("no write in flight");
        assertThatThrownBy(() -> run("replicas 2", "release x")).hasMessageContaining("nothing is held");
    }

    @Test
    void linksAreCutAndMessagesLostHeldAndRepeated() {
        assertThat(run(
                        "replicas 3",
                        "start",
                        "cut n1>n2",
                        "timeout n1",
                        "expect no messages n1>n2",
                        "duplicate n1>n3",
                        "hold n1>n3 as late",
                        "drop *",
                        "expect no messages",
                        "release late",
                        "heal",
                        "timeout n1",
                        "expect messages n1>n2 Word"))
                .contains("to n3: Word text=hello");
    }

    @Test
    void timePassesForAll() {
        assertThat(run("replicas 2", "start", "time 900ms", "time 100ms"))
                .endsWith("time 900ms\ntime 100ms\n    n1>n2 Word text=hello\n    n2>n1 Word text=hello\n");
    }
}
