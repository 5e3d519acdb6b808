package dev.lockrace.servers.redis;

import dev.lockrace.servers.process.BundledPrograms;
import dev.lockrace.servers.process.Cache;
import dev.lockrace.servers.process.Commands;
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

/** Redis' server, from the class path (com.github.codemonstur:embedded-redis) into a cache, copied once. */
final class RedisBinary {

    /** The files' names tell another version than the programs do: most of them are 6.2.11. */
    static final Map<String, String> FILES = Map.of(
            "linux x86-64", "redis-server-6.2.6-v5-linux-amd64",
            "linux arm-64", "redis-server-6.2.7-linux-arm64",
            "mac x86-64", "redis-server-6.2.6-v5-darwin-amd64",
            "mac arm-64", "redis-server-6.2.6-v5-darwin-arm64");

    private static final String PROGRAM = "redis-server";
    private static final Pattern VERSION = Pattern.compile("v=([0-9.]+)");
    private static final Pattern OPENSSL = Pattern.compile("libssl|libcrypto");

    private RedisBinary() {}

    /** The program in the cache. */
    static Path unpacked(Cache cache) throws IOException, InterruptedException {
        return unpacked(cache, system());
    }

    static Path unpacked(Cache cache, String system) throws IOException, InterruptedException {
        String file = FILES.get(system);
        URL url = file == null ? null : RedisBinary.class.getClassLoader().getResource(file);
        if (url == null) {
            throw new IOException("no Redis for this system on the class path (%s): it is there for Linux and macOS on"
                            .formatted(system)
                    + " x86-64 and ARM 64");
        }
        String name = "redis-" + BundledPrograms.fingerprint(url);
        return cache.folder(name, empty -> copy(url, empty.resolve(PROGRAM))).resolve(PROGRAM);
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
     * The version as people say it, {@code 6.2.11}, by running the program.
     *
     * @throws IOException when it does not run here: says what to install where OpenSSL is missing
     */
    static String version(Path program) throws IOException, InterruptedException {
        String said;
        try {
            said = Commands.run(List.of(program.toString(), "--version"));
        } catch (IOException e) {
            throw new IOException(
                    OPENSSL.matcher(String.valueOf(e.getMessage())).find() ? noOpenssl() : notHere(), e);
        }
        Matcher version = VERSION.matcher(said);
        if (!version.find()) {
            throw new IOException("'%s --version' tells no version: %s".formatted(program, said));
        }
        return version.group(1);
    }

    private static String noOpenssl() {
        return "Redis needs the libraries of OpenSSL 3, libssl and libcrypto, which this system does not have: install"
                + " them ('apt-get install libssl3', 'dnf install openssl-libs', 'brew install openssl@3')";
    }

    private static String notHere() {
        return "the Redis that comes with Maven's embedded-redis does not run on this system: on Linux it needs glibc"
                + " 2.34 or later";
    }
}
