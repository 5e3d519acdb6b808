package dev.lockrace.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deploys a release to a directory, and builds a program against nothing but that directory and Maven Central. */
@Tag("process")
class PublishedArtifactsIT {

    private static final Path HOME = Path.of(System.getProperty("lockrace.home"));
    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final Path STAGING = TARGET.resolve("staging");
    private static final Path GROUP = STAGING.resolve("dev/lockrace");
    private static final String VERSION = System.getProperty("lockrace.version");

    /** Deploys the classes that this build has compiled. The deploy plugin refuses to run offline, also to a directory. */
    @BeforeAll
    static void deploy() throws Exception {
        delete(STAGING);
        Maven.run(
                HOME,
                TARGET.resolve("deploy.log"),
                List.of(
                        "deploy",
                        "-Prelease",
                        "-pl",
                        "bom,lock-backends,spring-boot-starter,lock-conformance,fault-injection,lock-testing",
                        "-am",
                        "-Dmaven.repo.local=" + Maven.REPOSITORY,
                        "-DaltDeploymentRepository=staging::" + STAGING.toUri(),
                        "-Dmaven.main.skip",
                        "-Dmaven.test.skip",
                        "-Dspotless.check.skip"));
    }

    @Test
    void only_the_library_its_starter_the_kit_and_what_the_kit_needs_are_published() throws IOException {
        assertThat(names(GROUP))
                .containsExactlyInAnyOrder(
                        "lockrace-bom",
                        "lockrace-lock-backends",
                        "lockrace-spring-boot-starter",
                        "lockrace-lock-conformance",
                        "lockrace-fault-injection",
                        "lockrace-lock-testing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lockrace-lock-backends",
                "lockrace-spring-boot-starter",
                "lockrace-lock-conformance",
                "lockrace-fault-injection",
                "lockrace-lock-testing"
            })
    void a_module_is_published_with_its_sources_and_javadoc(String artifact) throws IOException {
        assertThat(names(GROUP.resolve(artifact).resolve(VERSION)))
                .anyMatch(name -> name.matches(artifact + "-[\\d.-]+\\.jar"))
                .anyMatch(name -> name.endsWith("-sources.jar"))
                .anyMatch(name -> name.endsWith("-javadoc.jar"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lockrace-bom",
                "lockrace-lock-backends",
                "lockrace-spring-boot-starter",
                "lockrace-lock-conformance",
                "lockrace-fault-injection",
                "lockrace-lock-testing"
            })
    void a_published_pom_describes_the_module_and_nothing_of_its_build(String artifact) throws IOException {
        assertThat(Files.readString(pom(artifact)).replace("${project.version}", VERSION))
                .contains("<name>", "<description>", "<url>https://", "<license>", "<developer>", "<scm")
                .doesNotContain(
                        "<parent>",
                        "<build>",
                        "<profile>",
                        "<properties>",
                        "<repositories>",
                        "<distributionManagement>",
                        "<scope>test</scope>",
                        "spring.io",
                        "${");
    }

    @Test
    void a_program_builds_against_the_published_artifacts() throws Exception {
        Path program = TARGET.resolve("consumer");
        delete(program);
        copy(Path.of("src/test/consumer").toAbsolutePath(), program);
        List<String> arguments = new ArrayList<>(List.of(
                "test",
                "-Dtest=ProgramTest,ApplicationTest,BackendTest#L11_*",
                "-Dmaven.repo.local=" + repositoryWithoutThisProject(),
                "-Dstaging.url=" + STAGING.toUri()));
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.matches("lockrace\\.(.*-plugin\\.)?version"))
                .forEach(name -> arguments.add("-D%s=%s".formatted(name, System.getProperty(name))));
        arguments.addAll(Maven.offline());

        Maven.run(program, TARGET.resolve("consumer.log"), arguments);

        assertThat(names(program.resolve("target/surefire-reports")))
                .contains("TEST-ProgramTest.xml", "TEST-ApplicationTest.xml", "TEST-BackendTest.xml");
    }

    /**
     * Creates a local repository that shares all artifacts with the one of this build, except for those of this project.
     * These must come from the staging directory, also if an earlier version is installed.
     */
    private static Path repositoryWithoutThisProject() throws IOException {
        Path repository = TARGET.resolve("consumer-repository");
        delete(repository);
        link(Maven.REPOSITORY, repository, "dev");
        link(Maven.REPOSITORY.resolve("dev"), repository.resolve("dev"), "lockrace");
        return repository;
    }

    private static void link(Path from, Path to, String excluded) throws IOException {
        Files.createDirectories(to);
        if (!Files.exists(from)) {
            return;
        }
        for (String name : names(from)) {
            if (!name.equals(excluded)) {
                Files.createSymbolicLink(to.resolve(name), from.resolve(name));
            }
        }
    }

    private static Path pom(String artifact) throws IOException {
        try (Stream<Path> files = Files.list(GROUP.resolve(artifact).resolve(VERSION))) {
            return files.filter(file -> file.toString().endsWith(".pom"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> !file.getFileName().toString().startsWith("maven-metadata"))
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    /** Deletes the directory if it exists. Does not follow symbolic links. */
    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                    Files.delete(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        }
    }
}
