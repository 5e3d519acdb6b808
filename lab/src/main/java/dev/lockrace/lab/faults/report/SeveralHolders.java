package dev.lockrace.lab.faults.report;

import dev.lockrace.lab.faults.report.Drawing.Span;
import dev.lockrace.lab.faults.result.Timeline.Bar;
import dev.lockrace.lab.faults.result.Timeline.BarKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** When more than one held the lock at the same time. */
final class SeveralHolders {

    private SeveralHolders() {}

    /** In the order of time, none touching another; each label says how many they were at most. */
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
        int most = 1;
        for (long moment : moments) {
            int holders = holdersFrom(moment, holds);
            if (holders > 1) {
                from = most == 1 ? moment : from;
                most = Math.max(most, holders);
            } else if (most > 1) {
                spans.add(new Span(from, moment, most + " holders"));
                most = 1;
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
