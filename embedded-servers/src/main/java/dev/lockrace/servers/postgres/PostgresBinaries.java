package dev.lockrace.servers.postgres;

import dev.lockrace.servers.process.BundledPrograms;
import dev.lockrace.servers.process.DirectoryCache;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** PostgreSQL's programs, unpacked once from the archive on the class path (io.zonky.test.postgres) into a cache. */
final class PostgresBinaries {

    private static final int EXECUTABLE = 0100;

    private PostgresBinaries() {}

    /** Returns the directory that contains {@code bin/postgres}. */
    static Path unpacked(DirectoryCache cache) throws IOException, InterruptedException {
        return unpacked(cache, "postgres-%s-%s.txz".formatted(system(), architecture()));
    }

    static Path unpacked(DirectoryCache cache, String archive) throws IOException, InterruptedException {
        URL url = PostgresBinaries.class.getClassLoader().getResource(archive);
        if (url == null) {
            throw new IOException(("no PostgreSQL for this system on the class path (%s): Maven profiles of the module"
                            + " embedded-servers provide it for Linux and macOS on x86-64 and ARM 64")
                    .formatted(archive));
        }
        return cache.getOrCreate("postgresql-" + BundledPrograms.fingerprint(url), empty -> unpack(url, empty));
    }

    private static String system() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return name.startsWith("mac") ? "darwin" : name.replace(' ', '_');
    }

    private static String architecture() {
        String name = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return switch (name) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> name;
        };
    }

    private static void unpack(URL url, Path directory) throws IOException {
        try (InputStream in = BundledPrograms.open(url);
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(in)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(tar, entry, directory);
            }
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path directory) throws IOException {
        Path target = directory.resolve(entry.getName()).normalize();
        if (!target.startsWith(directory)) {
            throw new IOException(
                    "the PostgreSQL archive has an entry outside of its root directory: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, target);
            if ((entry.getMode() & EXECUTABLE) != 0) {
                BundledPrograms.makeExecutable(target);
            }
        }
    }
}
