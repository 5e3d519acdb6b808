package dev.lockrace.benchmarks.subject;

/** A library whose locks are measured. */
public enum Candidate {
    LOCKRACE("lockrace"),
    SHEDLOCK("ShedLock"),
    SPRING_INTEGRATION("Spring Integration"),
    REDISSON("Redisson"),
    /** The driver alone with the fewest commands that make an owner-checked lock with a time to live. */
    BARE_DRIVER("bare driver");

    private final String label;

    Candidate(String label) {
        this.label = label;
    }

    /** Its name for people. */
    public String label() {
        return label;
    }

    /** Whether it is another lock library: neither ours nor the bare driver. */
    public boolean isRival() {
        return this != LOCKRACE && this != BARE_DRIVER;
    }
}
