package dev.lockrace.benchmarks;

import dev.lockrace.testsupport.GeneratedText;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The usage of the benchmarks in {@code docs/reference/command-line.md} is that of the command. */
class CommandLinePageTest {

    private static final Path PAGE = Path.of("../docs/reference/command-line.md");

    @Test
    void page_shows_the_usage_of_every_benchmark() {
        CommandLine bench = Bench.commandLine();
        String usage = Stream.concat(Stream.of(bench), bench.getSubcommands().values().stream())
                .map(command -> "### ./%s%n%n```%n%s```%n"
                        .formatted(command.getCommandSpec().qualifiedName(), command.getUsageMessage(Ansi.OFF)))
                .collect(Collectors.joining("\n"));

        GeneratedText.section(PAGE, "benchmarks", CommandLinePageTest.class).assertEquals(usage);
    }
}
