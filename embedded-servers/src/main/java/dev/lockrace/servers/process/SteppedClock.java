package dev.lockrace.servers.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The wall clock of a server process, which can be stepped while the server runs. The library libfaketime reads the
 * offset from a file at each call. The monotonic clock stays as it is, as on a machine whose clock is set.
 */
public final class SteppedClock {

    /** Where Debian, on two architectures, and Fedora install the library. The root POM has the same list. */
    private static final List<String> LIBRARIES = List.of(
            "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1",
            "/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1",
            "/usr/lib64/faketime/libfaketime.so.1");

    private final Path file;
    private final List<String> libraries;
    private volatile Duration offset = Duration.ZERO;

    SteppedClock(Path file) {
        this(file, LIBRARIES);
    }

    SteppedClock(Path file, List<String> libraries) {
        this.file = file;
        this.libraries = libraries;
    }

    /** Returns whether libfaketime is installed on this machine. */
    public static boolean isAvailable() {
        return installed(LIBRARIES).isPresent();
    }

    private static Optional<Path> installed(List<String> libraries) {
        return libraries.stream().map(Path::of).filter(Files::isReadable).findFirst();
    }

    /**
     * Returns the command with this clock.
     *
     * @throws IOException if libfaketime is not installed
     */
    List<String> command(List<String> command) throws IOException {
        Path library = installed(libraries)
                .orElseThrow(() -> new IOException("libfaketime, which steps its clock, is not installed (Debian:"
                        + " apt-get install libfaketime); expected one of " + libraries));
        writeOffset();
        List<String> stepped = new ArrayList<>(List.of("env", "LD_PRELOAD=" + library));
        stepped.add("FAKETIME_TIMESTAMP_FILE=" + file);
        stepped.addAll(List.of("FAKETIME_NO_CACHE=1", "FAKETIME_DONT_FAKE_MONOTONIC=1"));
        stepped.addAll(command);
        return stepped;
    }

    void step(Duration newOffset) throws IOException {
        offset = newOffset;
        writeOffset();
    }

    /** Replaces the file atomically, because the server reads it at any time. */
    private void writeOffset() throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.writeString(next, String.format(Locale.ROOT, "%+.3f%n", offset.toMillis() / 1_000.0));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
