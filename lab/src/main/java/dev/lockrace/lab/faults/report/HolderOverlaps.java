package dev.lockrace.lab.faults.report;

import dev.lockrace.lab.faults.report.TimelineChart.Span;
import dev.lockrace.lab.faults.result.Timeline.Bar;
import dev.lockrace.lab.faults.result.Timeline.BarKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The times with more than one holder. */
final class HolderOverlaps {

    private HolderOverlaps() {}

    /** Returns separate spans in the order of time. Each label has the maximum number of holders. */
    static List<Span> of(List<Bar> bars) {
        List<Bar> holds =
                bars.stream().filter(bar -> bar.kind() == BarKind.HOLD).toList();
        List<Long> moments = holds.stream()
                .flatMap(bar -> Stream.of(bar.from(), bar.to()))
                .distinct()
                .sorted()
                .toList();
        List<Span> spans = new ArrayList<>();
        long from = 0;
        int max = 1;
        for (long moment : moments) {
            int holders = holdersFrom(moment, holds);
            if (holders > 1) {
                from = max == 1 ? moment : from;
                max = Math.max(max, holders);
            } else if (max > 1) {
                spans.add(new Span(from, moment, max + " holders"));
                max = 1;
            }
        }
        return spans;
    }

    private static int holdersFrom(long moment, List<Bar> holds) {
        return (int) holds.stream()
                .filter(bar -> bar.from() <= moment && moment < bar.to())
                .count();
    }
}
