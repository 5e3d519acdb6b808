package dev.lockrace.lab.testbed.server;

/** A fault that the lab can inject into some servers. */
public enum ServerCapability {
    KILL("killed and restarted"),
    PAUSE("paused"),
    FLUSH("flushed"),
    EVICT("filled until they evict entries: memcached must be installed, or not be among the backends"),
    STEP_CLOCK("run with a clock that can be stepped: only embedded servers can, with libfaketime installed (Debian:"
            + " apt-get install libfaketime)"),
    REPLICATE("given a replica"),
    READ_ONLY("made read-only"),
    POOL("reached through a pooler: the machine needs PgBouncer (Debian: apt-get install pgbouncer)"),
    RESTART_EVENT_DATABASE("restarted as the event database"),
    RESTART_BROKER("restarted as a broker that keeps its messages");

    private final String participle;

    ServerCapability(String participle) {
        this.participle = participle;
    }

    /** Returns a participle such as {@code paused}, for a sentence like "These servers cannot be paused". */
    public String participle() {
        return participle;
    }
}
