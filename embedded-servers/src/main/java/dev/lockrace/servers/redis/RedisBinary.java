package dev.lockrace.servers.redis;

import dev.lockrace.servers.process.BundledPrograms;
import dev.lockrace.servers.process.Commands;
import dev.lockrace.servers.process.DirectoryCache;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Redis server program, copied once from the class path (com.github.codemonstur:embedded-redis) into a cache. */
final class RedisBinary {

    /** The versions in the file names differ from those of the programs: most programs are 6.2.11. */
    static final Map<String, String> FILES = Map.of(
            "linux x86-64", "redis-server-6.2.6-v5-linux-amd64",
            "linux arm-64", "redis-server-6.2.7-linux-arm64",
            "mac x86-64", "redis-server-6.2.6-v5-darwin-amd64",
            "mac arm-64", "redis-server-6.2.6-v5-darwin-arm64");

    private static final String PROGRAM = "redis-server";
    private static final Pattern VERSION = Pattern.compile("v=([0-9.]+)");
    private static final Pattern OPENSSL = Pattern.compile("libssl|libcrypto");

    private RedisBinary() {}

    /** Returns the program in the cache. */
    static Path unpacked(DirectoryCache cache) throws IOException, InterruptedException {
        return unpacked(cache, system());
    }

    static Path unpacked(DirectoryCache cache, String system) throws IOException, InterruptedException {
        String file = FILES.get(system);
        URL url = file == null ? null : RedisBinary.class.getClassLoader().getResource(file);
        if (url == null) {
            throw new IOException(
                    "no Redis for this system on the class path (%s): embedded-redis provides it for Linux"
                                    .formatted(system)
                            + " and macOS on x86-64 and ARM 64");
        }
        String name = "redis-" + BundledPrograms.fingerprint(url);
        return cache.getOrCreate(name, empty -> copy(url, empty.resolve(PROGRAM)))
                .resolve(PROGRAM);
    }

    private static void copy(URL url, Path program) throws IOException {
        try (InputStream in = BundledPrograms.open(url)) {
            Files.copy(in, program);
        }
        BundledPrograms.makeExecutable(program);
    }

    private static String system() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String architecture = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return (name.startsWith("mac") ? "mac" : name)
                + " "
                + switch (architecture) {
                    case "amd64", "x86_64" -> "x86-64";
                    case "aarch64", "arm64" -> "arm-64";
                    default -> architecture;
                };
    }

    /**
     * Runs the program and returns its version, such as {@code 6.2.11}.
     *
     * @throws IOException if the program does not run on this system; the message says how to install a missing OpenSSL
     */
    static String version(Path program) throws IOException, InterruptedException {
        String output;
        try {
            output = Commands.run(List.of(program.toString(), "--version"));
        } catch (IOException e) {
            throw new IOException(
                    OPENSSL.matcher(String.valueOf(e.getMessage())).find() ? opensslIsMissing() : glibcIsTooOld(), e);
        }
        Matcher version = VERSION.matcher(output);
        if (!version.find()) {
            throw new IOException("'%s --version' printed no version: %s".formatted(program, output));
        }
        return version.group(1);
    }

    private static String opensslIsMissing() {
        return "Redis needs the libraries of OpenSSL 3, libssl and libcrypto, which this system does not have: install"
                + " them ('apt-get install libssl3', 'dnf install openssl-libs', 'brew install openssl@3')";
    }

    private static String glibcIsTooOld() {
        return "the Redis of Maven's embedded-redis does not run on this system: on Linux it needs glibc"
                + " 2.34 or later";
    }
}
