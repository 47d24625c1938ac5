/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit.engine;

import io.consenso.testkit.engine.Script.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Golden scripts: scenarios as text, one verb a line, and below each verb, indented, what came of it: writes, messages that left, and how those
 * replicas stand that stand differently. A difference fails; with {@code -Dconsenso.scripts.rewrite=true} the outcome is written into the file
 * instead, and the diff is the review. Lines that begin with {@code #} are comments. {@code expect} lines are assertions in either case.
 *
 * <table>
 *   <caption>Verbs</caption>
 *   <tr><td>{@code replicas 3 [option=value ..]}</td><td>n1, n2 and n3; comes first</td></tr>
 *   <tr><td>{@code having n1 epoch 2 entries 1 1 2}</td><td>on its disk before the start: an entry for each epoch, or {@code index.epoch}</td></tr>
 *   <tr><td>{@code start [n1 ..]}</td><td>all, or these</td></tr>
 *   <tr><td>{@code timeout n1}</td><td>its clock alone runs on until it wants to be woken, and it is</td></tr>
 *   <tr><td>{@code tick [n1]}</td><td>tells it, or whose time has come, the time</td></tr>
 *   <tr><td>{@code time 100ms}, {@code pass 100ms}</td><td>time passes, and whose time has come is told; or nobody is</td></tr>
 *   <tr><td>{@code run 3s}, {@code elect n1}</td><td>everything delivered, until then or until it leads; prints how all stand, no messages</td></tr>
 *   <tr><td>{@code deliver n1>n2 [Kind]}</td><td>the oldest such message; {@code n1>*}, {@code *>n2} and {@code all}: all there are now</td></tr>
 *   <tr><td>{@code settle}</td><td>delivers until nothing is on its way</td></tr>
 *   <tr><td>{@code drop}, {@code duplicate n1>n2 [Kind]}</td><td>loses all such; delivers all such and keeps them on their way</td></tr>
 *   <tr><td>{@code hold n1>n2 [Kind] as x}, {@code release x}</td><td>takes the oldest such off the network; delivers it, as often as told</td></tr>
 *   <tr><td>{@code cut n1>n2}, {@code cut n1<>n2}, {@code isolate n1 [n2 ..]}, {@code heal}</td><td>links</td></tr>
 *   <tr><td>{@code disk n1 manual}, {@code disks instant}, {@code persist n1}</td><td>whether writes wait to be told; the oldest is done</td></tr>
 *   <tr><td>{@code crash n1 [losing 1]}, {@code restart n1}, {@code wipe n1}</td><td>with the newest writes in flight lost, all unless told; an
 *       empty disk, and the others are told</td></tr>
 *   <tr><td>{@code propose n1 a [b ..]}, {@code read n1}, {@code disconnected n1 n2}</td><td>inputs</td></tr>
 *   <tr><td>{@code snapshot n1 [keep 2]}</td><td>takes one and lets the log be compacted, or keep the last two</td></tr>
 *   <tr><td>{@code fetch n2}, {@code install n2}</td><td>stores the wanted snapshot; installs it</td></tr>
 *   <tr><td>{@code show n1}, {@code show all}</td><td>how they stand</td></tr>
 *   <tr><td>{@code expect leader n1}, {@code expect no leader}, {@code expect role n1 follower}</td><td></td></tr>
 *   <tr><td>{@code expect epoch n1 2}, {@code commit n1 3}, {@code floor n1 2}, {@code snapshot n1 2}, {@code wants n1 2}</td><td></td></tr>
 *   <tr><td>{@code expect log n1 1.1 2.1}, {@code disk n1 1.1}, {@code applied n1 a b}</td><td></td></tr>
 *   <tr><td>{@code expect refused n1 1}, {@code granted n1 3}, {@code reads n1 1}</td><td>proposals refused; where reads were granted; reads refused</td></tr>
 *   <tr><td>{@code expect messages n1>n2 [Kind ..]}, {@code expect no messages [n1>n2 [Kind]]}</td><td>on their way</td></tr>
 * </table>
 */
public final class EngineScripts {
    private static final String REWRITE = "consenso.scripts.rewrite";

    private EngineScripts() {}

    /** A test for each {@code .txt} file of the folder, in the order of their names. */
    public static <M> Stream<DynamicTest> in(Path folder, ScriptEngine<M> engine) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> scripts = files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .toList();
            return scripts.stream()
                    .map(file -> DynamicTest.dynamicTest(
                            file.getFileName().toString(), file.toUri(), () -> check(file, engine)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <M> void check(Path file, ScriptEngine<M> engine) throws IOException {
        String before = Files.readString(file);
        String after = run(file.getFileName().toString(), before, engine);
        if (Boolean.getBoolean(REWRITE)) {
            Files.writeString(file, after);
        } else if (!after.equals(before)) {
            throw new AssertionError(difference(file.getFileName().toString(), before, after));
        }
    }

    /** Runs the script and returns it with what came of it. Throws {@link AssertionError}, with the line, when it cannot go on. */
    static <M> String run(String name, String text, ScriptEngine<M> engine) {
        Script script = new Script(text);
        ScriptSession<M> session = new ScriptSession<>(engine);
        List<List<String>> outputs = new ArrayList<>();
        for (Step step : script.steps()) {
            try {
                outputs.add(step.isVerb() ? session.run(step.words()) : List.of());
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(name + ":" + step.number() + ": " + step.text() + ": " + e.getMessage(), e);
            }
        }
        return script.with(outputs);
    }

    private static String difference(String name, String before, String after) {
        List<String> expected = before.lines().toList();
        List<String> actual = after.lines().toList();
        int same = 0;
        while (same < Math.min(expected.size(), actual.size())
                && expected.get(same).equals(actual.get(same))) {
            same++;
        }
        int alike = 0;
        while (alike < Math.min(expected.size(), actual.size()) - same
                && expected.get(expected.size() - 1 - alike).equals(actual.get(actual.size() - 1 - alike))) {
            alike++;
        }
        StringBuilder text = new StringBuilder(name + ":" + (same + 1) + ": the outcome differs; -D" + REWRITE
                + "=true writes it into the file\n");
        expected.subList(same, expected.size() - alike)
                .forEach(line -> text.append("- ").append(line).append('\n'));
        actual.subList(same, actual.size() - alike)
                .forEach(line -> text.append("+ ").append(line).append('\n'));
        return text.toString();
    }
}
