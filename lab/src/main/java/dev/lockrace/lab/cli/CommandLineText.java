package dev.lockrace.lab.cli;

import picocli.CommandLine.Model.CommandSpec;

/** The command line as the user typed it, for reports. */
public final class CommandLineText {

    private CommandLineText() {}

    /** Returns the line that repeats the command, without the credentials in URIs. */
    public static String of(CommandSpec command) {
        String arguments =
                String.join(" ", command.commandLine().getParseResult().originalArgs());
        return "./lockrace " + arguments.replaceAll("//[^/@ ]*@", "//…@");
    }
}
