package dev.lockrace.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final Path GROUP = Staging.DIRECTORY.resolve("dev/lockrace");
    private static final String VERSION = System.getProperty("lockrace.version");

    @BeforeAll
    static void deploy() throws Exception {
        Staging.deployOnce();
    }

    @Test
    void only_the_library_its_starter_the_kit_and_what_the_kit_needs_are_published() throws IOException {
        assertThat(Directories.names(GROUP))
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
        assertThat(Directories.names(GROUP.resolve(artifact).resolve(VERSION)))
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
        Directories.delete(program);
        Directories.copy(Path.of("src/test/consumer").toAbsolutePath(), program);
        List<String> arguments = new ArrayList<>(List.of(
                "test",
                "-Dtest=ProgramTest,ApplicationTest,BackendTest#L11_*",
                "-Dmaven.repo.local=" + Staging.repositoryWithoutThisProject(),
                "-Dstaging.url=" + Staging.DIRECTORY.toUri()));
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.matches("lockrace\\.(.*-plugin\\.)?version"))
                .forEach(name -> arguments.add("-D%s=%s".formatted(name, System.getProperty(name))));
        arguments.addAll(Maven.offline());

        Maven.run(program, TARGET.resolve("consumer.log"), arguments);

        assertThat(Directories.names(program.resolve("target/surefire-reports")))
                .contains("TEST-ProgramTest.xml", "TEST-ApplicationTest.xml", "TEST-BackendTest.xml");
    }

    private static Path pom(String artifact) throws IOException {
        try (Stream<Path> files = Files.list(GROUP.resolve(artifact).resolve(VERSION))) {
            return files.filter(file -> file.toString().endsWith(".pom"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
