package dev.lockrace.clock;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.security.CodeSource;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Access to the class files of loaded classes. Each is read from the jar that it was loaded from. A class loader would
 * search all of its jars, which takes seconds for all classes of a service, and keep them open.
 */
final class ClassFiles implements AutoCloseable {

    private final Map<String, JarFile> jars = new HashMap<>();

    /** Returns the class file, or null for a class that was generated at run time, such as a proxy. */
    byte @Nullable [] of(Class<?> loaded) throws IOException {
        try (InputStream in = open(loaded, loaded.getName().replace('.', '/') + ".class")) {
            return in == null ? null : in.readAllBytes();
        }
    }

    private @Nullable InputStream open(Class<?> loaded, String file) throws IOException {
        if (loaded.getModule().isNamed()) {
            return loaded.getModule().getResourceAsStream(file);
        }
        CodeSource source = loaded.getProtectionDomain().getCodeSource();
        if (source != null && source.getLocation().getPath().endsWith(".jar")) {
            JarFile jar = jar(source.getLocation().getPath());
            ZipEntry entry = jar.getEntry(file);
            return entry == null ? null : jar.getInputStream(entry);
        }
        ClassLoader loader = loaded.getClassLoader();
        return loader == null ? ClassLoader.getSystemResourceAsStream(file) : loader.getResourceAsStream(file);
    }

    private JarFile jar(String path) throws IOException {
        JarFile jar = jars.get(path);
        if (jar == null) {
            jar = new JarFile(new File(path), false, ZipFile.OPEN_READ, JarFile.runtimeVersion());
            jars.put(path, jar);
        }
        return jar;
    }

    @Override
    public void close() throws IOException {
        for (JarFile jar : jars.values()) {
            jar.close();
        }
    }
}
