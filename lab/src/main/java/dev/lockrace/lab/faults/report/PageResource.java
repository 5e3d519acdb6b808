package dev.lockrace.lab.faults.report;

import dev.lockrace.lab.cli.LabException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.webjars.WebJarVersionLocator;

/** A text resource of the page. */
record PageResource(String text) {

    /** Reads a resource of this package. */
    static PageResource own(String name) {
        return read(name, PageResource.class.getResourceAsStream(name));
    }

    /** Reads a resource of a JavaScript library. */
    static PageResource ofLibrary(String library, String name) {
        String path = new WebJarVersionLocator().fullPath(library, name);
        return read(
                name, path == null ? null : PageResource.class.getClassLoader().getResourceAsStream(path));
    }

    private static PageResource read(String name, @Nullable InputStream found) {
        try (InputStream in = found) {
            if (in == null) {
                throw new LabException(
                        "The page's resource %s is not on the class path. Rebuild the lab.".formatted(name));
            }
            return new PageResource(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new LabException("Cannot read the page's resource %s: %s".formatted(name, e.getMessage()), e);
        }
    }

    /** Returns the hash by which a Content-Security-Policy names the script. */
    String hash() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "'sha256-%s'".formatted(Base64.getEncoder().encodeToString(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every JVM provides SHA-256", e);
        }
    }
}
