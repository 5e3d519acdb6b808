package dev.lockrace.benchmarks.setup;

import java.io.PrintStream;
import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** The progress of a benchmark: a progress bar on a terminal, otherwise a line at intervals. */
public final class Progress implements AutoCloseable {

    private static final Duration TERMINAL_INTERVAL = Duration.ofMillis(200);
    private static final Duration LOG_INTERVAL = Duration.ofSeconds(15);
    private static final int WIDTH = 120;

    private final ProgressBar bar;

    /**
     * Starts the progress display.
     *
     * @param parts the number of parts
     */
    public Progress(String task, long parts) {
        boolean terminal = Boolean.getBoolean("lockrace.terminal");
        PrintStream out = System.err;
        this.bar = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(parts)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis((int) (terminal ? TERMINAL_INTERVAL : LOG_INTERVAL).toMillis())
                .setConsumer(
                        terminal
                                ? new ConsoleProgressBarConsumer(out, WIDTH)
                                : new DelegatingProgressBarConsumer(out::println, WIDTH))
                .build();
    }

    /** Displays the name of the current part. */
    public void at(String part) {
        bar.setExtraMessage(part);
    }

    /** Sets the number of completed parts. */
    public void doneUpTo(long parts) {
        bar.stepTo(parts);
    }

    /** Adds one completed part. */
    public void done() {
        bar.step();
    }

    @Override
    public void close() {
        bar.close();
    }
}
