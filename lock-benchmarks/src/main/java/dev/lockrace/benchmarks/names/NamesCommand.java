package dev.lockrace.benchmarks.names;

import dev.lockrace.benchmarks.setup.Addresses;
import dev.lockrace.benchmarks.setup.BenchServers;
import dev.lockrace.benchmarks.setup.Environment;
import dev.lockrace.benchmarks.setup.Progress;
import dev.lockrace.benchmarks.setup.ResultsFile;
import dev.lockrace.benchmarks.subject.LockraceBackends;
import dev.lockrace.benchmarks.subject.Store;
import dev.lockrace.benchmarks.subject.StoreConverter;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code names} benchmark: uses many lock names once and prints what remains in the store and the JVM. */
@Command(
        name = "names",
        description = "Uses many lock names once, and measures the growth of rows, keys, heap, threads and time.",
        sortOptions = false)
public final class NamesCommand implements Callable<Integer> {

    private static final long MIN_COUNT = 20_000;
    private static final long MAX_COUNT = 100_000_000;
    private static final long NAMES_PER_SECOND = 4_000;
    private static final Duration CLEANUP_TIMEOUT = Duration.ofSeconds(150);

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
            names = "--count",
            paramLabel = "N",
            description = "Number of lock names per store, 20000 to 100000000 (default: ${DEFAULT-VALUE}).")
    private long count = 1_000_000;

    @Option(
            names = "--write",
            paramLabel = "FILE",
            description = "Also write the result to its section of this Markdown file, such as docs/results/locks.md.")
    private @Nullable Path file;

    @Override
    public Integer call() throws InterruptedException {
        if (count < MIN_COUNT || count > MAX_COUNT) {
            throw new ParameterException(
                    spec.commandLine(), "--count must be %d to %d, was: %d".formatted(MIN_COUNT, MAX_COUNT, count));
        }
        List<Store> distinct = stores.stream().distinct().toList();
        System.err.printf(
                "lockrace: %d names per store (%s), about %d min on an idle machine%n",
                count,
                distinct.stream().map(Store::label).collect(Collectors.joining(", ")),
                estimate(distinct).toMinutes());
        try (BenchServers servers = BenchServers.start(
                distinct.stream().map(Store::server).flatMap(Optional::stream).toList())) {
            String result = Environment.markdown(servers.descriptions(), commandLine()) + "\n"
                    + NamesTable.of(measure(distinct, servers.addresses()));
            System.out.print(result);
            System.out.flush();
            if (file != null) {
                new ResultsFile(file).write("names", result);
            }
        }
        return ExitCode.OK;
    }

    private Duration estimate(List<Store> stores) {
        long remoteStores =
                stores.stream().filter(store -> store != Store.LOCAL).count();
        return Duration.ofSeconds(count / NAMES_PER_SECOND)
                .plus(CLEANUP_TIMEOUT)
                .multipliedBy(remoteStores)
                .plusMinutes(1);
    }

    private List<NamesResult> measure(List<Store> stores, Addresses addresses) throws InterruptedException {
        List<NamesResult> results = new ArrayList<>();
        for (Store store : stores) {
            try (LockBackend backend = LockraceBackends.open(store, addresses);
                    LockClient locks = LockClient.of(backend);
                    StoreProbe probe = StoreProbe.open(store, addresses);
                    Progress progress = new Progress("names, " + store.label(), count)) {
                results.add(
                        new NamesRun(store, new SingleUseNames(locks), probe, CLEANUP_TIMEOUT).run(count, progress));
            }
        }
        return results;
    }

    private String commandLine() {
        return "./lockrace bench "
                + String.join(
                        " ", spec.commandLine().getParent().getParseResult().originalArgs());
    }
}
