package dev.lockrace.lab;

/** The machine that the lab runs on. */
public final class Machine {

    private Machine() {}

    /** Such as {@code 2 processors, Linux 6.1 (amd64), Java 17.0.15}. */
    public static String description() {
        return "%d processors, %s %s (%s), Java %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        System.getProperty("os.arch"),
                        System.getProperty("java.version"));
    }
}
