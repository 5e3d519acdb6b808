package dev.lockrace.benchmarks.names;

import dev.lockrace.benchmarks.setup.Addresses;
import dev.lockrace.benchmarks.setup.BenchServers;
import dev.lockrace.benchmarks.setup.Facts;
import dev.lockrace.benchmarks.setup.Progress;
import dev.lockrace.benchmarks.setup.ResultsFile;
import dev.lockrace.benchmarks.subject.OurBackends;
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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Uses many lock names once, and prints what is left of them. */
@Command(
        name = "names",
        description = "Uses many lock names once, and measures what grows: rows, keys, heap, threads, time.",
        sortOptions = false)
public final class NamesCommand implements Callable<Integer> {

    private static final long FEWEST = 20_000;
    private static final long MOST = 100_000_000;
    private static final long NAMES_A_SECOND = 4_000;
    private static final Duration SETTLE_LIMIT = Duration.ofSeconds(150);

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

    @Option(names = "--count", paramLabel = "N", description = "Names for each store (default: ${DEFAULT-VALUE}).")
    private long count = 1_000_000;

    @Option(
            names = "--write",
            paramLabel = "FILE",
            description = "Put the result into its section of that Markdown file too, such as docs/results/locks.md.")
    private @Nullable Path file;

    @Override
    public Integer call() throws InterruptedException {
        if (count < FEWEST || count > MOST) {
            throw new ParameterException(
                    spec.commandLine(), "--count must be %d to %d, was: %d".formatted(FEWEST, MOST, count));
        }
        List<Store> distinct = stores.stream().distinct().toList();
        System.err.printf(
                "lockrace: %d names on each of %d stores, about %d min on a machine with little else to do%n",
                count, distinct.size(), estimate(distinct).toMinutes());
        try (BenchServers servers = BenchServers.start(
                distinct.stream().map(Store::server).flatMap(Optional::stream).toList())) {
            String result = Facts.markdown(servers.descriptions(), commandLine()) + "\n"
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
        long shared = stores.stream().filter(store -> store != Store.LOCAL).count();
        return Duration.ofSeconds(count / NAMES_A_SECOND)
                .plus(SETTLE_LIMIT)
                .multipliedBy(shared)
                .plusMinutes(1);
    }

    private List<NamesResult> measure(List<Store> stores, Addresses addresses) throws InterruptedException {
        List<NamesResult> results = new ArrayList<>();
        for (Store store : stores) {
            try (LockBackend backend = OurBackends.open(store, addresses);
                    LockClient locks = LockClient.of(backend);
                    StoreProbe probe = StoreProbe.open(store, addresses);
                    Progress progress = new Progress("names, " + store.label(), count)) {
                results.add(new NamesRun(store, new Names(locks), probe, SETTLE_LIMIT).run(count, progress));
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
