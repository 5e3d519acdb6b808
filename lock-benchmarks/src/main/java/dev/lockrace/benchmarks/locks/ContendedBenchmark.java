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

/** Many threads try to acquire a lock that another thread holds all the time. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Threads(ContendedBenchmark.CONTENDERS)
public class ContendedBenchmark {

    static final int CONTENDERS = 32;

    /** The holder. It acquires the lock on its own thread, because some locks belong to a thread. */
    @State(Scope.Benchmark)
    public static class Holder {

        @Setup(Level.Trial)
        public void hold(BenchmarkState state) {
            Caller holder = state.caller();
            boolean granted = CompletableFuture.supplyAsync(
                            () -> holder.tryAcquire(state.lockName()), task -> new Thread(task, "holder").start())
                    .join();
            if (!granted) {
                throw new IllegalStateException("The holder did not acquire an uncontended lock");
            }
        }
    }

    /** The state of one contender. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // set by JMH
    public static class Contender {

        private Caller caller;
        private String lockName;

        @Setup(Level.Trial)
        public void open(BenchmarkState state, Holder holder) {
            caller = state.caller();
            lockName = state.lockName();
        }
    }

    /** Tries to acquire the lock. Fails if it is granted, because the measurement would be invalid. */
    @Benchmark
    public void tryAcquireHeldLock(Contender contender) {
        if (contender.caller.tryAcquire(contender.lockName)) {
            throw new IllegalStateException("A lock that another caller holds was granted");
        }
    }
}
