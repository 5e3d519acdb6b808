package dev.lockrace.benchmarks.locks;

import dev.lockrace.benchmarks.setup.Addresses;
import dev.lockrace.benchmarks.setup.BenchException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * A JMH measurement of one case, in this JVM.
 *
 * <p>By default, JMH forks a JVM per benchmark, which has to compile all code again. Only few rounds would then fit into
 * the available time. On a shared machine, the noise of few rounds is worse than the effects of a shared JIT compiler,
 * which are the same for all candidates.
 */
final class Measurement {

    private static final String ALLOCATION = "gc.alloc.rate.norm";
    private static final int ITERATIONS = 2;

    private final LocksPlan plan;

    Measurement(LocksPlan plan, Addresses addresses) {
        this.plan = plan;
        addresses.publish();
    }

    /**
     * Measures the case once.
     *
     * @throws BenchException if the benchmark fails or exceeds its timeout
     */
    Sample take(BenchmarkCase benchmarkCase, int round) {
        CompletableFuture<RunResult> result =
                CompletableFuture.supplyAsync(() -> run(benchmarkCase), Measurement::daemon);
        try {
            RunResult measured = result.get(plan.measurementTimeout().toMillis(), TimeUnit.MILLISECONDS);
            Result<?> allocation = measured.getSecondaryResults().get(ALLOCATION);
            if (allocation == null) {
                throw new BenchException("%s: JMH reported no allocation rate".formatted(benchmarkCase));
            }
            return new Sample(benchmarkCase, round, measured.getPrimaryResult().getScore(), allocation.getScore());
        } catch (ExecutionException e) {
            throw new BenchException("%s: %s".formatted(benchmarkCase, e.getCause()), e.getCause());
        } catch (TimeoutException e) {
            throw new BenchException(
                    "%s: not measured within %s".formatted(benchmarkCase, plan.measurementTimeout()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("%s: interrupted".formatted(benchmarkCase), e);
        }
    }

    /** Starts a daemon thread, so that a hanging measurement does not keep this JVM alive. */
    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "measurement");
        thread.setDaemon(true);
        thread.start();
    }

    private RunResult run(BenchmarkCase benchmarkCase) {
        try {
            return new Runner(options(benchmarkCase)).runSingle();
        } catch (RunnerException e) {
            throw new BenchException(e.getMessage() + "; see the output of JMH above", e);
        }
    }

    private Options options(BenchmarkCase benchmarkCase) {
        return new OptionsBuilder()
                .include("^" + benchmarkCase.scenario().benchmark().getName().replace(".", "\\.") + "\\.")
                .param("store", benchmarkCase.store().name())
                .param("candidate", benchmarkCase.candidate().name())
                .forks(0)
                .warmupIterations(1)
                .warmupTime(TimeValue.milliseconds(plan.warmup().toMillis()))
                .measurementIterations(ITERATIONS)
                .measurementTime(TimeValue.milliseconds(
                        plan.measurement().dividedBy(ITERATIONS).toMillis()))
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
    }
}
