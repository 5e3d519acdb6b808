package dev.lockrace.benchmarks.locks;

import dev.lockrace.benchmarks.subject.Subject.Caller;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;

/** Many threads try a lock that another holds all the time. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Threads(FailedTryBenchmark.CONTENDERS)
public class FailedTryBenchmark {

    static final int CONTENDERS = 32;

    /** The holder, on a thread that is none of the contenders': some locks belong to a thread. */
    @State(Scope.Benchmark)
    public static class Holder {

        @Setup(Level.Trial)
        public void hold(Arena arena) {
            Caller holder = arena.caller();
            boolean granted = CompletableFuture.supplyAsync(
                            () -> holder.tryAcquire(arena.lockName()), task -> new Thread(task, "holder").start())
                    .join();
            if (!granted) {
                throw new IllegalStateException("The holder was not granted a lock that nobody else wants");
            }
        }
    }

    /** One contender. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // set by JMH
    public static class Contender {

        private Caller caller;
        private String lockName;

        @Setup(Level.Trial)
        public void open(Arena arena, Holder holder) {
            caller = arena.caller();
            lockName = arena.lockName();
        }
    }

    /** Fails where the lock was granted: then something else is measured. */
    @Benchmark
    public void failedTry(Contender contender) {
        if (contender.caller.tryAcquire(contender.lockName)) {
            throw new IllegalStateException("A lock that another holds was granted");
        }
    }
}
