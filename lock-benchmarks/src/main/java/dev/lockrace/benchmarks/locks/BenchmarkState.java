package dev.lockrace.benchmarks.locks;

import dev.lockrace.benchmarks.setup.Addresses;
import dev.lockrace.benchmarks.subject.Candidate;
import dev.lockrace.benchmarks.subject.Store;
import dev.lockrace.benchmarks.subject.Subject;
import dev.lockrace.benchmarks.subject.Subject.Caller;
import java.util.UUID;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The JMH state shared by all threads: the locks of one candidate in one store, and a unique lock name. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // set by JMH
public class BenchmarkState {

    @Param
    public Store store;

    @Param
    public Candidate candidate;

    private Subject subject;
    private String lockName;

    @Setup(Level.Trial)
    public void open() {
        subject = store.open(candidate, Addresses.ofThisJvm());
        lockName = "bench:" + UUID.randomUUID();
    }

    @TearDown(Level.Trial)
    public void close() {
        subject.close();
    }

    String lockName() {
        return lockName;
    }

    Caller caller() {
        return subject.caller();
    }
}
