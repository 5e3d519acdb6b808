package dev.lockrace.lab.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.lab.docs.MarkdownPage.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The Java in the documentation is compiled: each block is a part of a source file of some module, white space aside.
 * Most of these files are in packages called {@code example}. Those of other libraries are in {@code lock-benchmarks},
 * which depends on them.
 */
@Tag("process") // git lists the pages
class JavaExamplesTest {

    private static final Pattern PROJECT_VERSION =
            Pattern.compile("<artifactId>lockrace</artifactId>\\s*<version>([^<]+)</version>");
    private static final Pattern LOCKRACE_DEPENDENCY =
            Pattern.compile("<artifactId>lockrace-[\\w-]+</artifactId>\\s*<version>([^<]+)</version>");

    @Test
    void every_java_block_is_a_part_of_a_compiled_example() throws IOException {
        List<String> sources = new ArrayList<>();
        for (Path file : GitFiles.matching("*/src/main/java/*.java", "*/src/test/java/*.java")
                .toList()) {
            sources.add(withoutWhitespace(Files.readString(MarkdownPage.CHECKOUT.resolve(file))));
        }
        List<String> notCompiled = new ArrayList<>();
        int compiled = 0;
        for (MarkdownPage page : MarkdownPage.all()) {
            for (Block block : page.blocks().filter(JavaExamplesTest::isJava).toList()) {
                String example = withoutWhitespace(block.text());
                if (!example.isEmpty() && sources.stream().anyMatch(source -> source.contains(example))) {
                    compiled++;
                } else {
                    notCompiled.add("%s:%d%n%s".formatted(page.file(), block.line(), block.text()));
                }
            }
        }

        assertThat(notCompiled)
                .as("Java blocks that no source file contains; add them to a package 'example'")
                .isEmpty();
        assertThat(compiled).isGreaterThan(10);
    }

    /** Any spelling of the language: a block marked {@code Java} or {@code java title=…} must not escape the test. */
    private static boolean isJava(Block block) {
        return block.language().toLowerCase(Locale.ROOT).matches("java\\b.*");
    }

    @Test
    void every_dependency_on_a_module_names_the_current_version() throws IOException {
        String pom = Files.readString(MarkdownPage.CHECKOUT.resolve("pom.xml"));
        String current =
                PROJECT_VERSION.matcher(pom).results().findFirst().orElseThrow().group(1);

        assertThat(MarkdownPage.all().stream()
                        .flatMap(
                                page -> LOCKRACE_DEPENDENCY.matcher(page.text()).results())
                        .map(found -> found.group(1)))
                .isNotEmpty()
                .containsOnly(current);
    }

    private static String withoutWhitespace(String text) {
        return text.replaceAll("\\s+", "");
    }
}
