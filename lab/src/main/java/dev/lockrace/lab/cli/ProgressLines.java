package dev.lockrace.lab.cli;

import java.io.PrintStream;
import me.tongfei.progressbar.ProgressBarConsumer;
import org.jspecify.annotations.Nullable;

/** A printer of progress lines for a stream that is not a terminal. */
final class ProgressLines implements ProgressBarConsumer {

    private final PrintStream out;
    private final int width;
    private volatile boolean finishing;
    private @Nullable String last;

    ProgressLines(PrintStream out, int width) {
        this.out = out;
        this.width = width;
    }

    /** Holds further lines back until {@link #close}, since a progress bar renders its last state twice. */
    void finish() {
        finishing = true;
    }

    @Override
    public int getMaxRenderedLength() {
        return width;
    }

    @Override
    public void accept(String line) {
        if (finishing) {
            last = line;
        } else {
            out.println(line);
        }
    }

    @Override
    public void close() {
        if (last != null) {
            out.println(last);
        }
    }
}
