package dev.lockrace.producer.run;

import dev.lockrace.race.event.EventLog;
import dev.lockrace.race.verdict.RunChecker;
import dev.lockrace.race.verdict.Verdict;

/** The report on a run: its verdict and the events that the verdict is based on. */
record RunReport(Verdict verdict, EventLog events) {

    static RunReport of(EventLog events) {
        return new RunReport(RunChecker.check(events), events);
    }
}
