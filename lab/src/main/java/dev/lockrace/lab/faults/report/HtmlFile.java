package dev.lockrace.lab.faults.report;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import dev.lockrace.lab.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Where a page goes: a file that can be written, or made. */
public record HtmlFile(Path path) {

    /** Reads its name, and refuses what can't be written. */
    public static final class Converter implements ITypeConverter<HtmlFile> {

        @Override
        public HtmlFile convert(String value) {
            Path path = Path.of(value).toAbsolutePath().normalize();
            if (value.isBlank() || Files.isDirectory(path)) {
                throw refusal("must be a file", value);
            }
            Path folder = path.getParent();
            if (folder == null || !Files.isDirectory(folder)) {
                throw refusal("must be in a folder that exists", value);
            }
            try {
                tryToWrite(path);
            } catch (IOException e) {
                throw refusal("must be a file that can be written (%s)".formatted(e), value);
            }
            return new HtmlFile(path);
        }

        /** Opens it, which tells more than the rights of files do; leaves nothing behind. */
        private static void tryToWrite(Path path) throws IOException {
            boolean existed = Files.exists(path);
            Files.newOutputStream(path, CREATE, APPEND).close();
            if (!existed) {
                Files.delete(path);
            }
        }

        private static TypeConversionException refusal(String rule, String value) {
            return new TypeConversionException("%s, was: %s".formatted(rule, value));
        }
    }

    /**
     * Writes it, over what was there.
     *
     * @throws LabException if it can't be written
     */
    public void write(String page) {
        try {
            Files.writeString(path, page);
        } catch (IOException e) {
            throw new LabException("The page can't be written to %s: %s".formatted(path, e), e);
        }
    }
}
