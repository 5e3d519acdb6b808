package dev.lockrace.lab.testbed;

import dev.lockrace.fault.process.ProcessPause;
import dev.lockrace.lab.testbed.network.WorkerNetworks;
import dev.lockrace.lab.testbed.service.ServiceProcess;
import java.time.Duration;
import java.util.Optional;

/**
 * A worker process, with the networks between it and the servers.
 *
 * @param ownNetworks empty for a worker that reaches the servers directly
 */
public record Worker(ServiceProcess process, Optional<WorkerNetworks> ownNetworks) implements AutoCloseable {

    public String name() {
        return process.name();
    }

    /**
     * Returns the networks between this worker and its servers.
     *
     * @throws IllegalStateException if the worker reaches the servers directly
     */
    public WorkerNetworks networks() {
        return ownNetworks.orElseThrow(() -> new IllegalStateException(name() + " reaches the servers directly"));
    }

    /** Pauses the process (SIGSTOP) until the result is closed. */
    public ProcessPause pause() {
        return ProcessPause.of(process.process());
    }

    /** Sets the worker's wall clock ahead of this machine's by the offset; behind if the offset is negative. */
    public void shiftClock(Duration offset) {
        process.clocks().shift(offset);
    }

    /** Stops the worker's monotonic clock. */
    public void stopClock() {
        process.clocks().stopMonotonicClock();
    }

    /** Lets the worker's monotonic clock run again from where it stopped. */
    public void resumeClock() {
        process.clocks().resumeMonotonicClock();
    }

    /** Restores the networks and the clocks. */
    void restore() {
        ownNetworks.ifPresent(WorkerNetworks::restore);
        process.clocks().restore();
    }

    @Override
    public void close() {
        ownNetworks.ifPresent(WorkerNetworks::restore);
        process.close();
        ownNetworks.ifPresent(WorkerNetworks::close);
    }
}
