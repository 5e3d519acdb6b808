package dev.lockrace.lab.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.lab.docs.MarkdownPage.Block;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The steps of {@code docs/getting-started.md}, which a test takes one after another. */
public final class Tutorial {

    private static final Path PAGE = Path.of("docs/getting-started.md");
    private static final String PROMPT = "$ ";
    private static final Pattern SAVE_AS = Pattern.compile("Save this as `([^`]+)`:");

    private final Deque<Step> steps = new ArrayDeque<>();

    /** A step of the reader. */
    public sealed interface Step {}

    /**
     * A line that the reader types.
     *
     * @param text empty if the reader only presses Enter
     * @param output the lines that the page shows after it
     */
    public record Input(String text, List<String> output) implements Step {

        /** Returns this step with a value of the reader instead of the one on the page. */
        public Input with(String shown, String actual) {
            assertThat(text).as("a command that contains '%s'", shown).contains(shown);
            return new Input(text.replace(shown, actual), output);
        }
    }

    /** A file that the reader saves, below the current directory. */
    public record SavedFile(String name, String text) implements Step {}

    private Tutorial(Stream<Step> steps) {
        steps.forEach(this.steps::add);
    }

    public static Tutorial read() {
        return new Tutorial(MarkdownPage.read(PAGE).blocks().flatMap(Tutorial::steps));
    }

    private static Stream<Step> steps(Block block) {
        if (block.language().equals("console")) {
            return inputs(block.text().lines().toList());
        }
        Matcher file = SAVE_AS.matcher(block.introduction());
        assertThat(file.matches())
                .as("%s:%d is introduced by the name of its file, or is a console block", PAGE, block.line())
                .isTrue();
        return Stream.of(new SavedFile(file.group(1), block.text()));
    }

    private static Stream<Step> inputs(List<String> lines) {
        List<Step> inputs = new ArrayList<>();
        for (int line = 0; line < lines.size(); ) {
            String text = lines.get(line).startsWith(PROMPT) ? lines.get(line++).substring(PROMPT.length()) : "";
            List<String> output = new ArrayList<>();
            while (line < lines.size() && !lines.get(line).startsWith(PROMPT)) {
                output.add(lines.get(line++));
            }
            inputs.add(new Input(text, output));
        }
        return inputs.stream();
    }

    /** Takes the next step, which must be a line that begins like this. */
    public Input next(String beginning) {
        assertThat(steps.peek())
                .as("the next step of %s", PAGE)
                .isInstanceOfSatisfying(
                        Input.class, input -> assertThat(input.text()).startsWith(beginning));
        return (Input) steps.remove();
    }

    /** Takes the next step, which must be pressing Enter. */
    public Input nextEnter() {
        Input input = next("");
        assertThat(input.text()).isEmpty();
        return input;
    }

    /** Takes the next step, which must be a file of that name. */
    public SavedFile nextFile(String name) {
        assertThat(steps.peek())
                .as("the next step of %s", PAGE)
                .isInstanceOfSatisfying(
                        SavedFile.class, file -> assertThat(file.name()).isEqualTo(name));
        return (SavedFile) steps.remove();
    }

    /** Skips all steps before the line that begins like this. */
    public Tutorial from(String beginning) {
        while (!(Objects.requireNonNull(steps.peek(), "no step begins with " + beginning) instanceof Input input
                && input.text().startsWith(beginning))) {
            steps.remove();
        }
        return this;
    }

    public boolean isFinished() {
        return steps.isEmpty();
    }
}
