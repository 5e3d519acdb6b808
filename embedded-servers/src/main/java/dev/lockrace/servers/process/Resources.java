package dev.lockrace.servers.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;

/** Resource files in the package of a class. */
public final class Resources {

    private Resources() {}

    /**
     * Returns the URL of the file.
     *
     * @throws IllegalStateException if the file is missing
     */
    public static URL url(Class<?> type, String name) {
        URL url = type.getResource(name);
        if (url == null) {
            throw new IllegalStateException(
                    "Resource %s is missing in the package of %s".formatted(name, type.getName()));
        }
        return url;
    }

    /** Returns the text of the file, decoded as UTF-8. */
    public static String text(Class<?> type, String name) {
        try (InputStream in = url(type, name).openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
