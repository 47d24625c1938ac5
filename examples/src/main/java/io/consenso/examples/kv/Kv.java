/*
 * Copyright 2026 The Consenso Authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.consenso.examples.kv;

import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of the key-value store. What goes wrong is one line on standard error; wrong flags exit with 2, the rest with 1. */
@Command(
        name = "kv",
        description = "A replicated key-value store that speaks the Redis protocol.",
        subcommands = {UpCommand.class, NodeCommand.class, LoadCommand.class, CommandLine.HelpCommand.class},
        synopsisSubcommandLabel = "(up | node | load | help)")
public final class Kv {
    static final int BAD_USAGE = 2;

    private Kv() {}

    /** Runs the subcommand that the arguments name. */
    public static void main(String[] args) {
        System.exit(execute(args));
    }

    /** Does what the arguments say and returns the exit code. */
    static int execute(String... args) {
        CommandLine line = new CommandLine(new Kv());
        line.setParameterExceptionHandler((e, arguments) -> complain(e, BAD_USAGE));
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            if (e instanceof IllegalArgumentException) {
                return complain(e, BAD_USAGE);
            } else if (e instanceof IOException) {
                return complain(e, 1);
            }
            throw e;
        });
        if (args.length == 0) {
            line.usage(System.err);
            return BAD_USAGE;
        }
        return line.execute(args);
    }

    private static int complain(Exception e, int exitCode) {
        System.err.println(
                "kv: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString()));
        return exitCode;
    }

    /** Lets picocli read addresses. */
    static final class AddressConverter implements CommandLine.ITypeConverter<java.net.InetSocketAddress> {
        @Override
        public java.net.InetSocketAddress convert(String text) {
            try {
                return HostPort.parse(text);
            } catch (IllegalArgumentException e) {
                throw new CommandLine.TypeConversionException(e.getMessage());
            }
        }
    }
}
