package dev.lockrace.benchmarks.subject;

/** A library whose locks are measured. */
public enum Candidate {
    LOCKRACE("lockrace"),
    SHEDLOCK("ShedLock"),
    SPRING_INTEGRATION("Spring Integration"),
    REDISSON("Redisson"),
    /** Only the store's driver, with the minimal commands for an owner-checked lock with a time to live. */
    BARE_DRIVER("bare driver");

    private final String label;

    Candidate(String label) {
        this.label = label;
    }

    /** Returns the display name. */
    public String label() {
        return label;
    }

    /** Returns whether this is another lock library, neither lockrace nor the bare driver. */
    public boolean isOtherLibrary() {
        return this != LOCKRACE && this != BARE_DRIVER;
    }
}
