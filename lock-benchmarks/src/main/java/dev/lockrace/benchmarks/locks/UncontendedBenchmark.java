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

/** One thread takes a lock that nobody wants, and gives it back. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // set by JMH
public class UncontendedBenchmark {

    private Caller caller;
    private String lockName;

    @Setup(Level.Trial)
    public void open(Arena arena) {
        caller = arena.caller();
        lockName = arena.lockName();
    }

    /** Fails where the lock was not granted: then something else is measured. */
    @Benchmark
    public void acquireAndRelease() {
        if (!caller.acquireAndRelease(lockName)) {
            throw new IllegalStateException("A lock that nobody else wants was not granted, or not given back");
        }
    }
}
