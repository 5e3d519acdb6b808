package dev.lockrace.benchmarks.locks;

/** What is measured of a lock. */
enum Scenario {
    UNCONTENDED("acquire + release, uncontended", "pairs/s", UncontendedBenchmark.class),
    FAILED_TRY(
            "a failed try among " + FailedTryBenchmark.CONTENDERS + " contenders", "tries/s", FailedTryBenchmark.class);

    private final String label;
    private final String unit;
    private final Class<?> benchmark;

    Scenario(String label, String unit, Class<?> benchmark) {
        this.label = label;
        this.unit = unit;
        this.benchmark = benchmark;
    }

    String label() {
        return label;
    }

    String unit() {
        return unit;
    }

    /** JMH's benchmark for it. */
    Class<?> benchmark() {
        return benchmark;
    }
}
