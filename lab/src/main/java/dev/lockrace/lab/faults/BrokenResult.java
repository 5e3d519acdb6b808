package dev.lockrace.lab.faults;

import dev.lockrace.fault.lock.BrokenLock;
import dev.lockrace.lab.faults.result.CellResult;
import dev.lockrace.lab.faults.result.Refused;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a run of the broken locks showed.
 *
 * @param command that repeats it
 * @param machine what it ran on
 * @param servers what stood behind each server's name
 * @param refused faults that can't be done to these servers
 */
record BrokenResult(
        Instant begunAt,
        String command,
        String machine,
        String kindOfServers,
        Map<String, String> servers,
        List<Refused> refused,
        List<Trial> trials) {

    /**
     * One broken lock in one race.
     *
     * @param sentence what is broken
     */
    record Trial(String lock, String sentence, CellResult race) {

        static Trial of(BrokenLock lock, CellResult race) {
            return new Trial(lock.id(), lock.sentence(), race);
        }

        /** Whether the race convicted it, and for the right reason. */
        public boolean isCaught() {
            return race.isAsExpected();
        }
    }

    /** Whether there were any, and each was caught every time. */
    public boolean isAllCaught() {
        return !trials.isEmpty() && trials.stream().allMatch(Trial::isCaught);
    }
}
