package dev.lockrace.lab.faults.broken;

import dev.lockrace.fault.lock.BrokenLock;
import dev.lockrace.lab.faults.result.ExperimentResult;
import dev.lockrace.lab.faults.result.UnsupportedFault;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The result of {@code ./lockrace faults --broken}.
 *
 * @param command the command line that repeats it
 * @param machine the machine that it ran on
 * @param servers product and version of each server, by name
 * @param unsupported the faults that these servers do not support
 */
record BrokenLocksResult(
        Instant startedAt,
        String command,
        String machine,
        String serverKind,
        Map<String, String> servers,
        List<UnsupportedFault> unsupported,
        List<BrokenLockResult> locks) {

    /**
     * The result of one experiment with one broken lock.
     *
     * @param defect what is broken, as a clause
     */
    record BrokenLockResult(String lock, String defect, ExperimentResult experiment) {

        static BrokenLockResult of(BrokenLock lock, ExperimentResult experiment) {
            return new BrokenLockResult(lock.id(), lock.description(), experiment);
        }

        /** Returns whether the experiment detected the defect by the expected result. */
        public boolean isDetected() {
            return experiment.isAsExpected();
        }
    }

    /** Returns whether there were broken locks and each was detected every time. */
    public boolean isAllDetected() {
        return !locks.isEmpty() && locks.stream().allMatch(BrokenLockResult::isDetected);
    }
}
