package dev.lockrace.lab.stack;

import dev.lockrace.lab.LabException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a service writes which port it got. So nobody has to choose one beforehand, that another may take until the
 * service listens.
 *
 * @param path as Spring Boot's {@code WebServerPortFileWriter} is told it, in {@code PORTFILE}
 */
record PortFile(Path path) {

    private static final String EXTENSION = ".port";

    /** For a service of that name; what an earlier one left there is deleted. */
    static PortFile create(Path folder, String name) throws IOException {
        PortFile file = new PortFile(folder.resolve(name + EXTENSION));
        Files.deleteIfExists(file.path);
        Files.deleteIfExists(file.ofManagement().path);
        return file;
    }

    /** That of a management port which is not the service's only one. */
    PortFile ofManagement() {
        String name = path.getFileName().toString();
        return new PortFile(path.resolveSibling(name.replace(EXTENSION, "-management" + EXTENSION)));
    }

    /**
     * The address on this machine; empty until the service listens.
     *
     * @throws LabException if the file can't be read
     */
    Optional<URI> address() {
        try {
            String port = Files.readString(path).strip();
            return port.isEmpty() ? Optional.empty() : Optional.of(URI.create("http://127.0.0.1:" + port));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new LabException("Could not read the port in %s: %s".formatted(path, e), e);
        }
    }
}
