package dev.lockrace.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The directory to which the published artifacts are deployed, as to a repository. */
final class Staging {

    static final Path DIRECTORY = Path.of("target", "staging").toAbsolutePath();

    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final Path HOME = Path.of(System.getProperty("lockrace.home"));
    private static boolean deployed;

    private Staging() {}

    /**
     * Deploys the classes that this build has compiled, on the first call. The deploy plugin refuses to run offline, also
     * to a directory.
     */
    static synchronized void deployOnce() throws IOException, InterruptedException {
        if (deployed) {
            return;
        }
        Directories.delete(DIRECTORY);
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
                        "-DaltDeploymentRepository=staging::" + DIRECTORY.toUri(),
                        "-Dmaven.main.skip",
                        "-Dmaven.test.skip",
                        "-Dspotless.check.skip"));
        deployed = true;
    }

    /**
     * Creates a local repository that shares all artifacts with the one of this build, except for those of this project.
     * These must come from the staging directory, also if an earlier version is installed.
     */
    static Path repositoryWithoutThisProject() throws IOException {
        Path repository = TARGET.resolve("consumer-repository");
        Directories.delete(repository);
        link(Maven.REPOSITORY, repository, "dev");
        link(Maven.REPOSITORY.resolve("dev"), repository.resolve("dev"), "lockrace");
        return repository;
    }

    private static void link(Path from, Path to, String excluded) throws IOException {
        Files.createDirectories(to);
        if (!Files.exists(from)) {
            return;
        }
        for (String name : Directories.names(from)) {
            if (!name.equals(excluded)) {
                Files.createSymbolicLink(to.resolve(name), from.resolve(name));
            }
        }
    }
}
