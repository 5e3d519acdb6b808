package dev.lockrace.benchmarks.locks;

import dev.lockrace.benchmarks.setup.BenchServers;
import dev.lockrace.benchmarks.setup.Environment;
import dev.lockrace.benchmarks.setup.Progress;
import dev.lockrace.benchmarks.setup.ResultsFile;
import dev.lockrace.benchmarks.subject.Store;
import dev.lockrace.benchmarks.subject.StoreConverter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code locks} benchmark: measures lockrace's locks against other libraries and prints tables. */
@Command(
        name = "locks",
        description =
                "Measures acquire + release, and tryAcquire of a held lock: lockrace, other libraries and bare drivers.",
        sortOptions = false)
public final class LocksCommand implements Callable<Integer> {

    private static final int MAX_ROUNDS = 100;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--store",
            split = ",",
            paramLabel = "NAME",
            converter = StoreConverter.class,
            description = "Stores to measure, separated by commas: local, database, memcached, redis (default: all).")
    private List<Store> stores = Arrays.asList(Store.values());

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "Number of rounds, 1 to 100. Each measures every candidate once (default: ${DEFAULT-VALUE}).")
    private int rounds = 9;

    @Option(names = "--quick", description = "Run one short round to check the setup. Its figures are not reliable.")
    private boolean quick;

    @Option(
            names = "--write",
            paramLabel = "FILE",
            description = "Also write the result to its section of this Markdown file, such as docs/results/locks.md.")
    private @Nullable Path file;

    @Override
    public Integer call() {
        LocksPlan plan = plan();
        System.err.printf(
                "lockrace: %d measurements, about %d min on an idle machine%n",
                plan.measurements(), plan.estimate().plusSeconds(59).toMinutes());
        try (BenchServers servers = BenchServers.start(plan.stores().stream()
                .map(Store::server)
                .flatMap(Optional::stream)
                .toList())) {
            String result = Environment.markdown(servers.descriptions(), commandLine()) + "\n"
                    + LocksTable.of(plan, measure(plan, servers));
            System.out.print(result);
            System.out.flush();
            if (file != null) {
                new ResultsFile(file).write("locks", result);
            }
        }
        return ExitCode.OK;
    }

    private LocksPlan plan() {
        if (rounds < 1 || rounds > MAX_ROUNDS) {
            throw new ParameterException(
                    spec.commandLine(), "--rounds must be 1 to %d, was: %d".formatted(MAX_ROUNDS, rounds));
        }
        List<Store> distinct = stores.stream().distinct().toList();
        return quick
                ? new LocksPlan(distinct, 0, 1, Duration.ofMillis(100), Duration.ofMillis(400))
                : new LocksPlan(distinct, 2, rounds, Duration.ofMillis(300), Duration.ofSeconds(1));
    }

    private static List<Sample> measure(LocksPlan plan, BenchServers servers) {
        Measurement measurement = new Measurement(plan, servers.addresses());
        List<Sample> samples = new ArrayList<>();
        try (Progress progress = new Progress("locks", plan.measurements())) {
            for (int round = 1 - plan.warmupRounds(); round <= plan.rounds(); round++) {
                for (BenchmarkCase benchmarkCase : plan.round(round)) {
                    progress.at(benchmarkCase.toString());
                    Sample sample = measurement.take(benchmarkCase, round);
                    if (round > 0) {
                        samples.add(sample);
                    }
                    progress.done();
                }
            }
        }
        return samples;
    }

    private String commandLine() {
        return "./lockrace bench "
                + String.join(
                        " ", spec.commandLine().getParent().getParseResult().originalArgs());
    }
}
