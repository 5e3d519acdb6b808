package dev.lockrace.lab;

import dev.lockrace.lab.faults.FaultsCommand;
import dev.lockrace.lab.overload.OverloadCommand;
import dev.lockrace.lab.race.RaceCommand;
import dev.lockrace.lab.soak.SoakCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/** The command line: reads it, and runs the subcommand that it names. */
@Command(
        name = "lockrace",
        description = "Shows and proves whether a lock holds across scaled message-queue consumers.",
        subcommands = {RaceCommand.class, FaultsCommand.class, SoakCommand.class, OverloadCommand.class},
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Beside these, './lockrace bench' measures locks.", "See ./lockrace bench --help."})
public final class Lockrace {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    @SuppressWarnings("unused") // picocli acts on it
    private boolean help;

    private Lockrace() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Lockrace())
                .setParameterExceptionHandler(Lockrace::badUsage)
                .setExecutionExceptionHandler(Lockrace::failed);
    }

    private static int badUsage(ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        command.getErr().println("lockrace: " + failure.getMessage());
        command.getErr().println("Try: ./" + command.getCommandSpec().qualifiedName() + " --help");
        return CommandLine.ExitCode.USAGE;
    }

    /** What went wrong, in a sentence; what nobody foresaw, with its stack trace. */
    private static int failed(Exception failure, CommandLine command, ParseResult parsed) throws Exception {
        if (failure instanceof LabException) {
            command.getErr().println("lockrace: " + failure.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        throw failure;
    }
}
