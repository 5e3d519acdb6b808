package dev.lockrace.lab.testbed.service;

import dev.lockrace.lab.cli.LabException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The file to which a service writes the port that it listens on. With a port chosen beforehand, another process could
 * take it until the service listens.
 *
 * @param path the value of {@code PORTFILE} for Spring Boot's {@code WebServerPortFileWriter}
 */
record PortFile(Path path) {

    private static final String EXTENSION = ".port";

    /** Returns the port file of a service, and deletes one that an earlier service of that name has left. */
    static PortFile create(Path directory, String name) throws IOException {
        PortFile file = new PortFile(directory.resolve(name + EXTENSION));
        Files.deleteIfExists(file.path);
        Files.deleteIfExists(file.ofManagement().path);
        return file;
    }

    /** Returns the port file of a separate management port. */
    PortFile ofManagement() {
        String name = path.getFileName().toString();
        return new PortFile(path.resolveSibling(name.replace(EXTENSION, "-management" + EXTENSION)));
    }

    /**
     * Returns the address on this machine; empty until the service listens.
     *
     * @throws LabException if the file cannot be read
     */
    Optional<URI> address() {
        try {
            String port = Files.readString(path).strip();
            return port.isEmpty() ? Optional.empty() : Optional.of(URI.create("http://127.0.0.1:" + port));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new LabException("Cannot read the port file %s: %s".formatted(path, e), e);
        }
    }
}
