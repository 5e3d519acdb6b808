package dev.lockrace.lab.faults.report;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import dev.lockrace.lab.cli.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The file to which a page is written. */
public record HtmlFile(Path path) {

    /** Converts a file name, and rejects a file that cannot be written. */
    public static final class Converter implements ITypeConverter<HtmlFile> {

        @Override
        public HtmlFile convert(String value) {
            Path path = Path.of(value).toAbsolutePath().normalize();
            if (value.isBlank() || Files.isDirectory(path)) {
                throw rejection("must be a file", value);
            }
            Path directory = path.getParent();
            if (directory == null || !Files.isDirectory(directory)) {
                throw rejection("must be in an existing directory", value);
            }
            try {
                tryToWrite(path);
            } catch (IOException e) {
                throw rejection("must be a writable file (%s)".formatted(e), value);
            }
            return new HtmlFile(path);
        }

        /** Opens the file, since its permissions are not sufficient to decide. Leaves no new file. */
        private static void tryToWrite(Path path) throws IOException {
            boolean existed = Files.exists(path);
            Files.newOutputStream(path, CREATE, APPEND).close();
            if (!existed) {
                Files.delete(path);
            }
        }

        private static TypeConversionException rejection(String rule, String value) {
            return new TypeConversionException("%s, was: %s".formatted(rule, value));
        }
    }

    /**
     * Writes the page and replaces an existing file.
     *
     * @throws LabException if the file cannot be written
     */
    public void write(String page) {
        try {
            Files.writeString(path, page);
        } catch (IOException e) {
            throw new LabException("Cannot write the page to %s: %s".formatted(path, e), e);
        }
    }
}
