package dev.lockrace.lab.cli;

import java.io.PrintStream;
import me.tongfei.progressbar.ProgressBarConsumer;

/** A printer of progress lines for a stream that is not a terminal. It prints no line twice in succession. */
final class ProgressLines implements ProgressBarConsumer {

    private final PrintStream out;
    private final int width;
    private volatile boolean finishing;
    private String printed = "";
    private String last = "";

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
        last = line;
        if (!finishing) {
            print();
        }
    }

    private void print() {
        if (!last.equals(printed)) {
            out.println(last);
            printed = last;
        }
    }

    @Override
    public void close() {
        print();
    }
}
