package dev.lockrace.servers.host;

import dev.lockrace.servers.process.Directories;
import dev.lockrace.servers.process.ProcessTraces;
import dev.lockrace.testsupport.TestDirectories;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A {@link ServerHost} as a child process, with more access than {@link HostedServers} has. */
final class HostProcess implements AutoCloseable {

    static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Path directory = TestDirectories.unused("host");
    private final Path log = directory.resolveSibling(directory.getFileName() + ".log");
    private final Process process;
    private final BufferedReader out;

    private HostProcess(Map<String, String> environment, String... servers) throws IOException {
        HostLaunch launch = HostLaunch.ofThisJvm(directory, TestDirectories.cache(), log, servers);
        Files.createDirectories(launch.temporaryDirectory());
        ProcessBuilder builder = new ProcessBuilder(launch.command()).redirectError(log.toFile());
        builder.environment().putAll(environment);
        process = builder.start();
        out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static HostProcess start(String... servers) throws IOException {
        return new HostProcess(Map.of(), servers);
    }

    static HostProcess startIn(Map<String, String> environment, String... servers) throws IOException {
        return new HostProcess(environment, servers);
    }

    /** Reads the host's reports until all servers have started, or until end-of-file. */
    List<String> reports() throws IOException {
        List<String> reports = new ArrayList<>();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            reports.add(line);
            if (line.contains("READY")) {
                break;
            }
        }
        return reports;
    }

    Path directory() {
        return directory;
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    ProcessTraces traces() {
        return ProcessTraces.of(process.toHandle(), directory);
    }

    void closeLifeline() throws IOException {
        process.getOutputStream().close();
    }

    void terminate() {
        process.destroy();
    }

    void kill() {
        process.destroyForcibly();
    }

    /** Waits for the exit of the host and returns its exit code, or null after a timeout. */
    @Nullable
    Integer exitCode() throws InterruptedException {
        return process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS) ? process.exitValue() : null;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.destroyForcibly();
        process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        Files.deleteIfExists(log);
        Directories.delete(directory.resolve("tmp"));
        Directories.deleteIfEmpty(directory);
    }
}
