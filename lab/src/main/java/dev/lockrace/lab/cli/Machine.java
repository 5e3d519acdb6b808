package dev.lockrace.lab.cli;

/** The machine that the lab runs on. */
public final class Machine {

    private Machine() {}

    /** Returns a description such as {@code 2 processors, Linux 6.1 (amd64), Java 17.0.15}. */
    public static String description() {
        int processors = Runtime.getRuntime().availableProcessors();
        return "%s, %s %s (%s), Java %s"
                .formatted(
                        Plural.of(processors, "processor"),
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        System.getProperty("os.arch"),
                        System.getProperty("java.version"));
    }
}
