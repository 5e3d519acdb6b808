package dev.lockrace.lab.faults.result;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a run of the lab showed.
 *
 * @param command that repeats it
 * @param machine what it ran on
 * @param servers what stood behind each server's name
 * @param faults what was done, by name
 * @param refused faults that can't be done to these servers
 */
public record FaultResult(
        Instant begunAt,
        String command,
        String machine,
        String kindOfServers,
        Map<String, String> servers,
        Map<String, String> faults,
        List<Refused> refused,
        List<CellResult> cells) {

    public boolean isAsExpected() {
        return cells.stream().allMatch(CellResult::isAsExpected);
    }
}
