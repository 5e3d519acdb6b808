package dev.lockrace.lab.docker;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A service from its packaged jar, as a process of its own that ends with this JVM. */
final class PackagedService implements AutoCloseable {

    private static final Path LOGS = ComposeFile.HOME.resolve("lab/target/docker-tests");
    private static final Duration READY_LIMIT = Duration.ofMinutes(2);
    private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private final String name;
    private final URI readiness;
    private final Path log;
    private final Process process;

    private PackagedService(String name, URI readiness, Path log, Process process) {
        this.name = name;
        this.readiness = readiness;
        this.log = log;
        this.process = process;
    }

    /**
     * Starts a service, and does not wait for it.
     *
     * @param service whose jar it is
     * @param settings Spring Boot properties
     */
    static PackagedService start(String service, String name, int managementPort, Map<String, String> settings)
            throws IOException {
        Path app = ComposeFile.HOME.resolve(service).resolve("target/app");
        Files.createDirectories(LOGS);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:SharedArchiveFile=" + app.resolve("classes.jsa"),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx96m",
                "-Djava.io.tmpdir=" + LOGS,
                "-Dlockrace.lifeline=true",
                "-jar",
                app.resolve(service + ".jar").toString(),
                "--server.address=127.0.0.1"));
        settings.forEach((key, value) -> command.add("--" + key + "=" + value));
        Path log = LOGS.resolve(name + ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        URI readiness = URI.create("http://127.0.0.1:%d/actuator/health/readiness".formatted(managementPort));
        return new PackagedService(name, readiness, log, process);
    }

    /** A port that is free now. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    String name() {
        return name;
    }

    void awaitReady(HttpClient http) {
        await(name + " to be ready, see " + log)
                .atMost(READY_LIMIT)
                .failFast(name + " ended, see " + log, () -> !process.isAlive())
                .until(() -> isReady(http));
    }

    private boolean isReady(HttpClient http) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(readiness).timeout(CHECK_TIMEOUT).build();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false; // Not listening yet.
        }
    }

    /** As by SIGKILL. */
    void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
        }
    }
}
