package dev.lockrace.lab.faults.broken;

import dev.lockrace.fault.lock.BrokenLock;
import dev.lockrace.lab.faults.experiment.Experiment;

/**
 * A broken lock, and the experiment that must detect it.
 *
 * @param experiment expects the result of the broken lock, which differs from that of a correct one
 */
record BrokenLockExperiment(BrokenLock lock, Experiment experiment) {

    @Override
    public String toString() {
        return "%s, %s".formatted(lock, experiment);
    }
}
