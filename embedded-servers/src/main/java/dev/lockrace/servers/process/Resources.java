package dev.lockrace.servers.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;

/** Files that lie beside a class. */
public final class Resources {

    private Resources() {}

    /** The file's address; {@link IllegalStateException} if it is missing. */
    public static URL url(Class<?> type, String name) {
        URL url = type.getResource(name);
        if (url == null) {
            throw new IllegalStateException("Resource %s is missing beside %s".formatted(name, type.getName()));
        }
        return url;
    }

    /** The file's text, in UTF-8. */
    public static String text(Class<?> type, String name) {
        try (InputStream in = url(type, name).openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
