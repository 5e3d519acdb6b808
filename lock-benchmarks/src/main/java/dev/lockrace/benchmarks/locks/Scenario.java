package dev.lockrace.benchmarks.locks;

/** An operation on a lock that is measured. */
enum Scenario {
    UNCONTENDED("acquire + release, uncontended", "pairs/s", UncontendedBenchmark.class),
    CONTENDED(
            "tryAcquire of a held lock, " + ContendedBenchmark.CONTENDERS + " contenders",
            "tries/s",
            ContendedBenchmark.class);

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

    /** Returns the JMH benchmark class. */
    Class<?> benchmark() {
        return benchmark;
    }
}
