/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlaygroundTest {
    /** What each algorithm comes to when nothing is said, in the simulator and on sockets alike. */
    private static final Map<String, String> OUTCOMES = Map.ofEntries(
            Map.entry("central-server", "2 of 2 requests granted, in the order p2, p3; never two holders at once"),
            Map.entry("token-ring", "2 of 2 requests granted"),
            Map.entry("ricart-agrawala", "2 of 2 requests granted, in the order p2, p3; never two holders at once"),
            Map.entry("replicated-mutex", "2 of 2 requests granted"),
            Map.entry("ring-election", "all that live follow p"),
            Map.entry("bully", "all that live follow p5"),
            Map.entry("replicated-election", "all that live follow p"),
            Map.entry("synchronous-consensus", "all 4 right processes decide v1"),
            Map.entry("byzantine-oral", "all 4 right processes decide attack"),
            Map.entry("byzantine-signed", "all 3 right processes decide attack"),
            Map.entry("interactive-consistency", "all 4 right processes decide v1 v2 v3 v4"),
            Map.entry("active", "2 of 2 requests answered, each applied once; all that live hold [r"),
            Map.entry("semi-active", "2 of 2 requests answered, each applied once; all that live hold [r"),
            Map.entry("passive", "2 of 2 requests answered, each applied once; all that live hold [r"),
            Map.entry(
                    "failure-detectors",
                    "all that live suspect nobody, and nobody who lives: 0 suspicions missing, 0 wrong"));

    @TempDir
    Path folder;

    private record Said(int exitCode, List<String> out, List<String> err) {
        String outcome() {
            return out.stream()
                    .filter(line -> line.startsWith("outcome: "))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(this))
                    .substring("outcome: ".length());
        }
    }

    private static Said say(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Playground.execute(new PrintWriter(out), new PrintWriter(err), arguments);
        return new Said(
                exitCode,
                out.toString().lines().toList(),
                err.toString().lines().toList());
    }

    /** Simulated, with the picture out of the way. */
    private Said play(String command) {
        List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
        arguments.addAll(List.of("--out", folder.resolve("picture.svg").toString()));
        return say(arguments.toArray(String[]::new));
    }

    @Test
    void theListNamesEveryAlgorithm() {
        Said said = say("--list");
        assertThat(said.exitCode()).isZero();
        assertThat(said.out()).hasSameSizeAs(OUTCOMES.keySet()).allMatch(line -> line.length() > 30);
        assertThat(said.out().stream().map(line -> line.replaceFirst(" .*", "")))
                .containsExactlyInAnyOrderElementsOf(OUTCOMES.keySet());
    }

    @TestFactory
    Stream<DynamicTest> everyAlgorithmRunsInTheSimulator() {
        return OUTCOMES.keySet().stream()
                .sorted()
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    Said said = play(name);
                    assertThat(said.err()).isEmpty();
                    assertThat(said.exitCode()).as("%s", said).isZero();
                    assertThat(said.outcome()).startsWith(OUTCOMES.get(name));
                    assertThat(said.out()).noneMatch(line -> line.contains("DOES NOT HOLD"));
                    assertThat(folder.resolve("picture.svg")).content().contains("Replay: examples/playground " + name);
                }));
    }

    @TestFactory
    Stream<DynamicTest> everyAlgorithmRunsOnSockets() {
        return OUTCOMES.keySet().stream()
                .sorted()
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    Said said = say(name, "--net");
                    assertThat(said.err()).isEmpty();
                    assertThat(said.exitCode()).as("%s", said).isZero();
                    assertThat(said.outcome()).startsWith(OUTCOMES.get(name));
                    assertThat(said.out()).anyMatch(line -> line.matches(" +\\d+\\.\\d{3} ms  p\\d -> p\\d  \\w.*"));
                }));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bully --crash 5",
                "ricart-agrawala --seed 7 --processes 4",
                "synchronous-consensus --crash-after 1@2",
                "byzantine-signed --traitors 1",
                "passive --crash 3"
            })
    void theSameSeedTellsAndDrawsTheSame(String command) throws IOException {
        Said first = play(command);
        byte[] picture = Files.readAllBytes(folder.resolve("picture.svg"));
        Said second = play(command);
        assertThat(second).isEqualTo(first);
        assertThat(folder.resolve("picture.svg")).hasBinaryContent(picture);
        assertThat(Playground.picture(command.split(" ")).getBytes(StandardCharsets.UTF_8))
                .isEqualTo(picture);
    }

    @Test
    void anotherSeedTellsAnotherStory() {
        assertThat(play("bully --crash 5 --seed 2").out())
                .isNotEqualTo(play("bully --crash 5 --seed 3").out());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    bully --crash 5                                 | all that live follow p4
                    bully --crash 5 --restart 5@200                 | all that live follow p5
                    bully --resign 5                                | all that live follow p4
                    ring-election --crash 5                         | all that live follow p4
                    ring-election --crash 5,4 --processes 6         | all that live follow p6
                    replicated-election --crash 3                   | all that live follow p
                    replicated-election --engine paxos --crash 1 --restart 1@900 | all that live follow p
                    replicated-mutex --engine paxos                 | 2 of 2 requests granted
                    replicated-mutex --crash 1                      | 2 of 2 requests granted
                    central-server --crash 2                        | 2 of 2 requests granted, in the order p2, p3
                    central-server --crash 1 --restart 1@60         | 2 of 2 requests granted
                    ricart-agrawala --crash 1 --detector --requests 2@300,3@302 | 2 of 2 requests granted
                    token-ring --crash 2                            | 2 of 2 requests granted, in the order p2, p3
                    token-ring --crash 1@200 --requests 2@300,3@302 | 2 of 2 requests granted
                    synchronous-consensus --crash-after 1@2         | all 3 right processes decide v1
                    synchronous-consensus --crash 1@0               | all 3 right processes decide v2
                    synchronous-consensus --aggregation majority --values b,b,a,b | all 4 right processes decide b
                    byzantine-oral --traitors 3                     | all 3 right processes decide attack
                    byzantine-oral --traitors 1                     | all 3 right processes decide retreat
                    byzantine-oral --processes 7 --m 2 --traitors 1,4 | all 5 right processes decide
                    byzantine-oral --commander 2 --order retreat    | all 4 right processes decide retreat
                    byzantine-signed --traitors 1                   | all 2 right processes decide retreat
                    interactive-consistency --traitors 4            | all 3 right processes decide v1 v2 v3
                    active --crash 3                                | 1 of 2 requests answered, each applied once; all that live hold [r1]
                    semi-active --crash 3 --requests 1@300,2@301    | 2 of 2 requests answered, each applied once; all that live hold [r
                    passive --crash 3 --requests 1@300,2@301        | 2 of 2 requests answered, each applied once; all that live hold [r
                    passive --crash 3@330 --restart 3@900 --requests 1@300,2@325,3@1200 | 3 of 3 requests answered, each applied once; all that live hold [r
                    semi-active --engine paxos --crash 1            | 2 of 2 requests answered, each applied once; all that live hold [r
                    passive --engine paxos --processes 5            | 2 of 2 requests answered, each applied once; all that live hold [r
                    failure-detectors --crash 3                     | all that live suspect p3, and nobody who lives: 0 suspicions missing
                    """)
    void faultsAreBorne(String command, String outcome) {
        Said said = play(command);
        assertThat(said.exitCode()).as("%s", said).isZero();
        assertThat(said.outcome()).startsWith(outcome);
        assertThat(said.out()).noneMatch(line -> line.contains("DOES NOT HOLD"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    active      | p1 executes 2, p2 executes 2, p3 executes 2
                    semi-active | p1 applies 2, p2 applies 2, p3 applies 2; p3 decides 2
                    passive     | p1 applies 2, p2 applies 2, p3 applies 2; p3 executes 2
                    """)
    void everyStyleHasThoseExecuteWhoShould(String style, String deeds) {
        assertThat(play(style).out()).contains("outcome: " + deeds);
    }

    /** Whether a process really stops between two messages of a multicast, on sockets too. */
    @Test
    void aCrashInTheMiddleOfAMulticastLeavesHalfOfIt() {
        for (Said said : List.of(
                play("synchronous-consensus --crash-after 1@2"),
                say("synchronous-consensus", "--crash-after", "1@2", "--net"))) {
            assertThat(said.exitCode()).as("%s", said).isZero();
            assertThat(said.outcome()).isEqualTo("all 3 right processes decide v1");
            assertThat(said.out().stream().filter(line -> line.contains("  p1 -> ")))
                    .hasSize(2);
            assertThat(said.out()).anyMatch(line -> line.endsWith("p1: crashes"));
        }
    }

    @Test
    void aFallenLeaderIsReplacedOnSocketsToo() {
        Said said = say("bully", "--crash", "3", "--processes", "3", "--net");
        assertThat(said.exitCode()).as("%s", said).isZero();
        assertThat(said.outcome()).startsWith("all that live follow p2");
        assertThat(said.out()).anyMatch(line -> line.endsWith("p3: crashes"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    bulli                               | no algorithm 'bulli'; --list names them all
                    --seed 4                            | Unknown options: '--seed', '4'
                    bully --crash 9                     | --crash names p9, but there are only p1 to p5
                    bully --crash x                     | --crash is a process or process@milliseconds, as in --crash 2 or --crash 2@200, not 'x'
                    bully --crash 2@                    | --crash is a process or process@milliseconds, as in --crash 2 or --crash 2@200, not '2@'
                    bully --crash 2@-5                  | --crash is a process or process@milliseconds, as in --crash 2 or --crash 2@200, not '2@-5'
                    bully --crash 2@1s                  | --crash is a process or process@milliseconds, as in --crash 2 or --crash 2@200, not '2@1s'
                    bully --crash 5,5                   | --crash names p5 twice
                    bully --crash-after 5               | --crash-after says when, as in --crash-after p5@200, not '5'
                    bully --crash-after 5@0             | --crash-after counts from 1; for none at all, --crash 5@0
                    bully --restart 2                   | --restart says when, as in --restart p2@200, not '2'
                    bully --restart 2@10                | --restart p2@10: p2 does not crash before that
                    bully --crash 2@50 --restart 2@10   | --restart p2@10: p2 does not crash before that
                    bully --resign 8                    | --resign names p8, but there are only p1 to p5
                    bully --processes 1                 | --processes is from 2 to 20, not 1
                    bully --processes many              | Invalid value for option '--processes': 'many' is not an int; examples/playground bully --help
                    bully --traitors 1                  | Unknown options: '--traitors', '1'; examples/playground bully --help
                    central-server --server 8           | --server names p8, but there are only p1 to p3
                    central-server --server x           | --server is a process, as in --server 2, not 'x'
                    central-server --requests 2@5,7@9   | --requests names p7, but there are only p1 to p3
                    central-server --requests soon      | --requests is a process or process@milliseconds, as in --requests 2 or --requests 2@200, not 'soon'
                    central-server --hold -1            | --hold is from 0 to 10000, not -1
                    synchronous-consensus --crash 1,2   | at most f = 1 processes may be faulty, these are 2: [p1, p2]
                    synchronous-consensus --f 4         | minimum with f = 4 needs N >= f+1 = 5 processes, these are 4
                    synchronous-consensus --f -1        | --f is from 0 to 10, not -1
                    synchronous-consensus --values a,b  | --values has 2 values for 4 processes
                    synchronous-consensus --aggregation mean | --aggregation is minimum or majority, not 'mean'
                    synchronous-consensus --crash 1@5 --restart 1@50 | --restart makes no sense here: who crashed takes no further part
                    byzantine-oral --processes 3        | oral messages with m = 1 need N >= 3m+1 = 4 processes, these are 3
                    byzantine-oral --m 2                | oral messages with m = 2 need N >= 3m+1 = 7 processes, these are 4
                    byzantine-signed --processes 2      | signed messages with m = 1 need N >= m+2 = 3 processes, these are 2
                    byzantine-oral --traitors 1,3       | at most m = 1 processes may be faulty, these are 2: [p1, p3]
                    byzantine-oral --traitors 7         | --traitors names p7, but there are only p1 to p4
                    byzantine-oral --commander 5        | --commander names p5, but there are only p1 to p4
                    byzantine-oral --order wait         | --order is attack or retreat, not 'wait'
                    replicated-mutex --engine zab       | --engine is raft or paxos, not 'zab'
                    passive --engine zab                | --engine is raft or paxos, not 'zab'
                    active --requests 9@300             | --requests names p9, but there are only p1 to p3
                    interactive-consistency --processes 3 | interactive consistency with m = 1 needs N >= 3m+1 = 4 processes, these are 3
                    """)
    void whatMakesNoSenseIsOneLine(String command, String why) {
        Said said = say(command.split(" "));
        assertThat(said.err()).containsExactly("playground: " + why);
        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(said.out()).isEmpty();
    }

    @Test
    void socketsRefuseTheSame() {
        Said said = say("byzantine-oral", "--processes", "3", "--net");
        assertThat(said.err())
                .containsExactly("playground: oral messages with m = 1 need N >= 3m+1 = 4 processes, these are 3");
        assertThat(said.exitCode()).isEqualTo(2);
    }

    @Test
    void noAlgorithmAtAllIsOneLine() {
        Said said = say();
        assertThat(said.err()).containsExactly("playground: which algorithm? --list names them all");
        assertThat(said.exitCode()).isEqualTo(2);
    }
}
