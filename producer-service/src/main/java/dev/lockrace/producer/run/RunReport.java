package dev.lockrace.producer.run;

import dev.lockrace.race.Evidence;
import dev.lockrace.race.Judge;
import dev.lockrace.race.Verdict;

/** What is known of a run: its verdict, and the evidence that it rests on. */
record RunReport(Verdict verdict, Evidence evidence) {

    static RunReport of(Evidence evidence) {
        return new RunReport(Judge.judge(evidence), evidence);
    }
}
