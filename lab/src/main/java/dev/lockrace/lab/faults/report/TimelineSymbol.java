package dev.lockrace.lab.faults.report;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The symbols of a timeline, in the order of the legend. */
enum TimelineSymbol {
    HOLD("holds the lock, as the events prove"),
    STALE_HOLDER("continues after its lease has ended"),
    FAULT("the time of the fault"),
    OVERLAP("two or more workers hold the lock at the same time"),
    INVOICE("writes its invoice"),
    LATE_INVOICE("writes its invoice after its lease has ended"),
    REJECTED("has its late invoice rejected, since the fencing token is too small"),
    CONTENDED("requests the lock and finds it contended"),
    NO_ANSWER("requests the lock and gets no answer");

    private final String meaning;

    TimelineSymbol(String meaning) {
        this.meaning = meaning;
    }

    /** Returns the meaning. For most symbols, it follows the name of a worker in a sentence. */
    String meaning() {
        return meaning;
    }

    /** Returns the name in the page's styles and charts. */
    @JsonValue
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
