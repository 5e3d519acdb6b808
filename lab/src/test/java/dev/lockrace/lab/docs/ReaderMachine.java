package dev.lockrace.lab.docs;

import dev.lockrace.lab.docs.Tutorial.SavedFile;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.util.FileSystemUtils;

/** What the machine of a reader provides, without an effect on this machine: an empty directory, Maven and Java. */
final class ReaderMachine {

    /** The modules whose build results the command needs. */
    private static final List<String> BUILT = List.of("lab", "producer-service", "worker-service", "clock-agent");

    /** Kept from one test to the next, so that Maven's plugins are copied once. */
    private static final Path REPOSITORY = MarkdownPage.CHECKOUT.resolve("lab/target/getting-started-repository");

    /** Maven looks for artifacts in the local repository of this machine first, and then in its usual repositories. */
    private static final String SETTINGS = """
            <settings>
              <profiles>
                <profile>
                  <id>this-machine</id>
                  <repositories><repository>%1$s</repository></repositories>
                  <pluginRepositories><pluginRepository>%1$s</pluginRepository></pluginRepositories>
                </profile>
              </profiles>
              <activeProfiles><activeProfile>this-machine</activeProfile></activeProfiles>
            </settings>
            """.formatted(
                    """
                            <id>this-machine</id><url>%s</url>
                            <releases><checksumPolicy>ignore</checksumPolicy></releases>
                            <snapshots><enabled>false</enabled></snapshots>""".formatted(Path.of(property("lockrace.maven.repository")).toUri()));

    private ReaderMachine() {}

    /** Creates an empty directory, and a Maven that installs into a repository of its own. */
    static void create(Path temporary) throws IOException {
        Files.createDirectory(temporary.resolve("empty"));
        Path settings = Files.writeString(temporary.resolve("settings.xml"), SETTINGS);
        Path mvn = Files.createDirectory(temporary.resolve("bin")).resolve("mvn");
        Files.writeString(
                mvn,
                "#!/bin/sh\nexec '%s/bin/mvn' -gs '%s' -Dmaven.repo.local='%s' \"$@\"\n"
                        .formatted(property("lockrace.maven.home"), settings, REPOSITORY));
        if (!mvn.toFile().setExecutable(true)) {
            throw new IOException("Cannot make " + mvn + " executable");
        }
        FileSystemUtils.deleteRecursively(REPOSITORY.resolve("dev/lockrace"));
    }

    /** Returns the environment in which {@code mvn} and {@code java} are those of this test. */
    static Map<String, String> environment(Path bin) {
        String java = Path.of(System.getProperty("java.home"), "bin").toString();
        return Map.of("PATH", String.join(File.pathSeparator, bin.toString(), java, System.getenv("PATH")));
    }

    /** Adds changes that are not committed yet, and the build results, to a clone of this checkout. */
    static void addBuildResults(Path clone) throws IOException {
        for (Path file : GitFiles.matching().toList()) {
            Path copy = clone.resolve(file.toString());
            Files.createDirectories(Objects.requireNonNull(copy.getParent()));
            Files.copy(
                    MarkdownPage.CHECKOUT.resolve(file),
                    copy,
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.COPY_ATTRIBUTES);
        }
        for (String module : BUILT) {
            Files.createSymbolicLink(
                    clone.resolve(module).resolve("target"),
                    MarkdownPage.CHECKOUT.resolve(module).resolve("target"));
        }
        // The script compares the sources with this file.
        Files.createFile(Files.createDirectory(clone.resolve("target")).resolve("lockrace-built"));
    }

    /** Saves a file of the tutorial. */
    static void save(Path directory, SavedFile file) throws IOException {
        Path path = directory.resolve(file.name());
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        Files.writeString(path, file.text());
    }

    private static String property(String name) {
        return Objects.requireNonNull(System.getProperty(name), name);
    }
}
