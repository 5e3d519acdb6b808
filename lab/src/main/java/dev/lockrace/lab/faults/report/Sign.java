package dev.lockrace.lab.faults.report;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a timeline is drawn with, in the order of the legend. */
enum Sign {
    HOLD("holds the lock, as the record proves"),
    BELIEF("works on though its lease has ended"),
    FAULT("the fault lasts"),
    OVERLAP("two or more hold the lock at the same time"),
    INVOICE("writes its invoice"),
    LATE_INVOICE("writes its invoice after its lease has ended"),
    REFUSED("its late invoice is refused: the fencing token is too small"),
    CONTENDED("asks for the lock: another holds it"),
    NO_ANSWER("asks for the lock: no answer");

    private final String meaning;

    Sign(String meaning) {
        this.meaning = meaning;
    }

    /** For people. */
    String meaning() {
        return meaning;
    }

    /** In the page's styles and drawings. */
    @JsonValue
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
