package dev.lockrace.lab.race;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockrace.lab.LabProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However the command exits, it leaves no process and no file outside its work directory. */
class CleanupIT {

    private static final Path HOME = Path.of(System.getProperty("lockrace.home"));
    private static final int LIMIT_SECONDS = 120;

    /** Producer, worker, server host, PostgreSQL and its guard. */
    private static final int MIN_PROCESSES = 5;

    private static final List<Path> SHARED_DIRECTORIES = List.of(Path.of("/tmp"), Path.of("/dev/shm"));

    private static final Pattern ADDRESS = Pattern.compile("127\\.0\\.0\\.1:(\\d+)");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "KILL"})
    void nothing_remains_after_a_signal_while_all_services_are_running(String signal) throws Exception {
        try (LabProcess lab = LabProcess.start(HOME, directory, "race", "--keep", "--workers", "1", "--hold", "10ms")) {
            await().atMost(LIMIT_SECONDS, SECONDS)
                    .until(() -> lab.err().contains("Servers and services keep running until Ctrl-C"));
            endAndAssertNothingRemains(lab, signal);
        }
    }

    @Test
    void nothing_remains_after_SIGKILL_during_startup() throws Exception {
        try (LabProcess lab = LabProcess.start(HOME, directory, "race", "--workers", "2")) {
            await().atMost(LIMIT_SECONDS, SECONDS).until(() -> lab.err().contains("services"));
            endAndAssertNothingRemains(lab, "KILL");
        }
    }

    @Test
    void nothing_remains_after_SIGKILL_while_a_worker_is_paused() throws Exception {
        try (LabProcess lab =
                LabProcess.start(HOME, directory, "faults", "--backend", "redis", "--fault", "holder-paused")) {
            await().atMost(LIMIT_SECONDS, SECONDS)
                    .until(() -> lab.handle().descendants().anyMatch(CleanupIT::isPaused));
            endAndAssertNothingRemains(lab, "KILL");
        }
    }

    private static boolean isPaused(ProcessHandle process) {
        try {
            Process ps = new ProcessBuilder("ps", "-o", "stat=", "-p", String.valueOf(process.pid())).start();
            return new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).startsWith("T");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_failed_start_reports_the_part_and_the_cause_and_nothing_remains() throws Exception {
        Path home = Files.createDirectory(directory.resolve("home"));
        for (String service : List.of("producer-service", "worker-service")) {
            Path app = Files.createDirectories(home.resolve(service).resolve("target/app"));
            Files.writeString(app.resolve(service + ".jar"), "not a jar");
        }
        try (LabProcess lab = LabProcess.start(home, directory, "race", "--workers", "1")) {
            await().atMost(LIMIT_SECONDS, SECONDS).until(() -> lab.err().contains("services"));

            assertThat(lab.exitCode(LIMIT_SECONDS)).isEqualTo(1);

            assertThat(lab.err())
                    .containsPattern(
                            "lockrace: producer exited with code 1; see \\S+/logs/producer.log, which ends with:\\s+"
                                    + "Error: Invalid or corrupt jarfile \\S+/producer-service.jar");
            assertThat(lab.out()).isEmpty();
            assertThat(lab.handle().descendants()).isEmpty();
        }
        try (Stream<Path> files = Files.walk(home.resolve("target/lockrace"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .contains("producer.log")
                    .doesNotContain("servers");
        }
    }

    private void endAndAssertNothingRemains(LabProcess lab, String signal) throws Exception {
        List<ProcessHandle> processes = lab.handle().descendants().toList();
        assertThat(processes).hasSizeGreaterThanOrEqualTo(MIN_PROCESSES);
        Path workDirectory = workDirectory(lab.handle());

        send(signal, lab.handle());

        lab.exitCode(LIMIT_SECONDS);
        await().atMost(LIMIT_SECONDS, SECONDS)
                .untilAsserted(() -> assertThat(processes).noneMatch(ProcessHandle::isAlive));
        await().atMost(LIMIT_SECONDS, SECONDS)
                .untilAsserted(() -> assertThat(dataDirectories(workDirectory)).isEmpty());
        assertThat(traces(lab, processes)).isEmpty();
    }

    private static void send(String signal, ProcessHandle process) throws IOException, InterruptedException {
        int exitCode = new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        assertThat(exitCode).isZero();
    }

    private static Path workDirectory(ProcessHandle command) throws IOException {
        try (Stream<Path> invocations = Files.list(HOME.resolve("target/lockrace"))) {
            return invocations
                    .filter(invocation -> invocation.getFileName().toString().endsWith("-" + command.pid()))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static List<Path> dataDirectories(Path workDirectory) throws IOException {
        try (Stream<Path> files = Files.find(workDirectory, 1, (file, kind) -> isServerData(file))) {
            return files.toList();
        }
    }

    private static boolean isServerData(Path file) {
        return file.getFileName().toString().matches("servers|server-\\w+");
    }

    /**
     * Returns files in shared directories whose name contains the id of a process, like the performance data of a JVM, or
     * a port, like the directory of a web server or a socket of PostgreSQL.
     */
    private static List<String> traces(LabProcess lab, List<ProcessHandle> processes) throws IOException {
        Set<String> names = new TreeSet<>();
        names.add(String.valueOf(lab.handle().pid()));
        processes.forEach(process -> names.add(String.valueOf(process.pid())));
        ADDRESS.matcher(lab.err()).results().forEach(address -> names.add(address.group(1)));
        Pattern named = Pattern.compile("(.*\\D)?(%s)(\\D.*)?".formatted(String.join("|", names)));
        List<String> traces = new ArrayList<>();
        for (Path directory : SHARED_DIRECTORIES) {
            traces.addAll(filesNamed(named, directory));
        }
        return traces;
    }

    private static List<String> filesNamed(Pattern named, Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        Set<Path> files = new TreeSet<>();
        try (Stream<Path> children = Files.list(directory)) {
            for (Path child : children.toList()) {
                files.add(child);
                if (child.getFileName().toString().startsWith("hsperfdata_") && Files.isReadable(child)) {
                    try (Stream<Path> data = Files.list(child)) {
                        data.forEach(files::add);
                    }
                }
            }
        }
        return files.stream()
                .filter(file -> named.matcher(file.getFileName().toString()).matches())
                .map(Path::toString)
                .toList();
    }
}
