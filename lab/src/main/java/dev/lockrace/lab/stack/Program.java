package dev.lockrace.lab.stack;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a JVM runs.
 *
 * @param jar of the application
 * @param more classes that it finds besides its own
 */
record Program(Path jar, List<Path> more) {

    /** As arguments of {@code java}. */
    List<String> arguments() throws IOException {
        return more.isEmpty() ? List.of("-jar", jar.toString()) : List.of("-cp", classPath(), mainClass());
    }

    private String classPath() {
        return Stream.concat(Stream.of(jar), more.stream())
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private String mainClass() throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getManifest().getMainAttributes().getValue(Attributes.Name.MAIN_CLASS);
        }
    }
}
