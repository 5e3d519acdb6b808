package dev.lockrace.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/**
 * The project of the README, built by the Maven that runs this build, with that Maven's default plugins and against the
 * published POMs.
 *
 * <p>The project has a local repository of its own. It contains this build's artifacts, and links to the directories of
 * the running build's repository for everything else. Nothing is installed where another project could find it. Maven
 * downloads what is missing there, such as default plugins that the running build does not use.
 */
class ReadmeProjectIT {

    private static final Path EXAMPLES = Path.of("src/test/java/dev/lockrace/conformance/example");
    private static final String PACKAGE = "package dev.lockrace.conformance.example;\n\n";
    private static final Pattern POM = Pattern.compile("```xml\n(<project.*?)```", Pattern.DOTALL);
    private static final Pattern TEST = Pattern.compile("```java\n([^`]*class MapLockTest.*?)```", Pattern.DOTALL);
    private static final Pattern SUMMARY =
            Pattern.compile("Tests run: (\\d+), Failures: (\\d+), Errors: (\\d+), Skipped: (\\d+)");
    private static final int LIMIT_MINUTES = 5;

    /** The local repository of the running build. */
    private static final Path SHARED = Path.of(System.getProperty("lockrace.maven.repository"));

    @TempDir
    private Path directory;

    private Path project;
    private Path repository;

    @BeforeEach
    void createProject() throws IOException {
        project = Files.createDirectory(directory.resolve("project"));
        Files.createDirectory(
                project.resolve(".mvn")); // otherwise Maven finds that of this build in a parent directory
        Files.writeString(project.resolve("pom.xml"), fromReadme(POM));
        write("src/main/java", "MapLockBackend", Files.readString(EXAMPLES.resolve("MapLockBackend.java")));
        write("src/test/java", "MapLockTest", PACKAGE + fromReadme(TEST));
        repository = Files.createDirectory(directory.resolve("repository"));
        linkAllBut(repository, SHARED, "dev");
        linkAllBut(Files.createDirectory(repository.resolve("dev")), SHARED.resolve("dev"), "lockrace");
        for (String module : List.of("lock-backends", "fault-injection", "lock-conformance")) {
            install(module);
        }
    }

    /** Deletes the links, about each of which JUnit would warn, and keeps what Maven downloaded beside them. */
    @AfterEach
    void deleteLinksAndKeepDownloads() throws IOException {
        try (DirectoryStream<Path> groups =
                Files.newDirectoryStream(repository.resolve("dev"), Files::isSymbolicLink)) {
            for (Path group : groups) {
                Files.delete(group);
            }
        }
        try (DirectoryStream<Path> groups = Files.newDirectoryStream(repository, group -> !group.endsWith("dev"))) {
            for (Path group : groups) {
                if (Files.isSymbolicLink(group)) {
                    Files.delete(group);
                } else {
                    FileSystemUtils.copyRecursively(group, SHARED.resolve(group.getFileName()));
                }
            }
        }
    }

    @Test
    void correct_backend_passes_every_test() throws Exception {
        Build build = maven("test");

        assertThat(build.exitCode()).as(build.output()).isZero();
        assertThat(build.testsRun()).as("tests run").isGreaterThan(30);
    }

    @Test
    void backend_without_owner_check_fails_the_tests_of_L3() throws Exception {
        Path backend = file("src/main/java", "MapLockBackend");
        String ownerCheck = " && held.owner.equals(owner)";
        assertThat(Files.readString(backend)).contains(ownerCheck);
        Files.writeString(backend, Files.readString(backend).replace(ownerCheck, ""));

        Build build = maven("test", "-Dtest=MapLockTest#L3*");

        assertThat(build.exitCode()).as(build.output()).isNotZero();
        assertThat(build.testsRun()).as("tests run").isPositive();
        assertThat(build.output()).contains("MapLockTest.L3_", "There are test failures");
    }

    @Test
    void build_without_tests_fails() throws Exception {
        Files.delete(file("src/test/java", "MapLockTest"));
        write("src/test/java", "MapLockContract", PACKAGE + fromReadme(TEST).replace("MapLockTest", "MapLockContract"));

        Build build = maven("test");

        assertThat(build.exitCode()).as(build.output()).isNotZero();
        assertThat(build.output()).contains("No tests were executed");
    }

    private record Build(int exitCode, String output) {

        int testsRun() {
            Matcher summary = SUMMARY.matcher(output);
            int tests = 0;
            while (summary.find()) {
                tests = Integer.parseInt(summary.group(1));
            }
            return tests;
        }
    }

    private Build maven(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("lockrace.maven.home"), "bin", "mvn").toString(),
                "--batch-mode",
                "-Dstyle.color=never",
                "-Dmaven.repo.local=" + repository));
        command.addAll(Arrays.asList(arguments));
        Path output = directory.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process maven = builder.start();
        try {
            assertThat(maven.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES))
                    .as("Maven has exited")
                    .isTrue();
            return new Build(maven.exitValue(), Files.readString(output));
        } finally {
            maven.descendants().forEach(ProcessHandle::destroyForcibly);
            maven.destroyForcibly();
        }
    }

    private static String fromReadme(Pattern pattern) throws IOException {
        Matcher found = pattern.matcher(Files.readString(Path.of("README.md")));
        assertThat(found.find()).as("%s in the README", pattern).isTrue();
        return found.group(1);
    }

    private Path file(String directory, String type) {
        return project.resolve(directory).resolve("dev/lockrace/conformance/example/" + type + ".java");
    }

    private void write(String directory, String type, String source) throws IOException {
        Path file = file(directory, type);
        Files.createDirectories(file.getParent());
        Files.writeString(file, source);
    }

    private static void linkAllBut(Path directory, Path target, String excluded) throws IOException {
        if (!Files.isDirectory(target)) {
            return;
        }
        try (DirectoryStream<Path> children = Files.newDirectoryStream(target)) {
            for (Path child : children) {
                if (!child.endsWith(excluded)) {
                    Files.createSymbolicLink(directory.resolve(child.getFileName()), child);
                }
            }
        }
    }

    private void install(String module) throws IOException {
        String version = System.getProperty("lockrace.version");
        String artifact = "lockrace-" + module;
        Path built = Path.of("..", module, "target");
        Path installed = Files.createDirectories(
                repository.resolve("dev/lockrace").resolve(artifact).resolve(version));
        Files.copy(
                built.resolve("%s-%s.jar".formatted(artifact, version)),
                installed.resolve("%s-%s.jar".formatted(artifact, version)));
        Files.copy(built.resolve("published-pom.xml"), installed.resolve("%s-%s.pom".formatted(artifact, version)));
    }
}
