package dev.lockrace.lab.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentationLinksTest {

    /** Apart from the names of the pages, which would count as paths of this repository otherwise. */
    private static final String DOCS = "docs/";

    private final DocumentationLinks repository = new DocumentationLinks(Path.of(".."));

    @TempDir
    private Path directory;

    @Test
    void every_relative_link_leads_to_a_file_and_an_anchor() {
        assertThat(repository.brokenInMarkdown()).as("broken links").isEmpty();
    }

    @Test
    void every_page_that_a_source_file_names_exists() {
        assertThat(repository.brokenInSources()).as("missing pages").isEmpty();
    }

    @Test
    void a_broken_link_is_reported_with_file_line_and_target() throws IOException {
        write(DOCS + "page.md", """
                # A page: `code` & more

                [itself](#a-page-code--more), [up](../README.md#top), [code](../Main.java#L3), [web](https://example.org/x)

                | table |
                |---|
                | [missing](none.md) |

                <img src="none.svg">

                [outside](../../other.md) and [unknown anchor](#unknown)
                ![picture](none.png) [reference][later]

                ```
                [not a link](in-code.md)
                ```

                [later]: later.md
                """);
        write("README.md", "<a id=\"top\"></a>\n\n[page](%spage.md#a-page-code--more)\n".formatted(DOCS));
        write("Main.java", "class Main {}\n");
        write("target/ignored.md", "[missing](none.md)\n");

        assertThat(new DocumentationLinks(directory).brokenInMarkdown())
                .containsExactly(
                        DOCS + "page.md:7: none.md",
                        DOCS + "page.md:9: none.svg",
                        DOCS + "page.md:11: ../../other.md",
                        DOCS + "page.md:11: #unknown",
                        DOCS + "page.md:12: none.png",
                        DOCS + "page.md:12: later.md");
    }

    @Test
    void a_missing_page_in_a_source_file_is_reported_with_file_line_and_target() throws IOException {
        write(DOCS + "page.md", "# Page\n");
        write("src/Main.java", """
                /** See %1$spage.md. See %1$snone.md, and https://example.org/%1$sother.md. */
                class Main {
                    Path page = Path.of("../%1$spage.md#gone");
                }
                """.formatted(DOCS));
        write("compose.yml", "# %spage.md#page\n".formatted(DOCS));

        assertThat(new DocumentationLinks(directory).brokenInSources())
                .containsExactly("src/Main.java:1: " + DOCS + "none.md", "src/Main.java:3: " + DOCS + "page.md#gone");
    }

    private void write(String file, String text) throws IOException {
        Path path = directory.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
