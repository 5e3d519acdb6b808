package dev.lockrace.lab;

import dev.lockrace.fault.FaultException;
import dev.lockrace.lab.cli.InvalidOptionException;
import dev.lockrace.lab.cli.LabException;
import dev.lockrace.lab.faults.FaultsCommand;
import dev.lockrace.lab.overload.OverloadCommand;
import dev.lockrace.lab.race.RaceCommand;
import dev.lockrace.lab.soak.SoakCommand;
import dev.lockrace.servers.ServerException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/** The {@code ./lockrace} command, which runs the subcommand that its arguments name. */
@Command(
        name = "lockrace",
        description = "Shows and proves whether a lock holds across scaled message-queue consumers.",
        subcommands = {RaceCommand.class, FaultsCommand.class, SoakCommand.class, OverloadCommand.class},
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "In addition, './lockrace bench' benchmarks locks.", "See ./lockrace bench --help."})
public final class Lockrace {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    @SuppressWarnings("unused") // picocli reads it
    private boolean help;

    private Lockrace() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Lockrace())
                .setParameterExceptionHandler((failure, args) -> invalidUsage(failure, failure.getCommandLine()))
                .setExecutionExceptionHandler(Lockrace::failed);
    }

    private static int invalidUsage(Exception failure, CommandLine command) {
        command.getErr().println("lockrace: " + failure.getMessage());
        command.getErr().println("Try: ./" + command.getCommandSpec().qualifiedName() + " --help");
        return CommandLine.ExitCode.USAGE;
    }

    /** Prints the message of an expected failure. Rethrows any other, so that its stack trace is printed. */
    static int failed(Exception failure, CommandLine command, ParseResult parsed) throws Exception {
        if (failure instanceof InvalidOptionException) {
            return invalidUsage(failure, command);
        }
        if (failure instanceof LabException
                || failure instanceof FaultException
                || failure instanceof ServerException) {
            command.getErr().println("lockrace: " + failure.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        throw failure;
    }
}
