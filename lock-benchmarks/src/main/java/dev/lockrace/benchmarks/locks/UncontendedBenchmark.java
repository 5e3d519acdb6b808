package dev.lockrace.benchmarks.locks;

import dev.lockrace.benchmarks.subject.Subject.Caller;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One thread acquires and releases an uncontended lock. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // set by JMH
public class UncontendedBenchmark {

    private Caller caller;
    private String lockName;

    @Setup(Level.Trial)
    public void open(BenchmarkState state) {
        caller = state.caller();
        lockName = state.lockName();
    }

    /** Acquires and releases the lock. Fails if it is not granted, because the measurement would be invalid. */
    @Benchmark
    public void acquireAndRelease() {
        if (!caller.acquireAndRelease(lockName)) {
            throw new IllegalStateException("An uncontended lock was not granted or not released");
        }
    }
}
