package dev.lockrace.benchmarks;

import dev.lockrace.benchmarks.locks.LocksCommand;
import dev.lockrace.benchmarks.names.NamesCommand;
import dev.lockrace.benchmarks.setup.BenchException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/** The {@code ./lockrace bench} command: parses the command line and runs the selected benchmark. */
@Command(
        name = "lockrace bench",
        description = "Measures the speed of locks and what single-use lock names leave behind.",
        subcommands = {LocksCommand.class, NamesCommand.class},
        synopsisSubcommandLabel = "BENCHMARK")
public final class Bench {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    @SuppressWarnings("unused") // handled by picocli
    private boolean help;

    private Bench() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Bench())
                .setParameterExceptionHandler(Bench::handleUsageError)
                .setExecutionExceptionHandler(Bench::handleFailure);
    }

    private static int handleUsageError(ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        command.getErr().println("lockrace: " + failure.getMessage());
        command.getErr().println("Try: ./" + command.getCommandSpec().qualifiedName() + " --help");
        return CommandLine.ExitCode.USAGE;
    }

    /** Prints the message of an expected failure. An unexpected one is printed with its stack trace by picocli. */
    private static int handleFailure(Exception failure, CommandLine command, ParseResult parsed) throws Exception {
        if (failure instanceof BenchException) {
            command.getErr().println("lockrace: " + failure.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        throw failure;
    }
}
