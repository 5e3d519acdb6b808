package dev.lockrace.benchmarks.names;

import java.util.List;
import java.util.Locale;

/** The results in Markdown, one row per store. */
final class NamesTable {

    private NamesTable() {}

    static String of(List<NamesResult> results) {
        StringBuilder out = new StringBuilder();
        out.append("| | names | first 1,000 | last 1,000 | ratio | ratio of medians | max entries | entries at end |"
                + " entries after cleanup | heap before, after | threads before, after, max |\n");
        out.append("|---|---|---|---|---|---|---|---|---|---|---|\n");
        results.forEach(result -> out.append(row(result)));
        return out.toString();
    }

    private static String row(NamesResult it) {
        return String.format(
                Locale.ROOT,
                "| %s | %,d | %,d ms | %,d ms | %.2f | %.2f | %s | %s | %s after %d s | %.1f, %.1f MB | %d, %d, %d |%n",
                it.store().label(),
                it.names(),
                it.first().total().toMillis(),
                it.last().total().toMillis(),
                it.totalRatio(),
                it.medianRatio(),
                contents(it.max()),
                contents(it.atEnd()),
                contents(it.afterCleanup()),
                it.cleanupSeconds(),
                megabytes(it.jvmBefore().heapBytes()),
                megabytes(it.jvmAfter().heapBytes()),
                it.jvmBefore().threads(),
                it.jvmAfter().threads(),
                it.maxThreads());
    }

    private static String contents(StoreContents contents) {
        return String.format(Locale.ROOT, "%,d (%.1f MB)", contents.entries(), megabytes(contents.bytes()));
    }

    private static double megabytes(long bytes) {
        return bytes / 1e6;
    }
}
