package dev.lockrace.lab;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.FileSystemUtils;

/** The script, in a copy of the checkout's skeleton and with stubs for mvn and java. */
class ScriptIT {

    private static final int LIMIT_SECONDS = 60;

    @TempDir
    private Path checkout;

    private Path bin;

    @BeforeEach
    void copySkeleton() throws IOException {
        Path home = Path.of(System.getProperty("lockrace.home"));
        Files.copy(home.resolve("lockrace"), checkout.resolve("lockrace"));
        Files.createFile(checkout.resolve("pom.xml"));
        Files.createDirectory(checkout.resolve(".mvn"));
        for (String module : List.of(
                "lock-backends",
                "fault-injection",
                "embedded-servers",
                "race-model",
                "service-support",
                "producer-service",
                "worker-service",
                "clock-agent",
                "lab",
                "lock-benchmarks")) {
            Files.createDirectories(checkout.resolve(module).resolve("src/main"));
            Files.createFile(checkout.resolve(module).resolve("pom.xml"));
        }
        bin = Files.createDirectory(checkout.resolve("bin"));
        program("java", "echo java was called: \"${@: -2}\"");
    }

    private void program(String name, String body) throws IOException {
        Path file = bin.resolve(name);
        Files.writeString(file, "#!/bin/bash\n" + body + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private Process script() throws IOException, InterruptedException {
        return script("race", "--json");
    }

    private Process script(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("bash", checkout.resolve("lockrace").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(Interruptible.command(command))
                .redirectOutput(checkout.resolve("out").toFile())
                .redirectError(checkout.resolve("err").toFile());
        builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
        builder.environment().remove("JAVA_HOME");
        return builder.start();
    }

    /** Returns a stub of mvn that creates the results of a build. */
    private String successfulBuild() {
        String apps = Stream.of("producer-service", "worker-service")
                .map(service -> "mkdir -p %1$s/target/app; touch %1$s/target/app/%1$s.jar".formatted(service))
                .collect(Collectors.joining("; "));
        String agent = "mkdir -p clock-agent/target; touch clock-agent/target/clock-agent.jar";
        return "cd %s; echo built >>builds; mkdir -p {lab,lock-benchmarks}/target/{classes,lib}; %s; %s"
                .formatted(checkout, apps, agent);
    }

    private int run() throws IOException, InterruptedException {
        return exitCode(script());
    }

    private static int exitCode(Process script) throws InterruptedException {
        assertThat(script.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        return script.exitValue();
    }

    private String text(String file) throws IOException {
        Path path = checkout.resolve(file);
        return Files.exists(path) ? Files.readString(path) : "";
    }

    @Test
    void builds_once_and_passes_the_arguments_to_the_command() throws Exception {
        program("mvn", successfulBuild());

        assertThat(run()).isZero();
        assertThat(run()).isZero();

        assertThat(text("out")).isEqualTo("java was called: race --json\n");
        assertThat(text("builds")).isEqualTo("built\n");
    }

    @Test
    void builds_again_when_a_source_is_newer() throws Exception {
        program("mvn", successfulBuild());
        assertThat(run()).isZero();
        Path stamp = checkout.resolve("target/lockrace-built");
        Path source = Files.createFile(checkout.resolve("worker-service/src/main/New.java"));
        Files.setLastModifiedTime(
                source, FileTime.fromMillis(Files.getLastModifiedTime(stamp).toMillis() + 2_000));

        assertThat(run()).isZero();

        assertThat(text("builds")).isEqualTo("built\nbuilt\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lab/target/classes", "lab/target/lib", "worker-service/target/app", "clock-agent/target"})
    void builds_again_when_a_result_was_deleted(String result) throws Exception {
        program("mvn", successfulBuild());
        assertThat(run()).isZero();
        FileSystemUtils.deleteRecursively(checkout.resolve(result));

        assertThat(run()).isZero();

        assertThat(text("builds")).isEqualTo("built\nbuilt\n");
    }

    @Test
    void each_subcommand_builds_only_its_own_modules() throws Exception {
        program("mvn", successfulBuild() + "; echo \"$*\" >>builds");
        program("java", "echo \"${@: -3}\"");

        assertThat(exitCode(script("bench", "locks", "--quick"))).isZero();
        assertThat(text("out")).isEqualTo("dev.lockrace.benchmarks.Bench locks --quick\n");
        assertThat(exitCode(script("race", "--json"))).isZero();
        assertThat(text("out")).isEqualTo("dev.lockrace.lab.Lockrace race --json\n");
        assertThat(exitCode(script("bench", "locks", "--quick"))).isZero();

        assertThat(text("builds").lines().filter(line -> !line.equals("built")))
                .hasSize(2)
                .satisfiesExactly(
                        bench -> assertThat(bench).contains("-pl lock-benchmarks -am"),
                        race -> assertThat(race).contains("-pl producer-service,worker-service,clock-agent,lab -am"));
    }

    @Test
    void a_failed_build_reports_the_error_and_its_log() throws Exception {
        program("mvn", "echo '[ERROR] No such artifact'; exit 1");

        assertThat(run()).isEqualTo(1);

        assertThat(text("err"))
                .contains("[ERROR] No such artifact")
                .contains("the build failed; see " + checkout.resolve("target/lockrace-build.log"));
        assertThat(text("out")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "KILL"})
    void a_build_ends_with_the_script(String signal) throws Exception {
        program("mvn", "sleep 600 & echo $$ $! >" + checkout.resolve("pids") + "; wait");
        Process script = script();
        await().atMost(LIMIT_SECONDS, SECONDS).until(() -> text("pids").endsWith("\n"));
        List<ProcessHandle> build = new ArrayList<>();
        for (String pid : text("pids").strip().split(" ", -1)) {
            build.add(ProcessHandle.of(Long.parseLong(pid)).orElseThrow());
        }

        new ProcessBuilder("kill", "-" + signal, String.valueOf(script.pid()))
                .start()
                .waitFor();

        assertThat(script.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(script.exitValue()).isNotZero();
        await().atMost(LIMIT_SECONDS, SECONDS)
                .untilAsserted(() -> assertThat(build).noneMatch(ProcessHandle::isAlive));
    }
}
