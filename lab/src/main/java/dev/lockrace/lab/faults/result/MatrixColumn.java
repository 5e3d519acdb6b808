package dev.lockrace.lab.faults.result;

import java.util.Comparator;
import java.util.List;

/** A column of the matrix: a backend, with or without fencing. */
public record MatrixColumn(String backend, boolean fencing) {

    private static final Comparator<MatrixColumn> ORDER =
            Comparator.comparing(MatrixColumn::backend).thenComparing(MatrixColumn::fencing);

    /** Returns the columns of these experiments, from left to right. */
    public static List<MatrixColumn> of(List<ExperimentResult> experiments) {
        return experiments.stream()
                .map(experiment -> new MatrixColumn(experiment.backend(), experiment.fencing()))
                .distinct()
                .sorted(ORDER)
                .toList();
    }

    public boolean contains(ExperimentResult experiment) {
        return experiment.backend().equals(backend) && experiment.fencing() == fencing;
    }
}
