package dev.lockrace.lab.faults.report;

import dev.lockrace.lab.faults.result.CellResult;
import dev.lockrace.lab.faults.result.FaultResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A fault, and the races that were run under it. */
record FaultSection(String fault, String sentence, List<RaceSection> races) {

    /** Of all faults under which a race was run. */
    static List<FaultSection> of(FaultResult result) {
        return result.faults().entrySet().stream()
                .map(fault -> new FaultSection(fault.getKey(), fault.getValue(), races(fault.getKey(), result)))
                .filter(section -> !section.races().isEmpty())
                .toList();
    }

    private static List<RaceSection> races(String fault, FaultResult result) {
        Map<String, Integer> seen = new HashMap<>();
        List<RaceSection> races = new ArrayList<>();
        for (CellResult cell : result.cells()) {
            if (cell.fault().equals(fault)) {
                int time = seen.merge(RaceSection.id(cell), 1, Integer::sum);
                races.add(RaceSection.of(cell, time));
            }
        }
        return races;
    }
}
