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

/** However the command ends, no process of it and no file outside its work folder is left. */
class NothingStaysBehindIT {

    private static final Path HOME = Path.of(System.getProperty("lockrace.home"));
    private static final int LIMIT_SECONDS = 120;

    /** Producer, worker, server host, PostgreSQL and its guard, at least. */
    private static final int MIN_PROCESSES = 5;

    private static final List<Path> SHARED_PLACES = List.of(Path.of("/tmp"), Path.of("/dev/shm"));

    private static final Pattern ADDRESS = Pattern.compile("127\\.0\\.0\\.1:(\\d+)");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "KILL"})
    void after_a_signal_while_all_is_up(String signal) throws Exception {
        try (LabProcess lab = LabProcess.start(HOME, folder, "race", "--keep", "--workers", "1", "--hold", "10ms")) {
            await().atMost(LIMIT_SECONDS, SECONDS).until(() -> lab.err().contains("All stays up until Ctrl-C"));
            endAndAssertNothingStays(lab, signal);
        }
    }

    @Test
    void after_SIGKILL_while_it_starts() throws Exception {
        try (LabProcess lab = LabProcess.start(HOME, folder, "race", "--workers", "2")) {
            await().atMost(LIMIT_SECONDS, SECONDS).until(() -> lab.err().contains("services"));
            endAndAssertNothingStays(lab, "KILL");
        }
    }

    @Test
    void after_SIGKILL_while_a_worker_is_frozen() throws Exception {
        try (LabProcess lab =
                LabProcess.start(HOME, folder, "faults", "--backend", "redis", "--fault", "holder-frozen")) {
            await().atMost(LIMIT_SECONDS, SECONDS)
                    .until(() -> lab.handle().descendants().anyMatch(NothingStaysBehindIT::isStopped));
            endAndAssertNothingStays(lab, "KILL");
        }
    }

    private static boolean isStopped(ProcessHandle process) {
        try {
            Process ps = new ProcessBuilder("ps", "-o", "stat=", "-p", String.valueOf(process.pid())).start();
            return new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).startsWith("T");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void after_a_failed_start_which_says_which_part_failed_and_why() throws Exception {
        Path home = Files.createDirectory(folder.resolve("home"));
        for (String service : List.of("producer-service", "worker-service")) {
            Path app = Files.createDirectories(home.resolve(service).resolve("target/app"));
            Files.writeString(app.resolve(service + ".jar"), "no jar at all");
        }
        try (LabProcess lab = LabProcess.start(home, folder, "race", "--workers", "1")) {
            await().atMost(LIMIT_SECONDS, SECONDS).until(() -> lab.err().contains("services"));

            assertThat(lab.exitCode(LIMIT_SECONDS)).isEqualTo(1);

            assertThat(lab.err())
                    .containsPattern(
                            "lockrace: producer ended with exit code 1; see \\S+/logs/producer.log, which ends with:\\s+"
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

    private void endAndAssertNothingStays(LabProcess lab, String signal) throws Exception {
        List<ProcessHandle> processes = lab.handle().descendants().toList();
        assertThat(processes).hasSizeGreaterThanOrEqualTo(MIN_PROCESSES);

        send(signal, lab.handle());

        lab.exitCode(LIMIT_SECONDS);
        await().atMost(LIMIT_SECONDS, SECONDS)
                .untilAsserted(() -> assertThat(processes).noneMatch(ProcessHandle::isAlive));
        await().atMost(LIMIT_SECONDS, SECONDS)
                .untilAsserted(() -> assertThat(dataFolders()).isEmpty());
        assertThat(traces(lab, processes)).isEmpty();
    }

    private static void send(String signal, ProcessHandle process) throws IOException, InterruptedException {
        int exitCode = new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        assertThat(exitCode).isZero();
    }

    /** Folders with the data of servers, in the work folders of all calls. */
    private static List<Path> dataFolders() throws IOException {
        try (Stream<Path> files = Files.find(HOME.resolve("target/lockrace"), 2, (file, kind) -> isOfAServer(file))) {
            return files.toList();
        }
    }

    private static boolean isOfAServer(Path file) {
        return file.getFileName().toString().matches("servers|server-\\w+");
    }

    /**
     * Files in places that all programs share which name one of the processes, as a JVM's performance data do, or one of
     * the ports, as the folders of a web server and the sockets of PostgreSQL do.
     */
    private static List<String> traces(LabProcess lab, List<ProcessHandle> processes) throws IOException {
        Set<String> names = new TreeSet<>();
        names.add(String.valueOf(lab.handle().pid()));
        processes.forEach(process -> names.add(String.valueOf(process.pid())));
        ADDRESS.matcher(lab.err()).results().forEach(address -> names.add(address.group(1)));
        Pattern named = Pattern.compile("(.*\\D)?(%s)(\\D.*)?".formatted(String.join("|", names)));
        List<String> traces = new ArrayList<>();
        for (Path place : SHARED_PLACES) {
            traces.addAll(filesNamed(named, place));
        }
        return traces;
    }

    private static List<String> filesNamed(Pattern named, Path place) throws IOException {
        if (!Files.isDirectory(place)) {
            return List.of();
        }
        Set<Path> files = new TreeSet<>();
        try (Stream<Path> children = Files.list(place)) {
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
