package dev.lockrace.lab.faults.scene;

/** What can be done to servers; not all can be done to all. */
public enum Ability {
    KILL("killed and started anew"),
    FREEZE("frozen"),
    FLUSH("flushed"),
    RESTART_RECORD("restarted as the database of the record"),
    RESTART_BROKER("restarted as a broker that keeps its messages");

    private final String done;

    Ability(String done) {
        this.done = done;
    }

    /** Such as {@code frozen}, for a sentence like "these servers can't be frozen". */
    public String done() {
        return done;
    }
}
