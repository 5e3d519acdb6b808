package dev.lockrace.conformance.mutant;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps the patches up to date. {@link MutantRuns} runs the tests on them. */
class MutantPatchesTest {

    @Test
    void every_patch_applies_to_the_current_sources() throws IOException {
        List<Mutant> mutants = Mutant.all();

        assertThat(mutants).hasSizeGreaterThan(20);
        for (Mutant mutant : mutants) {
            assertThat(mutant.mutated()).as(mutant.name()).isNotEqualTo(mutant.original());
        }
    }

    @Test
    void every_patch_says_what_it_breaks_and_names_existing_tests_or_why_none_can_fail() throws IOException {
        String sources = testSources();
        for (Mutant mutant : Mutant.all()) {
            assertThat(mutant.breaks()).as(mutant.name()).isNotEmpty();
            assertThat(mutant.tests().isEmpty())
                    .as("%s has no tests", mutant.name())
                    .isEqualTo(!mutant.equivalent().isEmpty());
            for (String test : mutant.tests()) {
                String type = test.replaceAll("#.*", "");
                assertThat(sources).as(mutant.name()).contains(type.substring(type.lastIndexOf('.') + 1) + " ");
                assertThat(sources).as(mutant.name()).contains(test.substring(test.indexOf('#') + 1));
            }
        }
    }

    private static String testSources() throws IOException {
        List<String> sources = new ArrayList<>();
        for (String directory : List.of("src", "../lock-backends/src/test")) {
            try (Stream<Path> files = Files.walk(Path.of(directory))) {
                for (Path file :
                        files.filter(it -> it.toString().endsWith(".java")).toList()) {
                    sources.add("// " + file.toString().replace('/', '.') + "\n" + Files.readString(file));
                }
            }
        }
        return String.join("\n", sources);
    }
}
