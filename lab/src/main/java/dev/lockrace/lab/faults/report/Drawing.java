package dev.lockrace.lab.faults.report;

import dev.lockrace.lab.faults.result.Timeline;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A timeline as the page's script draws it. Moments are milliseconds since the race was begun, lanes are numbers of
 * workers.
 *
 * @param overlaps when more than one held the lock
 */
record Drawing(List<String> workers, long end, Span fault, List<Span> overlaps, List<Bar> bars, List<Mark> marks) {

    /** From when to when something lasted. */
    record Span(long from, long to, String label) {}

    /**
     * Something that took time.
     *
     * @param label drawn beside it: the token, without the digits that all tokens of the race begin with
     * @param ending drawn at its end: what became of the worker, where that is not what it wanted
     * @param text in a sentence
     */
    record Bar(
            int lane,
            Sign sign,
            long from,
            long to,
            @Nullable String label,
            @Nullable String ending,
            String text) {}

    /**
     * Something that happened at a moment.
     *
     * @param text in a sentence
     */
    record Mark(int lane, Sign sign, long at, String text) {}

    /** Something that was drawn, for who can't see it. */
    record Event(long at, String text) {}

    static Drawing of(Timeline timeline) {
        return new DrawingBuilder(timeline).build();
    }

    /** What it is drawn with, and nothing else. */
    List<Sign> legend() {
        Set<Sign> used = EnumSet.of(Sign.FAULT);
        bars.forEach(bar -> used.add(bar.sign()));
        marks.forEach(mark -> used.add(mark.sign()));
        if (!overlaps.isEmpty()) {
            used.add(Sign.OVERLAP);
        }
        return List.copyOf(used);
    }

    /** All that was drawn but the tries that were turned away, which are many. */
    List<String> events() {
        Stream<Event> ofBars = bars.stream().map(bar -> new Event(bar.from(), bar.text()));
        Stream<Event> ofMarks = marks.stream()
                .filter(mark -> mark.sign() != Sign.CONTENDED)
                .map(mark -> new Event(mark.at(), mark.text()));
        return Stream.of(ofBars, ofMarks, Stream.of(new Event(fault.from(), fault.label())))
                .flatMap(events -> events)
                .sorted(Comparator.comparingLong(Event::at))
                .map(Event::text)
                .toList();
    }

    String summary() {
        long holds = bars.stream().filter(bar -> bar.sign() == Sign.HOLD).count();
        long late = bars.stream().filter(bar -> bar.sign() == Sign.BELIEF).count();
        return "%d workers in %s, %d holds of the lock, %d of them worked past their lease, %d times with more than one"
                        .formatted(workers.size(), DrawingBuilder.seconds(end), holds, late, overlaps.size())
                + " holder. The list below tells them one by one.";
    }
}
