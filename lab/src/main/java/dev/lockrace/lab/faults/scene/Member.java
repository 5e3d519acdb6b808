package dev.lockrace.lab.faults.scene;

import dev.lockrace.fault.process.ProcessPause;
import dev.lockrace.lab.stack.ServiceProcess;
import dev.lockrace.race.RaceBackend;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A worker, with the networks between it and the servers.
 *
 * @param record the network to the database of the record
 * @param locks the networks to the lock servers
 */
public record Member(ServiceProcess process, Network record, Map<RaceBackend, Network> locks) implements AutoCloseable {

    public String name() {
        return process.name();
    }

    /** The network to that backend's lock server; none for a backend without one. */
    public Optional<Network> network(RaceBackend backend) {
        return Optional.ofNullable(locks.get(backend));
    }

    /** As by SIGKILL. */
    public void kill() {
        process.kill();
    }

    /** As by SIGSTOP, until the result is closed. */
    public ProcessPause freeze() {
        return ProcessPause.of(process.process());
    }

    /** Sets its wall clock ahead of this machine's by that; negative for behind. */
    public void shiftClock(Duration offset) {
        process.clock().shift(offset);
    }

    void restore() {
        restoreNetworks();
        process.clock().restore();
    }

    private void restoreNetworks() {
        record.restore();
        locks.values().forEach(Network::restore);
    }

    @Override
    public void close() {
        restoreNetworks();
        process.close();
        record.close();
        locks.values().forEach(Network::close);
    }
}
