package dev.lockrace.conformance.mutant;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs the named tests on each mutant, and fails for a mutant that survives. Only {@code -Pmutation} runs this class.
 *
 * <p>{@code -Dlockrace.mutants=mark-.*} selects mutants by name. The tests must also pass without the defect. Results
 * are kept in {@code target/mutants/results.tsv}, so that a run that was stopped continues. A result is valid until the
 * patch or the patched file changes. After a change of the tests, delete the file.
 */
class MutantRuns {

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Path DIRECTORY = Path.of("target/mutants").toAbsolutePath();
    private static final Path RESULTS = DIRECTORY.resolve("results.tsv");
    private static final String NONE = "without a defect";

    private final Map<String, String> known = new HashMap<>();

    @TestFactory
    Stream<DynamicTest> every_mutant_is_killed() throws IOException {
        Files.createDirectories(DIRECTORY);
        if (Files.exists(RESULTS)) {
            Files.readAllLines(RESULTS).forEach(this::remember);
        }
        return Mutant.all().stream()
                .filter(mutant -> mutant.equivalent().isEmpty())
                .filter(mutant -> mutant.name().matches(System.getProperty("lockrace.mutants", ".*")))
                .map(mutant -> DynamicTest.dynamicTest(mutant.name(), () -> assertKilled(mutant)));
    }

    private void remember(String line) {
        int result = line.lastIndexOf('\t');
        known.put(line.substring(0, result), line.substring(result + 1));
    }

    private void assertKilled(Mutant mutant) throws Exception {
        String revision = UUID.nameUUIDFromBytes((mutant + mutant.original()).getBytes(StandardCharsets.UTF_8))
                .toString();
        String killed = result(mutant.name(), revision, compiled(mutant), mutant.tests());

        assertThat(killed).as("%s, which %s", mutant.name(), mutant.breaks()).startsWith("killed");
        assertThat(result(String.join(", ", mutant.tests()), NONE, null, mutant.tests()))
                .as("the tests without a defect")
                .isEqualTo("survived");
    }

    private String result(String name, String revision, @Nullable Path classes, List<String> tests) throws Exception {
        String key = name + "\t" + revision;
        String result = known.get(key);
        if (result == null) {
            result = run(name, classes, tests);
            known.put(key, result);
            Files.writeString(
                    RESULTS, key + "\t" + result + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        return result;
    }

    /** Returns a directory with the compiled class, or the resource, that has the defect. */
    private static Path compiled(Mutant mutant) throws IOException {
        Path directory = DIRECTORY.resolve(mutant.name());
        Path classes = Files.createDirectories(directory.resolve("classes"));
        String target = mutant.target().toString();
        if (!target.endsWith(".java")) {
            Path resource = classes.resolve(target.replaceFirst(".*/src/main/resources/", ""));
            Files.createDirectories(resource.getParent());
            Files.writeString(resource, mutant.mutated());
            return classes;
        }
        Path source = directory.resolve(mutant.target().getFileName());
        Files.writeString(source, mutant.mutated());
        int exit = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-nowarn",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        classes.toString(),
                        source.toString());
        assertThat(exit).as("compilation of " + mutant.name()).isZero();
        return classes;
    }

    private static String run(String name, @Nullable Path classes, List<String> tests)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "-Djava.util.logging.config.file=" + System.getProperty("java.util.logging.config.file"),
                "-Dnet.spy.log.LoggerImpl=" + System.getProperty("net.spy.log.LoggerImpl"),
                SelectedTests.class.getName()));
        command.addAll(tests);
        Path log = DIRECTORY.resolve((classes == null ? "none" : name) + ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        String unitTests = Path.of("../lock-backends/target/test-classes").toString();
        String classPath = System.getProperty("java.class.path") + File.pathSeparator + unitTests;
        builder.environment().put("CLASSPATH", classes == null ? classPath : classes + File.pathSeparator + classPath);
        Process process = builder.start();
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                return "killed by the time limit";
            }
        } finally {
            process.destroyForcibly();
        }
        return switch (process.exitValue()) {
            case SelectedTests.PASSED -> "survived";
            case SelectedTests.FAILED ->
                "killed by "
                        + Files.readString(log)
                                .lines()
                                .filter(line -> line.startsWith(SelectedTests.FAILURE))
                                .map(line -> line.substring(SelectedTests.FAILURE.length()))
                                .findFirst()
                                .orElseThrow();
            default -> throw new IOException("The tests %s could not run, see %s".formatted(tests, log));
        };
    }
}
