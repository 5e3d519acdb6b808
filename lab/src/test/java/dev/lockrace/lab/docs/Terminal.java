package dev.lockrace.lab.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.lab.Interruptible;
import dev.lockrace.lab.docs.Tutorial.Input;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A shell that is used like a terminal: it reads lines, and shows standard output and standard error together. */
public final class Terminal implements AutoCloseable {

    private static final Pattern EXIT_CODE = Pattern.compile("\\[exit code (\\d+)]");

    private final Process shell;
    private final Path screen;

    /** Where the output of the latest command begins. */
    private int begin;

    private Terminal(Process shell, Path screen) {
        this.shell = shell;
        this.screen = screen;
    }

    /**
     * Opens a terminal.
     *
     * @param screen the file that receives the output
     * @param environment added to that of this process
     */
    public static Terminal open(Path directory, Path screen, Map<String, String> environment)
            throws IOException, InterruptedException {
        ProcessBuilder bash = new ProcessBuilder(Interruptible.command(List.of("bash", "--noprofile", "--norc")))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(screen.toFile());
        bash.environment().putAll(environment);
        return new Terminal(bash.start(), screen);
    }

    /** Runs a command to its end. It must succeed and print what the page shows. Returns its output. */
    public String run(Input command, Duration timeout) {
        start(command);
        String output = await(EXIT_CODE, timeout);
        Matcher exit = EXIT_CODE.matcher(output);
        assertThat(exit.find()).isTrue();
        assertThat(exit.group(1))
                .as("exit code of %s%n%s", command.text(), output)
                .isEqualTo("0");
        ShownOutput.of(command.output()).assertIn(output);
        return output;
    }

    /** Starts a command, and waits until it has printed the last line that the page shows. Returns its output. */
    public String runUntilShown(Input command, Duration timeout) {
        start(command);
        ShownOutput shown = ShownOutput.of(command.output());
        String output = await(shown.lastLine(), timeout);
        shown.assertIn(output);
        return output;
    }

    private void start(Input command) {
        begin = screen().length();
        type(command.text() + "; printf '\\n[exit code %d]\\n' $?");
    }

    /** Types a line for the running command, which then ends successfully and prints what the page shows. */
    public void answer(Input line, Duration timeout) {
        type(line.text());
        String output = await(EXIT_CODE, timeout);
        assertThat(output).contains("[exit code 0]");
        ShownOutput.of(line.output()).assertIn(output);
    }

    /** Presses Ctrl-C, and waits until the running command has ended. */
    public void pressCtrlC(Duration timeout) throws IOException, InterruptedException {
        for (ProcessHandle child : shell.children().toList()) {
            new ProcessBuilder("kill", "-INT", String.valueOf(child.pid()))
                    .start()
                    .waitFor();
        }
        await(EXIT_CODE, timeout);
    }

    private void type(String line) {
        try {
            shell.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            shell.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String await(Pattern expected, Duration timeout) {
        try {
            return Awaitility.await()
                    .atMost(timeout)
                    .until(
                            () -> screen().substring(begin),
                            output -> expected.matcher(output).find()
                                    || EXIT_CODE.matcher(output).find());
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    "Not shown within %d s: %s%nShown:%n%s"
                            .formatted(timeout.toSeconds(), expected, screen().substring(begin)),
                    e);
        }
    }

    private String screen() {
        try {
            return Files.readString(screen);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the shell and everything that it started. */
    @Override
    public void close() {
        List<ProcessHandle> all = shell.descendants().toList();
        shell.destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
    }
}
