package dev.lockrace.lab.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.lab.docs.MarkdownPage.Block;
import dev.lockrace.lab.docs.Tutorial.Input;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands of {@code docs/getting-started.md}, as written, from an empty directory. The first build is not repeated:
 * the clone gets the build results of this checkout. The step with containers is in {@code GettingStartedOnDockerIT}.
 */
class GettingStartedIT {

    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final Duration BUILD_TIMEOUT = Duration.ofMinutes(15);
    private static final Duration RACE_TIMEOUT = Duration.ofMinutes(10);
    private static final Pattern REDIS = Pattern.compile("redis +(127\\.0\\.0\\.1:\\d+)");

    @TempDir
    private Path temporary;

    private final Tutorial tutorial = Tutorial.read();

    private Terminal terminal(String name) throws IOException, InterruptedException {
        return Terminal.open(
                directory(), temporary.resolve(name + ".screen"), ReaderMachine.environment(temporary.resolve("bin")));
    }

    private Path directory() {
        return temporary.resolve("empty");
    }

    @Test
    void every_command_works_as_written() throws Exception {
        ReaderMachine.create(temporary);
        try (Terminal first = terminal("first");
                Terminal second = terminal("second");
                Terminal third = terminal("third")) {
            Input clone = tutorial.next("git clone").with("REPOSITORY", MarkdownPage.CHECKOUT.toString());
            first.run(clone, TIMEOUT);
            ReaderMachine.addBuildResults(directory().resolve("lockrace"));
            first.run(tutorial.next("cd"), TIMEOUT);
            Input race = tutorial.next("./lockrace race");
            String shownRedis = redis(String.join("\n", race.output()));
            String raced = first.runUntilShown(race, RACE_TIMEOUT);
            raceInReadme().assertIn(raced);
            String redis = redis(raced);

            second.run(tutorial.next("cd"), TIMEOUT);
            second.run(tutorial.next("mvn"), BUILD_TIMEOUT);
            second.run(tutorial.next("mkdir"), TIMEOUT);
            second.run(tutorial.next("cd"), TIMEOUT);
            for (String file : List.of("pom.xml", "src/main/java/Report.java")) {
                ReaderMachine.save(directory().resolve("report"), tutorial.nextFile(file));
            }
            second.run(tutorial.next("mvn"), BUILD_TIMEOUT);
            second.runUntilShown(tutorial.next("java").with(shownRedis, redis), TIMEOUT);
            third.run(tutorial.next("cd"), TIMEOUT);
            third.run(tutorial.next("java").with(shownRedis, redis), TIMEOUT);
            second.answer(tutorial.nextEnter(), TIMEOUT);
            first.pressCtrlC(TIMEOUT);
        }
        // The rest is the step with containers.
        assertThat(tutorial.next("docker compose up").text()).isNotEmpty();
    }

    private static ShownOutput raceInReadme() {
        String race = MarkdownPage.read(Path.of("README.md"))
                .blocks("console")
                .map(Block::text)
                .filter(text -> text.startsWith("$ ./lockrace race\n"))
                .findFirst()
                .orElseThrow();
        return ShownOutput.of(race.lines().skip(1).toList());
    }

    private static String redis(String output) {
        Matcher address = REDIS.matcher(output);
        assertThat(address.find()).as("address of Redis in:%n%s", output).isTrue();
        return address.group(1);
    }
}
