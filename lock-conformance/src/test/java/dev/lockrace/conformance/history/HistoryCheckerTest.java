package dev.lockrace.conformance.history;

import static dev.lockrace.conformance.history.Calls.NEVER;
import static dev.lockrace.conformance.history.Calls.acquire;
import static dev.lockrace.conformance.history.Calls.grant;
import static dev.lockrace.conformance.history.Calls.release;
import static dev.lockrace.conformance.history.Calls.renew;
import static dev.lockrace.conformance.history.Calls.revoke;
import static dev.lockrace.conformance.history.Calls.withToken;
import static dev.lockrace.conformance.history.Event.Outcome.CONTENDED;
import static dev.lockrace.conformance.history.Event.Outcome.DONE;
import static dev.lockrace.conformance.history.Event.Outcome.ENDED;
import static dev.lockrace.conformance.history.Event.Outcome.FAILED;
import static dev.lockrace.conformance.history.Event.Outcome.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Histories with known verdicts. A lease here lasts 100 ms, and 20 ms longer at most. */
class HistoryCheckerTest {

    private static final Duration OVERRUN = Duration.ofMillis(20);

    private final HistoryChecker checker = new HistoryChecker(OVERRUN);

    static Stream<Arguments> right() {
        return Stream.of(
                history("nothing"),
                history("one after another", grant("A", 0, 2), release("A", 5, 7, DONE), grant("B", 6, 8)),
                history("a successor after the time to live", grant("A", 0, 2), grant("B", 100, 102)),
                history("a successor while the answer was under way", grant("A", 0, 150), grant("B", 101, 120)),
                history(
                        "a successor while the release is unknown",
                        grant("A", 0, 2),
                        release("A", 5, 30, UNKNOWN),
                        grant("B", 20, 22)),
                history(
                        "a successor while the release has no answer",
                        grant("A", 0, 2),
                        release("A", 5, NEVER, UNKNOWN),
                        grant("B", 20, 22)),
                history(
                        "a successor at the end of what a renewal set",
                        grant("A", 0, 2),
                        renew("A", 50, 52, DONE),
                        grant("B", 150, 152)),
                history(
                        "a successor though a renewal is unknown",
                        grant("A", 0, 2),
                        renew("A", 50, 80, UNKNOWN),
                        grant("B", 101, 103)),
                history(
                        "a successor after a renewal to a shorter time",
                        grant("A", 0, 2),
                        renew("A", 10, 12, 30, DONE),
                        grant("B", 41, 43)),
                history(
                        "a successor though a renewal to a shorter time is unknown",
                        grant("A", 0, 2),
                        renew("A", 10, 40, 30, UNKNOWN),
                        grant("B", 60, 62)),
                history(
                        "a successor though an unknown renewal may have come after one that was done",
                        grant("A", 0, 2),
                        renew("A", 10, NEVER, 30, UNKNOWN),
                        renew("A", 50, 52, DONE),
                        grant("B", 81, 83)),
                history("refused while it is held", grant("A", 0, 2), acquire("B", 50, 52, CONTENDED)),
                history("refused within the overrun", grant("A", 0, 10), acquire("B", 129, 131, CONTENDED)),
                history("refused while it is being granted", grant("A", 10, 20), acquire("B", 0, 11, CONTENDED)),
                history(
                        "refused by a grant that is unknown",
                        acquire("A", 0, 2, UNKNOWN),
                        acquire("B", 900, 902, CONTENDED)),
                history(
                        "refused by a grant that has no answer",
                        acquire("A", 0, NEVER, UNKNOWN),
                        acquire("B", 900, 902, CONTENDED)),
                history(
                        "refused while a renewal is unknown",
                        grant("A", 0, 2),
                        renew("A", 50, 80, UNKNOWN),
                        acquire("B", 170, 172, CONTENDED)),
                history(
                        "an unknown grant that was not found yet",
                        acquire("A", 0, 2, UNKNOWN),
                        revoke("A", 3, 5, ENDED),
                        acquire("B", 6, 8, CONTENDED),
                        revoke("A", 9, 11, DONE),
                        grant("B2", 12, 14)),
                history(
                        "calls that come too late",
                        grant("A", 0, 2),
                        renew("A", 101, 103, ENDED),
                        release("A", 105, 107, ENDED),
                        revoke("A", 108, 110, ENDED)),
                history("renewed within the overrun", grant("A", 0, 10), renew("A", 129, 131, DONE)),
                history(
                        "a release that failed, then one that did not",
                        grant("A", 0, 2),
                        release("A", 5, 7, FAILED),
                        acquire("B", 8, 9, CONTENDED),
                        release("A", 10, 12, DONE)),
                history(
                        "a renewal done after a release that is unknown",
                        grant("A", 0, 2),
                        release("A", 5, 7, UNKNOWN),
                        renew("A", 8, 9, DONE),
                        acquire("B", 60, 62, CONTENDED)),
                history("nobody was granted what failed", acquire("A", 0, 2, FAILED), grant("B", 1, 3)),
                history(
                        "tokens of grants at the same time, one of which was never certainly held",
                        grant("A", 0, 150, 1),
                        grant("B", 105, 107, 2)),
                history(
                        "tokens by holders, though asked for in another order",
                        grant("A", 0, 30, 2),
                        grant("B", 1, 10, 1),
                        withToken(release("B", 11, 13, DONE), 1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("right")
    void a_history_of_a_right_lock_is_acquitted(String what, List<Event> history) {
        assertThat(checker.check(history)).isEmpty();
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                convicted("L1: two holders for 47.000 ms", grant("A", 0, 2), grant("B", 50, 52)),
                convicted("L1: two holders for 47.000 ms", grant("B", 50, 52), grant("A", 0, 2)),
                convicted(
                        "L1: two holders for 26.000 ms",
                        grant("A", 0, 2),
                        renew("A", 50, 52, DONE),
                        grant("B", 121, 123)),
                convicted(
                        "L1: two holders for 17.700 ms",
                        grant("A", 0, 2),
                        renew("A", 10, 40, 30, UNKNOWN),
                        grant("B", 20, 22)),
                convicted(
                        "L1: two holders for 7.700 ms",
                        grant("A", 0, 2),
                        renew("A", 10, 40, 30, UNKNOWN),
                        renew("A", 50, 52, DONE),
                        grant("B", 70, 72)),
                convicted(
                        "L1: two holders for 88.000 ms",
                        grant("A", 0, 2),
                        grant("B", 101, 103),
                        renew("A", 110, 112, DONE),
                        release("B", 191, 192, DONE)),
                convicted(
                        "L1: two holders for 2.000 ms",
                        grant("A", 0, 2),
                        grant("B", 101, 103),
                        release("A", 105, 107, DONE)),
                convicted(
                        "L1: two holders for 10.000 ms",
                        grant("A", 0, 2),
                        release("A", 5, 7, FAILED),
                        grant("B", 8, 10),
                        release("B", 20, 22, DONE)),
                convicted(
                        "L1: two holders for 91.000 ms",
                        grant("A", 0, 2),
                        grant("B", 1, 8),
                        acquire("C", 4, 5, CONTENDED)),
                convicted("L1: a lease that ended before its time", grant("A", 0, 2), release("A", 50, 52, ENDED)),
                convicted("L1: a lease that ended before its time", grant("A", 0, 2), renew("A", 50, 52, ENDED)),
                convicted(
                        "L1: a lease that ended before its time",
                        grant("A", 0, 2),
                        renew("A", 50, 52, DONE),
                        revoke("A", 120, 122, ENDED)),
                convicted(
                        "L4: a token that went back",
                        grant("A", 0, 2, 7),
                        withToken(release("A", 3, 4, DONE), 7),
                        grant("B", 5, 6, 6)),
                convicted(
                        "L4: a token that went back",
                        grant("A", 0, 20, 6),
                        grant("B", 1, 3, 7),
                        withToken(release("B", 5, 7, DONE), 7)),
                convicted("L4: a token that went back", grant("A", 0, 120, 7), grant("B", 121, 122, 6)),
                convicted("L4: two grants with one token", grant("A", 0, 120, 7), grant("B", 110, 112, 7)),
                convicted("L4: a token that changed", grant("A", 0, 2, 7), withToken(renew("A", 3, 4, DONE), 8)),
                convicted("L5: \"held by another\" though nobody held it", acquire("A", 0, 2, CONTENDED)),
                convicted(
                        "L5: \"held by another\" though nobody held it",
                        grant("A", 0, 10),
                        acquire("B", 131, 133, CONTENDED)),
                convicted(
                        "L5: \"held by another\" though nobody held it",
                        grant("A", 0, 2),
                        release("A", 5, 7, DONE),
                        acquire("B", 8, 9, CONTENDED)),
                convicted(
                        "L5: \"held by another\" though nobody held it",
                        acquire("A", 0, 2, FAILED),
                        acquire("B", 3, 4, CONTENDED)),
                convicted(
                        "L5: \"held by another\" though nobody held it",
                        acquire("A", 0, 2, UNKNOWN),
                        revoke("A", 3, 4, DONE),
                        acquire("B", 5, 6, CONTENDED)),
                convicted("L5: a grant that was answered as none", acquire("A", 0, 2, FAILED), revoke("A", 3, 4, DONE)),
                convicted("L7: a lease that had ended was revived", grant("A", 0, 10), renew("A", 131, 133, DONE)),
                convicted("L7: a lease that had ended was revived", grant("A", 0, 10), release("A", 131, 133, DONE)),
                convicted(
                        "L7: a lease that had ended was revived",
                        grant("A", 0, 2),
                        release("A", 5, 7, DONE),
                        renew("A", 8, 9, DONE)),
                convicted(
                        "L7: a lease that had ended was revived",
                        grant("A", 0, 2),
                        release("A", 5, 7, DONE),
                        release("A", 8, 9, DONE)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void a_history_of_no_right_lock_is_convicted(String verdict, List<Event> history) {
        assertThat(checker.check(history).stream().map(found -> found.clause() + ": " + found.what()))
                .containsExactly(verdict);
    }

    @Test
    void a_counterexample_shows_the_calls_that_convict_and_no_other() {
        List<Event> history = List.of(
                grant("before", 0, 2, 1),
                withToken(release("before", 3, 4, DONE), 1),
                grant("first", 10, 12, 2),
                acquire("other", 15, 16, CONTENDED),
                withToken(renew("first", 60, 62, DONE), 2),
                grant("second", 120, 121, 3),
                withToken(release("second", 130, 135, DONE), 3));

        assertThat(checker.check(history)).singleElement().hasToString("""
                L1: two holders for 9.000 ms, lock lock
                      0.000 to     2.000  client of first: acquire for 100 ms as A: done, token 2
                     50.000 to    52.000  client of first: renew for 100 ms as A: done, token 2
                    110.000 to   111.000  client of second: acquire for 100 ms as B: done, token 3
                    120.000 to   125.000  client of second: release as B: done, token 3""");
    }

    @Test
    void a_history_that_lacks_an_acquisition_is_refused() {
        assertThatThrownBy(() -> checker.check(List.of(renew("A", 0, 1, DONE))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("acquisition is missing")
                .hasMessageContaining("client of A");
    }

    private static Arguments history(String what, Event... calls) {
        return Arguments.of(what, Arrays.asList(calls));
    }

    private static Arguments convicted(String verdict, Event... calls) {
        return Arguments.of(verdict, Arrays.asList(calls));
    }
}
