package dev.lockrace.lab.cli;

import java.io.PrintStream;
import me.tongfei.progressbar.ProgressBarConsumer;

/** A printer of progress lines for a stream that is not a terminal. It prints no line twice in succession. */
final class ProgressLines implements ProgressBarConsumer {

    private final PrintStream out;
    private final int width;
    private boolean finished;
    private String printed = "";

    ProgressLines(PrintStream out, int width) {
        this.out = out;
        this.width = width;
    }

    /** Discards further lines, since a progress bar that is closed renders its last state again. */
    synchronized void finish() {
        finished = true;
    }

    @Override
    public int getMaxRenderedLength() {
        return width;
    }

    @Override
    public synchronized void accept(String line) {
        if (!finished && !line.equals(printed)) {
            out.println(line);
            printed = line;
        }
    }

    @Override
    public void close() {
        // The stream belongs to the caller.
    }
}
