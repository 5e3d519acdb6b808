package dev.lockrace.lab.progress;

import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a command, one after another: on a terminal a bar that moves, elsewhere a line now and then. Used by one
 * thread.
 */
public final class Progress {

    private static final Duration TERMINAL_INTERVAL = Duration.ofMillis(100);
    private static final Duration LOG_INTERVAL = Duration.ofSeconds(5);
    private static final int WIDTH = 100;

    private final PrintStream out;
    private final boolean terminal;
    private @Nullable ProgressBar bar;

    /**
     * @param terminal whether lines can be overwritten
     */
    public Progress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Tells nobody anything. */
    public static Progress silent() {
        return new Progress(new PrintStream(OutputStream.nullOutputStream()), false);
    }

    /**
     * Begins a step, and shows how long it takes.
     *
     * @param parts how many parts it has
     */
    public void begin(String step, int parts) {
        end();
        bar = new ProgressBarBuilder()
                .setTaskName(step)
                .setInitialMax(parts)
                .setStyle(ProgressBarStyle.ASCII)
                .hideEta()
                .continuousUpdate() // the time goes on while nothing else does
                .setUpdateIntervalMillis((int) (terminal ? TERMINAL_INTERVAL : LOG_INTERVAL).toMillis())
                .setConsumer(
                        terminal
                                ? new ConsoleProgressBarConsumer(out, WIDTH)
                                : new DelegatingProgressBarConsumer(out::println, WIDTH))
                .build();
    }

    /** Tells what is waited for. */
    public void waitingFor(String part) {
        if (bar != null) {
            bar.setExtraMessage("waiting for " + part);
        }
    }

    /** Tells what has just happened. */
    public void happened(String what) {
        if (bar != null) {
            bar.setExtraMessage(what);
        }
    }

    /** Tells that a part is done. */
    public void done(String part) {
        if (bar != null) {
            bar.setExtraMessage(part);
            bar.step();
        }
    }

    /** Tells how many parts are done. */
    public void doneUpTo(int parts) {
        if (bar != null) {
            bar.stepTo(parts);
        }
    }

    /** Ends the step. */
    public void end() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
