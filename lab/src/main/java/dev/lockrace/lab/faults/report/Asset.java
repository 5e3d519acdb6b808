package dev.lockrace.lab.faults.report;

import dev.lockrace.lab.LabException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.webjars.WebJarVersionLocator;

/** A text that the page is made of. */
record Asset(String text) {

    /** One of this package's. */
    static Asset own(String name) {
        return read(name, Asset.class.getResourceAsStream(name));
    }

    /** One of a JavaScript library's. */
    static Asset ofLibrary(String library, String name) {
        String path = new WebJarVersionLocator().fullPath(library, name);
        return read(name, path == null ? null : Asset.class.getClassLoader().getResourceAsStream(path));
    }

    private static Asset read(String name, @Nullable InputStream found) {
        try (InputStream in = found) {
            if (in == null) {
                throw new LabException("The page's part %s is not on the class path: build anew".formatted(name));
            }
            return new Asset(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new LabException("The page's part %s can't be read: %s".formatted(name, e.getMessage()), e);
        }
    }

    /** What a Content-Security-Policy names a script by. */
    String hash() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "'sha256-%s'".formatted(Base64.getEncoder().encodeToString(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every JVM has SHA-256", e);
        }
    }
}
