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
 * Lets JMH measure one cell, in this JVM. JMH's own way is a new JVM for each, whose compiler starts anew: that takes so
 * long that few rounds fit, and on a machine that others use the noise of few rounds is worse than what subjects do to
 * each other by sharing a compiler, which is alike for all.
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
     * Measures once.
     *
     * @throws BenchException if the benchmark fails or takes far too long: nothing is measured then
     */
    Sample take(Cell cell, int round) {
        CompletableFuture<RunResult> result = CompletableFuture.supplyAsync(() -> run(cell), Measurement::daemon);
        try {
            RunResult measured = result.get(plan.limit().toMillis(), TimeUnit.MILLISECONDS);
            Result<?> allocation = measured.getSecondaryResults().get(ALLOCATION);
            if (allocation == null) {
                throw new BenchException("%s: JMH told nothing about allocation".formatted(cell));
            }
            return new Sample(cell, round, measured.getPrimaryResult().getScore(), allocation.getScore());
        } catch (ExecutionException e) {
            throw new BenchException("%s: %s".formatted(cell, e.getCause()), e.getCause());
        } catch (TimeoutException e) {
            throw new BenchException("%s: not measured within %s".formatted(cell, plan.limit()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("%s: interrupted".formatted(cell), e);
        }
    }

    /** One that hangs ends with this JVM. */
    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "measurement");
        thread.setDaemon(true);
        thread.start();
    }

    private RunResult run(Cell cell) {
        try {
            return new Runner(options(cell)).runSingle();
        } catch (RunnerException e) {
            throw new BenchException(e.getMessage() + "; see what JMH said above", e);
        }
    }

    private Options options(Cell cell) {
        return new OptionsBuilder()
                .include("^" + cell.scenario().benchmark().getName().replace(".", "\\.") + "\\.")
                .param("store", cell.store().name())
                .param("candidate", cell.candidate().name())
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
