package dev.lockrace.lab.testbed;

import dev.lockrace.fault.process.ProcessPause;
import dev.lockrace.lab.testbed.network.WorkerNetworks;
import dev.lockrace.lab.testbed.service.ServiceProcess;
import java.time.Duration;

/**
 * A worker process, with the networks between it and the servers.
 *
 * @param networks empty for a worker that reaches the servers directly
 */
public record Worker(ServiceProcess process, WorkerNetworks networks) implements AutoCloseable {

    public String name() {
        return process.name();
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
        networks.restore();
        process.clocks().restore();
    }

    @Override
    public void close() {
        networks.restore();
        process.close();
        networks.close();
    }
}
