package dev.lockrace.lab.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation.
 *
 * @param file relative to the checkout
 */
record MarkdownPage(Path file, String text) {

    /** The checkout. Tests run in the directory of their module. */
    static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern BLOCK =
            Pattern.compile("^( *)```([^\n`]*)\n(.*?)^\\1```$", Pattern.DOTALL | Pattern.MULTILINE);

    /**
     * A fenced block.
     *
     * @param language the first word after the fence, such as {@code java}
     * @param line where the block begins
     * @param text its lines, each with its line feed
     * @param introduction the last non-blank line before the block
     */
    record Block(String language, int line, String text, String introduction) {}

    /** Reads all pages that git tracks or would add. */
    static List<MarkdownPage> all() {
        return GitFiles.matching("*.md").map(MarkdownPage::read).toList();
    }

    static MarkdownPage read(Path file) {
        try {
            return new MarkdownPage(file, Files.readString(CHECKOUT.resolve(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Stream<Block> blocks() {
        return BLOCK.matcher(text).results().map(found -> {
            String before = text.substring(0, found.start()).stripTrailing();
            return new Block(
                    found.group(2).strip(),
                    (int) text.substring(0, found.start()).lines().count() + 1,
                    found.group(3),
                    before.substring(before.lastIndexOf('\n') + 1));
        });
    }

    Stream<Block> blocks(String language) {
        return blocks().filter(block -> block.language().equals(language));
    }
}
