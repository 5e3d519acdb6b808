package dev.lockrace.lab.faults;

import java.time.Instant;

/** From when to when a fault lasted, by the record's clock. */
record FaultWindow(Instant begin, Instant end) {

    boolean contains(Instant moment) {
        return !moment.isBefore(begin) && !moment.isAfter(end);
    }
}
