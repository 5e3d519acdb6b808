package dev.lockrace.lab.faults.result;

import java.time.Duration;
import java.time.Instant;

/** The time of a fault, by the event database's clock. */
public record FaultWindow(Instant begin, Instant end) {

    /** Returns the window without that much of its beginning and of its end. */
    public FaultWindow without(Duration first, Duration last) {
        return new FaultWindow(begin.plus(first), end.minus(last));
    }

    public boolean contains(Instant moment) {
        return !moment.isBefore(begin) && !moment.isAfter(end);
    }
}
