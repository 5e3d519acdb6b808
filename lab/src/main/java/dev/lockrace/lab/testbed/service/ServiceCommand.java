package dev.lockrace.lab.testbed.service;

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
 * The command line that runs a service in its own JVM.
 *
 * @param jar the application
 * @param extraClasses class path entries in addition to the application's own
 * @param jvmOptions options of the JVM in addition to those below
 */
record ServiceCommand(Path jar, List<Path> extraClasses, List<String> jvmOptions) {

    /** Metrics that the lab does not read, such as the JVM's. Without them a worker needs 10% less CPU time to start. */
    private static final String EXCLUDED = String.join(
            ",",
            "org.springframework.boot.micrometer.metrics.autoconfigure.jvm.JvmMetricsAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.logging.logback.LogbackMetricsAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.system.SystemMetricsAutoConfiguration",
            "org.springframework.boot.tomcat.autoconfigure.metrics.TomcatMetricsAutoConfiguration");

    /**
     * Returns the command line, tuned for a short startup and a small heap. Spring's ahead-of-time processing is not
     * used: it would fix the set of lock backends at build time, which settings determine here.
     *
     * @param temporary the directory for the JVM's temporary files
     */
    List<String> commandLine(Path temporary) throws IOException {
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
                "-XX:+EnableDynamicAgentLoading", // no warning when a fault loads the clock agent
                "-Djava.io.tmpdir=" + temporary,
                "-Dlockrace.lifeline=true",
                "-Dspring.autoconfigure.exclude=" + EXCLUDED));
        command.addAll(jvmOptions);
        command.addAll(arguments());
        return command;
    }

    private List<String> arguments() throws IOException {
        return extraClasses.isEmpty() ? List.of("-jar", jar.toString()) : List.of("-cp", classPath(), mainClass());
    }

    private String classPath() {
        return Stream.concat(Stream.of(jar), extraClasses.stream())
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private String mainClass() throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getManifest().getMainAttributes().getValue(Attributes.Name.MAIN_CLASS);
        }
    }
}
