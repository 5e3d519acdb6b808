package dev.lockrace.servers.host;

import dev.lockrace.servers.process.Directories;
import dev.lockrace.servers.process.Traces;
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

/** A {@link ServerHost} as a child process, seen from nearer than {@link HostedServers} lets one. */
final class HostProcess implements AutoCloseable {

    static final Duration LIMIT = Duration.ofSeconds(30);

    private final Path folder = TestDirectories.unused("host");
    private final Path log = folder.resolveSibling(folder.getFileName() + ".log");
    private final Process process;
    private final BufferedReader out;

    private HostProcess(Map<String, String> environment, String... servers) throws IOException {
        HostLaunch launch = HostLaunch.ofThisJvm(folder, TestDirectories.cache(), log, servers);
        Files.createDirectories(launch.temporary());
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

    /** Reads its reports until there are no more or all servers are up. */
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

    Path folder() {
        return folder;
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    Traces traces() {
        return Traces.of(process.toHandle(), folder);
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

    /** The code that it exits with; null when it does not. */
    @Nullable
    Integer exitCode() throws InterruptedException {
        return process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) ? process.exitValue() : null;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.destroyForcibly();
        process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
        Files.deleteIfExists(log);
        Directories.delete(folder.resolve("tmp"));
        Directories.deleteIfEmpty(folder);
    }
}
