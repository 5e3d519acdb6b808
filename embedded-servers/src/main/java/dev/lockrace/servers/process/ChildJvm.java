package dev.lockrace.servers.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The command line of a JVM that this module starts. It is tuned for a fast start and a small footprint, and logs to
 * standard error.
 *
 * @param java the {@code java} executable
 * @param classPath the class path
 */
public record ChildJvm(Path java, String classPath) {

    private static final String LOGGING = "dev/lockrace/servers/process/child-jvm-logback.xml";

    /** Returns a child JVM with this JVM's executable and class path. */
    public static ChildJvm likeThisJvm() {
        return new ChildJvm(
                Path.of(System.getProperty("java.home"), "bin", "java"), System.getProperty("java.class.path"));
    }

    /**
     * Returns the command that runs a main class.
     *
     * @param maxHeap the maximum heap size in the notation of {@code -Xmx}
     * @param temporaryDirectory the directory for the JVM's temporary files
     */
    public List<String> command(String maxHeap, Path temporaryDirectory, Class<?> mainClass, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                java.toString(),
                "-XX:-UsePerfData",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx" + maxHeap,
                "-Djava.io.tmpdir=" + temporaryDirectory,
                "-Dlogback.configurationFile=" + LOGGING,
                "-cp",
                classPath,
                mainClass.getName()));
        Collections.addAll(command, arguments);
        return command;
    }
}
