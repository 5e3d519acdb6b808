package dev.lockrace.lab.faults.report;

import dev.lockrace.lab.faults.result.ExperimentResult;
import dev.lockrace.lab.faults.result.FaultsResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The section of a fault with its experiments. */
record FaultSection(String fault, String description, List<ExperimentSection> experiments) {

    /** Returns a section for each fault with an experiment. */
    static List<FaultSection> of(FaultsResult result) {
        return result.faults().entrySet().stream()
                .map(fault -> new FaultSection(fault.getKey(), fault.getValue(), experiments(fault.getKey(), result)))
                .filter(section -> !section.experiments().isEmpty())
                .toList();
    }

    private static List<ExperimentSection> experiments(String fault, FaultsResult result) {
        Map<String, Integer> runs = new HashMap<>();
        List<ExperimentSection> sections = new ArrayList<>();
        for (ExperimentResult experiment : result.experiments()) {
            if (experiment.fault().equals(fault)) {
                int number = runs.merge(ExperimentSection.id(experiment), 1, Integer::sum);
                sections.add(ExperimentSection.of(experiment, number));
            }
        }
        return sections;
    }
}
