package dev.lockrace.lab.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * The progress of a command, step by step: a moving bar on a terminal, a line every few seconds elsewhere. Not safe for
 * use by many threads.
 */
public final class Progress {

    private static final Duration TERMINAL_INTERVAL = Duration.ofMillis(100);
    private static final Duration LOG_INTERVAL = Duration.ofSeconds(5);
    private static final int WIDTH = 100;

    private final PrintStream out;
    private final boolean terminal;
    private @Nullable ProgressBar bar;
    private @Nullable ProgressLines lines;

    /**
     * @param terminal whether lines can be overwritten
     */
    public Progress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Returns the progress of a command, on standard error. The script passes whether that is a terminal. */
    public static Progress onStandardError() {
        return new Progress(System.err, Boolean.getBoolean("lockrace.terminal"));
    }

    /** Returns a progress that prints nothing. */
    public static Progress silent() {
        return new Progress(new PrintStream(OutputStream.nullOutputStream()), false);
    }

    /** Begins a step of that many parts, and prints the elapsed time until {@link #end}. */
    public void begin(String step, int parts) {
        end();
        ProgressBarBuilder builder = new ProgressBarBuilder()
                .setTaskName(step)
                .setInitialMax(parts)
                .setStyle(ProgressBarStyle.ASCII)
                .hideEta()
                .continuousUpdate() // updates the elapsed time when nothing else changes
                .setUpdateIntervalMillis((int) (terminal ? TERMINAL_INTERVAL : LOG_INTERVAL).toMillis());
        if (terminal) {
            builder.setConsumer(new ConsoleProgressBarConsumer(out, WIDTH));
        } else {
            lines = new ProgressLines(out, WIDTH);
            builder.setConsumer(lines);
        }
        bar = builder.build();
    }

    /** Names the part that the command waits for. */
    public void waitingFor(String part) {
        report("waiting for " + part);
    }

    /** Reports an event or a state within the step. */
    public void report(String message) {
        if (bar != null) {
            bar.setExtraMessage(message);
        }
    }

    /** Reports that a part is done. */
    public void done(String part) {
        if (bar != null) {
            bar.setExtraMessage(part);
            bar.step();
        }
    }

    /** Sets the number of parts that are done. */
    public void doneUpTo(int parts) {
        if (bar != null) {
            bar.stepTo(parts);
        }
    }

    /** Ends the step and prints its last state. */
    public void end() {
        if (bar != null) {
            if (lines != null) {
                bar.refresh();
                lines.finish();
                lines = null;
            }
            bar.close();
            bar = null;
        }
    }
}
