/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.testkit;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What {@link OtherJvm} runs: prints the digest of a contract's workload, then every answer of its state machine, one a line. */
final class StateMachineProbe {
    private StateMachineProbe() {}

    /** Takes the name of the contract's class, the seed, the number of commands, and how many identity hash codes to use up. */
    public static void main(String[] args) throws ReflectiveOperationException {
        System.setOut(System.err); // whatever the application prints must not stand between the answers
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        for (int i = Integer.parseInt(args[3]) * 7; i >= 0; i--) {
            // Every JVM hands out the same identity hash codes in the same order, unless some have been taken.
            out.flush();
            System.identityHashCode(new Object());
        }
        StateMachineContract contract = newContract(Class.forName(args[0]));
        Workload workload = contract.workload(Long.parseLong(args[1]), Integer.parseInt(args[2]));
        List<Answer> answers = workload.answersFrom(0, contract.stateMachine());
        out.println(workload.digest());
        answers.forEach(answer -> out.println(answer.text()));
        out.flush();
    }

    private static StateMachineContract newContract(Class<?> type) throws ReflectiveOperationException {
        Constructor<?> constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        return (StateMachineContract) constructor.newInstance();
    }
}
