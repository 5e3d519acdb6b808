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

/** The command line of {@code ./lockrace bench}: reads it, and runs the benchmark that it names. */
@Command(
        name = "lockrace bench",
        description = "Measures locks.",
        subcommands = {LocksCommand.class, NamesCommand.class},
        synopsisSubcommandLabel = "BENCHMARK")
public final class Bench {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    @SuppressWarnings("unused") // picocli acts on it
    private boolean help;

    private Bench() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Bench())
                .setParameterExceptionHandler(Bench::badUsage)
                .setExecutionExceptionHandler(Bench::failed);
    }

    private static int badUsage(ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        command.getErr().println("lockrace: " + failure.getMessage());
        command.getErr().println("Try: ./" + command.getCommandSpec().qualifiedName() + " --help");
        return CommandLine.ExitCode.USAGE;
    }

    /** What went wrong, in a sentence; what nobody foresaw, with its stack trace. */
    private static int failed(Exception failure, CommandLine command, ParseResult parsed) throws Exception {
        if (failure instanceof BenchException) {
            command.getErr().println("lockrace: " + failure.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        throw failure;
    }
}
