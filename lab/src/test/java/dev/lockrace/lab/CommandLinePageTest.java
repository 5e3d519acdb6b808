package dev.lockrace.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.testsupport.GeneratedText;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;

/** The usage in {@code docs/reference/command-line.md} is that of the command. */
class CommandLinePageTest {

    private static final Path PAGE = Path.of("../docs/reference/command-line.md");
    private static final Set<Class<?>> WITH_RANGE = Set.of(int.class, Integer.class, Duration.class);
    private static final Pattern RANGE = Pattern.compile("must be (\\S+ to )(\\S+), was: 0s?");

    @Test
    void page_shows_the_usage_of_every_subcommand() {
        String usage = commands()
                .map(command -> "### ./%s%n%n```%n%s```%n"
                        .formatted(command.getCommandSpec().qualifiedName(), command.getUsageMessage(Ansi.OFF)))
                .collect(Collectors.joining("\n"));

        GeneratedText.section(PAGE, "commands", CommandLinePageTest.class).assertEquals(usage);
    }

    /** No range includes 0, so that the command starts nothing. */
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("optionsWithRange")
    void help_names_the_range_that_an_option_enforces(String command, OptionSpec option) {
        StringWriter err = new StringWriter();
        String zero = option.type() == Duration.class ? "0s" : "0";

        int exitCode =
                Lockrace.commandLine().setErr(new PrintWriter(err, true)).execute(command, option.longestName(), zero);

        assertThat(exitCode).isEqualTo(2);
        Matcher range = RANGE.matcher(err.toString());
        assertThat(range.find()).as(err.toString()).isTrue();
        assertThat(String.join(" ", option.description()))
                .contains(range.group(1))
                .satisfiesAnyOf(
                        description -> assertThat(description).contains(range.group(1) + range.group(2)),
                        description -> assertThat(description).contains("a tenth of --tasks"));
    }

    static Stream<Arguments> optionsWithRange() {
        return commands()
                .skip(1)
                .flatMap(command -> command.getCommandSpec().options().stream()
                        .filter(option -> WITH_RANGE.contains(option.type()))
                        .map(option -> Arguments.of(command.getCommandName(), option)));
    }

    private static Stream<CommandLine> commands() {
        CommandLine command = Lockrace.commandLine();
        return Stream.concat(Stream.of(command), command.getSubcommands().values().stream());
    }
}
