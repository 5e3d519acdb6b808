package dev.lockrace.lab.stack;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A service that a JVM of its own runs.
 *
 * @param jar of the application
 * @param more classes that it finds besides its own
 */
record Program(Path jar, List<Path> more) {

    /** Metrics of the JVM and the like, which nobody reads here: without them a worker starts with a tenth less work. */
    private static final String LEFT_OUT = String.join(
            ",",
            "org.springframework.boot.micrometer.metrics.autoconfigure.jvm.JvmMetricsAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.logging.logback.LogbackMetricsAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.system.SystemMetricsAutoConfiguration",
            "org.springframework.boot.tomcat.autoconfigure.metrics.TomcatMetricsAutoConfiguration");

    /**
     * The command that runs it, for a short start and a small heap.
     *
     * @param temporary for the JVM's temporary files
     */
    List<String> command(Path temporary) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:SharedArchiveFile=" + jar.resolveSibling("classes.jsa"),
                "-Xshare:auto",
                "-Xlog:disable",
                "-Xlog:all=warning:stderr:uptime,level,tags",
                "-Xlog:cds=off",
                "-Xlog:cds+dynamic=off",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xms48m",
                "-Xmx96m",
                "-Xmn12m",
                "-XX:-UsePerfData",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:+EnableDynamicAgentLoading", // Without a warning: its clock may be shifted.
                "-Djava.io.tmpdir=" + temporary,
                "-Dlockrace.lifeline=true",
                "-Dspring.autoconfigure.exclude=" + LEFT_OUT));
        command.addAll(arguments());
        return command;
    }

    private List<String> arguments() throws IOException {
        return more.isEmpty() ? List.of("-jar", jar.toString()) : List.of("-cp", classPath(), mainClass());
    }

    private String classPath() {
        return Stream.concat(Stream.of(jar), more.stream())
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private String mainClass() throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getManifest().getMainAttributes().getValue(Attributes.Name.MAIN_CLASS);
        }
    }
}
