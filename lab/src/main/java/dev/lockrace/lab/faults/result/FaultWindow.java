package dev.lockrace.lab.faults.result;

import java.time.Duration;
import java.time.Instant;

/** From when to when a fault lasted, by the record's clock. */
public record FaultWindow(Instant begin, Instant end) {

    /** Without its beginning and end. */
    public FaultWindow without(Duration first, Duration last) {
        return new FaultWindow(begin.plus(first), end.minus(last));
    }

    public boolean contains(Instant moment) {
        return !moment.isBefore(begin) && !moment.isAfter(end);
    }
}
