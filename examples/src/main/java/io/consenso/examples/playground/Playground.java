/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.playground;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Plays the coordination algorithms: what happens, line by line, what it costs, and a space-time diagram. What is wrong with the arguments
 * is one line on standard error, and exit code 2.
 */
@Command(
        name = "playground",
        description = "The coordination algorithms, step by step.",
        synopsisSubcommandLabel = "ALGORITHM",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        subcommands = {
            CentralServerCommand.class,
            TokenRingCommand.class,
            RicartAgrawalaCommand.class,
            ReplicatedMutexCommand.class,
            RingElectionCommand.class,
            BullyCommand.class,
            ReplicatedElectionCommand.class,
            SynchronousConsensusCommand.class,
            ByzantineOralCommand.class,
            ByzantineSignedCommand.class,
            InteractiveConsistencyCommand.class,
            FailureDetectorsCommand.class,
            ActiveCommand.class,
            SemiActiveCommand.class,
            PassiveCommand.class
        })
public final class Playground implements Runnable {
    @Option(names = "--list", description = "Names all algorithms.")
    private boolean list;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli fills the fields
    private CommandLine.Model.CommandSpec spec;

    /** The arguments are those of the command line. */
    public static void main(String[] args) {
        System.exit(execute(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                args));
    }

    /** Does what the arguments say and returns the exit code. */
    static int execute(PrintWriter out, PrintWriter err, String... args) {
        return commandLine(out, err).execute(args);
    }

    /** The picture of the simulated run that the arguments ask for; throws {@link IllegalArgumentException} when they make no sense. */
    public static String picture(String... args) {
        CommandLine line = commandLine(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        try {
            AlgorithmCommand command = (AlgorithmCommand)
                    line.parseArgs(args).subcommand().commandSpec().userObject();
            return command.setting().picture(command.play());
        } catch (CommandLine.ParameterException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        CommandLine line = new CommandLine(new Playground()).setOut(out).setErr(err);
        line.setParameterExceptionHandler((e, arguments) -> complain(err, complaint(e)));
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            if (e instanceof IllegalArgumentException) {
                return complain(err, String.valueOf(e.getMessage()));
            } else if (e instanceof IOException || e instanceof UncheckedIOException) {
                err.println("playground: " + e.getMessage());
                return 1;
            }
            throw e;
        });
        return line;
    }

    private static String complaint(CommandLine.ParameterException e) {
        boolean isOfPlayground = e.getCommandLine().getCommand() instanceof Playground;
        if (isOfPlayground && e instanceof CommandLine.UnmatchedArgumentException unmatched) {
            String first = unmatched.getUnmatched().get(0);
            if (!first.startsWith("-")) {
                return "no algorithm '" + first + "'; --list names them all";
            }
        }
        return e.getMessage()
                + (isOfPlayground
                        ? ""
                        : "; examples/playground " + e.getCommandLine().getCommandName() + " --help");
    }

    private static int complain(PrintWriter err, String why) {
        err.println("playground: " + why.lines().findFirst().orElse("bad arguments"));
        return CommandLine.ExitCode.USAGE;
    }

    @Override
    public void run() {
        if (!list) {
            throw new IllegalArgumentException("which algorithm? --list names them all");
        }
        PrintWriter out = spec.commandLine().getOut();
        spec.subcommands()
                .forEach((name, command) -> out.printf(
                        "%-24s%s%n",
                        name, command.getCommandSpec().usageMessage().description()[0]));
        out.flush();
    }

    /** The names of all algorithms. */
    static List<String> names() {
        return List.copyOf(new CommandLine(new Playground()).getSubcommands().keySet());
    }
}
