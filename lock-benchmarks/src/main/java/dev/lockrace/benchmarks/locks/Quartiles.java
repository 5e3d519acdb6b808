package dev.lockrace.benchmarks.locks;

import java.util.Collection;

/** The median and the quartiles of a set of values. */
record Quartiles(double lowerQuartile, double median, double upperQuartile) {

    /**
     * Computes the quartiles.
     *
     * @throws IllegalArgumentException if there are no values
     */
    static Quartiles of(Collection<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("Quartiles need at least one value");
        }
        return new Quartiles(quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75));
    }

    /** Interpolates linearly between two values. */
    private static double quantile(double[] sorted, double fraction) {
        double position = fraction * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
