package dev.lockrace.benchmarks.setup;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The environment of a measurement, without which its figures are meaningless. */
public final class Environment {

    private static final Path CPU = Path.of("/proc/cpuinfo");

    private Environment() {}

    /**
     * Describes the environment as a Markdown list.
     *
     * @param servers the servers' descriptions, by name
     * @param command the command that repeats the measurement
     */
    public static String markdown(Map<String, String> servers, String command) {
        StringBuilder out = new StringBuilder();
        out.append("- date: %s%n".formatted(LocalDate.now(ZoneOffset.UTC)));
        out.append("- command: `%s`%n".formatted(command));
        out.append("- machine: %s, shared with other processes%n".formatted(machine()));
        out.append("- JVM: %s %s%n"
                .formatted(System.getProperty("java.vm.name"), System.getProperty("java.runtime.version")));
        if (!servers.isEmpty()) {
            out.append("- servers: %s%n".formatted(String.join("; ", servers.values())));
        }
        out.append("- libraries: %s%n"
                .formatted(versions().entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining(", "))));
        return out.toString();
    }

    private static String machine() {
        return "%s %s, %d processors%s"
                .formatted(
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        Runtime.getRuntime().availableProcessors(),
                        cpuModel());
    }

    private static String cpuModel() {
        if (!Files.isReadable(CPU)) {
            return "";
        }
        try (Stream<String> lines = Files.lines(CPU)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> " (" + line.substring(line.indexOf(':') + 1).strip() + ")")
                    .orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the versions of the libraries in this build. */
    static Map<String, String> versions() {
        try (InputStream in = Environment.class.getResourceAsStream("versions.properties")) {
            if (in == null) {
                throw new IllegalStateException(
                        "versions.properties is missing in the package of " + Environment.class);
            }
            Properties properties = new Properties();
            properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            Map<String, String> versions = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            properties.forEach((library, version) -> versions.put(library.toString(), version.toString()));
            return versions;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
