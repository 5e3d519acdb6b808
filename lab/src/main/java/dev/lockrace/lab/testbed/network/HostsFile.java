package dev.lockrace.lab.testbed.network;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.util.stream.Collectors.joining;

import dev.lockrace.lab.cli.LabException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The host names that a service can resolve, with their addresses: a file for the system property {@code
 * jdk.net.hosts.file}, which replaces the resolver of the operating system. The JVM reads the file again once its cache
 * of addresses has expired.
 */
public final class HostsFile {

    private static final String LOOPBACK = "127.0.0.1";

    private final Path path;
    private final Map<String, String> addresses = new TreeMap<>();

    private HostsFile(Path path) {
        this.path = path;
    }

    /**
     * Creates a file with the names of this machine.
     *
     * @throws LabException if the file cannot be written
     */
    public static HostsFile create(Path path) {
        HostsFile file = new HostsFile(path);
        file.addresses.put("localhost", LOOPBACK);
        try {
            file.addresses.put(InetAddress.getLocalHost().getHostName(), LOOPBACK);
        } catch (UnknownHostException e) {
            // Then services cannot resolve it either way.
        }
        file.write();
        return file;
    }

    /** Returns the option of a JVM that resolves these names and no others. */
    public String jvmOption() {
        return "-Djdk.net.hosts.file=" + path;
    }

    /**
     * Sets the address of a name.
     *
     * @throws LabException if the file cannot be written
     */
    void set(String name, InetAddress address) {
        addresses.put(name, address.getHostAddress());
        write();
    }

    private void write() {
        String lines = addresses.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey() + "\n")
                .collect(joining());
        Path next = path.resolveSibling(path.getFileName() + ".new");
        try {
            Files.writeString(next, lines, UTF_8);
            Files.move(next, path, ATOMIC_MOVE);
        } catch (IOException e) {
            throw new LabException("Cannot write the host names %s: %s".formatted(path, e), e);
        }
    }
}
