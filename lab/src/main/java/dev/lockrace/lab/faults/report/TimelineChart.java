package dev.lockrace.lab.faults.report;

import dev.lockrace.lab.cli.Plural;
import dev.lockrace.lab.faults.result.Timeline;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A timeline in the form that the page's script draws. All moments are milliseconds since the start of the race. A lane
 * is the index of a worker.
 *
 * @param overlaps the times with more than one holder
 */
record TimelineChart(
        List<String> workers, long end, Span fault, List<Span> overlaps, List<Bar> bars, List<Mark> marks) {

    /** A time span with a label. */
    record Span(long from, long to, String label) {}

    /**
     * A hold, or the time of a stale holder.
     *
     * @param label the token that is drawn beside the bar, without the prefix that all tokens of the race share
     * @param ending the unsuccessful end of the attempt that is drawn at the end of the bar
     * @param text a sentence
     */
    record Bar(
            int lane,
            TimelineSymbol symbol,
            long from,
            long to,
            @Nullable String label,
            @Nullable String ending,
            String text) {}

    /**
     * An event at one moment.
     *
     * @param text a sentence
     */
    record Mark(int lane, TimelineSymbol symbol, long at, String text) {}

    /** A drawn event in words. */
    record Event(long at, String text) {}

    static TimelineChart of(Timeline timeline) {
        return new TimelineChartBuilder(timeline).build();
    }

    /** Returns the symbols that the chart uses. */
    List<TimelineSymbol> legend() {
        Set<TimelineSymbol> used = EnumSet.of(TimelineSymbol.FAULT);
        bars.forEach(bar -> used.add(bar.symbol()));
        marks.forEach(mark -> used.add(mark.symbol()));
        if (!overlaps.isEmpty()) {
            used.add(TimelineSymbol.OVERLAP);
        }
        return List.copyOf(used);
    }

    /** Returns all drawn events except contended requests, which are many. */
    List<String> events() {
        Stream<Event> ofBars = bars.stream().map(bar -> new Event(bar.from(), bar.text()));
        Stream<Event> ofMarks = marks.stream()
                .filter(mark -> mark.symbol() != TimelineSymbol.CONTENDED)
                .map(mark -> new Event(mark.at(), mark.text()));
        return Stream.of(ofBars, ofMarks, Stream.of(new Event(fault.from(), fault.label())))
                .flatMap(events -> events)
                .sorted(Comparator.comparingLong(Event::at))
                .map(Event::text)
                .toList();
    }

    /** Returns the content of the chart in two sentences. */
    String summary() {
        long holds =
                bars.stream().filter(bar -> bar.symbol() == TimelineSymbol.HOLD).count();
        long stale = bars.stream()
                .filter(bar -> bar.symbol() == TimelineSymbol.STALE_HOLDER)
                .count();
        return "%s in %s, %s of the lock, %d of them continued by a stale holder, more than one holder %s. The list"
                        .formatted(
                                Plural.of(workers.size(), "worker"),
                                TimelineChartBuilder.seconds(end),
                                Plural.of(holds, "hold"),
                                stale,
                                Plural.of(overlaps.size(), "time"))
                + " below has the details.";
    }
}
