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

/** Histories with known verdicts. The time to live is 100 ms and the overrun 20 ms. */
class HistoryCheckerTest {

    private static final Duration OVERRUN = Duration.ofMillis(20);

    private final HistoryChecker checker = new HistoryChecker(OVERRUN);

    static Stream<Arguments> correct() {
        return Stream.of(
                history("no calls"),
                history("two holders one after another", grant("A", 0, 2), release("A", 5, 7, DONE), grant("B", 6, 8)),
                history("a successor after the time to live", grant("A", 0, 2), grant("B", 100, 102)),
                history("a successor while the response is in flight", grant("A", 0, 150), grant("B", 101, 120)),
                history(
                        "a successor while the outcome of the release is unknown",
                        grant("A", 0, 2),
                        release("A", 5, 30, UNKNOWN),
                        grant("B", 20, 22)),
                history(
                        "a successor while the release has no response",
                        grant("A", 0, 2),
                        release("A", 5, NEVER, UNKNOWN),
                        grant("B", 20, 22)),
                history(
                        "a successor at the end of a renewed lease",
                        grant("A", 0, 2),
                        renew("A", 50, 52, DONE),
                        grant("B", 150, 152)),
                history(
                        "a successor although a renewal has an unknown outcome",
                        grant("A", 0, 2),
                        renew("A", 50, 80, UNKNOWN),
                        grant("B", 101, 103)),
                history(
                        "a successor after a renewal with a shorter time to live",
                        grant("A", 0, 2),
                        renew("A", 10, 12, 30, DONE),
                        grant("B", 41, 43)),
                history(
                        "a successor after a renewal with a shorter time to live and an unknown outcome",
                        grant("A", 0, 2),
                        renew("A", 10, 40, 30, UNKNOWN),
                        grant("B", 60, 62)),
                history(
                        "a successor after an unknown renewal that may have followed a successful one",
                        grant("A", 0, 2),
                        renew("A", 10, NEVER, 30, UNKNOWN),
                        renew("A", 50, 52, DONE),
                        grant("B", 81, 83)),
                history("contended while the lock is held", grant("A", 0, 2), acquire("B", 50, 52, CONTENDED)),
                history("contended within the overrun", grant("A", 0, 10), acquire("B", 129, 131, CONTENDED)),
                history(
                        "contended while the lock is being granted",
                        grant("A", 10, 20),
                        acquire("B", 0, 11, CONTENDED)),
                history(
                        "contended by a grant of unknown outcome",
                        acquire("A", 0, 2, UNKNOWN),
                        acquire("B", 900, 902, CONTENDED)),
                history(
                        "contended by a grant without a response",
                        acquire("A", 0, NEVER, UNKNOWN),
                        acquire("B", 900, 902, CONTENDED)),
                history(
                        "contended while the outcome of a renewal is unknown",
                        grant("A", 0, 2),
                        renew("A", 50, 80, UNKNOWN),
                        acquire("B", 170, 172, CONTENDED)),
                history(
                        "a grant of unknown outcome that takes effect after the first revocation",
                        acquire("A", 0, 2, UNKNOWN),
                        revoke("A", 3, 5, ENDED),
                        acquire("B", 6, 8, CONTENDED),
                        revoke("A", 9, 11, DONE),
                        grant("B2", 12, 14)),
                history(
                        "calls after expiry",
                        grant("A", 0, 2),
                        renew("A", 101, 103, ENDED),
                        release("A", 105, 107, ENDED),
                        revoke("A", 108, 110, ENDED)),
                history("renewed within the overrun", grant("A", 0, 10), renew("A", 129, 131, DONE)),
                history(
                        "a failed release, then a successful one",
                        grant("A", 0, 2),
                        release("A", 5, 7, FAILED),
                        acquire("B", 8, 9, CONTENDED),
                        release("A", 10, 12, DONE)),
                history(
                        "a renewal that succeeds after a release of unknown outcome",
                        grant("A", 0, 2),
                        release("A", 5, 7, UNKNOWN),
                        renew("A", 8, 9, DONE),
                        acquire("B", 60, 62, CONTENDED)),
                history("a grant during a failed acquisition", acquire("A", 0, 2, FAILED), grant("B", 1, 3)),
                history(
                        "tokens of concurrent grants, one of which was never certainly held",
                        grant("A", 0, 150, 1),
                        grant("B", 105, 107, 2)),
                history(
                        "tokens in the order of the holders, requested in another order",
                        grant("A", 0, 30, 2),
                        grant("B", 1, 10, 1),
                        withToken(release("B", 11, 13, DONE), 1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("correct")
    void history_of_a_correct_lock_has_no_violation(String description, List<Event> history) {
        assertThat(checker.check(history)).isEmpty();
    }

    static Stream<Arguments> incorrect() {
        return Stream.of(
                violating("L1: two holders for 47.000 ms", grant("A", 0, 2), grant("B", 50, 52)),
                violating("L1: two holders for 47.000 ms", grant("B", 50, 52), grant("A", 0, 2)),
                violating(
                        "L1: two holders for 26.000 ms",
                        grant("A", 0, 2),
                        renew("A", 50, 52, DONE),
                        grant("B", 121, 123)),
                violating(
                        "L1: two holders for 17.700 ms",
                        grant("A", 0, 2),
                        renew("A", 10, 40, 30, UNKNOWN),
                        grant("B", 20, 22)),
                violating(
                        "L1: two holders for 7.700 ms",
                        grant("A", 0, 2),
                        renew("A", 10, 40, 30, UNKNOWN),
                        renew("A", 50, 52, DONE),
                        grant("B", 70, 72)),
                violating(
                        "L1: two holders for 88.000 ms",
                        grant("A", 0, 2),
                        grant("B", 101, 103),
                        renew("A", 110, 112, DONE),
                        release("B", 191, 192, DONE)),
                violating(
                        "L1: two holders for 2.000 ms",
                        grant("A", 0, 2),
                        grant("B", 101, 103),
                        release("A", 105, 107, DONE)),
                violating(
                        "L1: two holders for 10.000 ms",
                        grant("A", 0, 2),
                        release("A", 5, 7, FAILED),
                        grant("B", 8, 10),
                        release("B", 20, 22, DONE)),
                violating(
                        "L1: two holders for 91.000 ms",
                        grant("A", 0, 2),
                        grant("B", 1, 8),
                        acquire("C", 4, 5, CONTENDED)),
                violating("L1: a lease ended early", grant("A", 0, 2), release("A", 50, 52, ENDED)),
                violating("L1: a lease ended early", grant("A", 0, 2), renew("A", 50, 52, ENDED)),
                violating(
                        "L1: a lease ended early",
                        grant("A", 0, 2),
                        renew("A", 50, 52, DONE),
                        revoke("A", 120, 122, ENDED)),
                violating(
                        "L4: a token is smaller than an earlier one",
                        grant("A", 0, 2, 7),
                        withToken(release("A", 3, 4, DONE), 7),
                        grant("B", 5, 6, 6)),
                violating(
                        "L4: a token is smaller than an earlier one",
                        grant("A", 0, 20, 6),
                        grant("B", 1, 3, 7),
                        withToken(release("B", 5, 7, DONE), 7)),
                violating("L4: a token is smaller than an earlier one", grant("A", 0, 120, 7), grant("B", 121, 122, 6)),
                violating("L4: two grants have the same token", grant("A", 0, 120, 7), grant("B", 110, 112, 7)),
                violating(
                        "L4: the token of a grant changed", grant("A", 0, 2, 7), withToken(renew("A", 3, 4, DONE), 8)),
                violating("L5: an acquisition was contended while no lease was held", acquire("A", 0, 2, CONTENDED)),
                violating(
                        "L5: an acquisition was contended while no lease was held",
                        grant("A", 0, 10),
                        acquire("B", 131, 133, CONTENDED)),
                violating(
                        "L5: an acquisition was contended while no lease was held",
                        grant("A", 0, 2),
                        release("A", 5, 7, DONE),
                        acquire("B", 8, 9, CONTENDED)),
                violating(
                        "L5: an acquisition was contended while no lease was held",
                        acquire("A", 0, 2, FAILED),
                        acquire("B", 3, 4, CONTENDED)),
                violating(
                        "L5: an acquisition was contended while no lease was held",
                        acquire("A", 0, 2, UNKNOWN),
                        revoke("A", 3, 4, DONE),
                        acquire("B", 5, 6, CONTENDED)),
                violating(
                        "L5: a grant was reported as failed or contended",
                        acquire("A", 0, 2, FAILED),
                        revoke("A", 3, 4, DONE)),
                violating("L7: an ended lease was revived", grant("A", 0, 10), renew("A", 131, 133, DONE)),
                violating("L7: an ended lease was revived", grant("A", 0, 10), release("A", 131, 133, DONE)),
                violating(
                        "L7: an ended lease was revived",
                        grant("A", 0, 2),
                        release("A", 5, 7, DONE),
                        renew("A", 8, 9, DONE)),
                violating(
                        "L7: an ended lease was revived",
                        grant("A", 0, 2),
                        release("A", 5, 7, DONE),
                        release("A", 8, 9, DONE)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("incorrect")
    void history_of_an_incorrect_lock_has_exactly_the_violation(String violation, List<Event> history) {
        assertThat(checker.check(history).stream().map(found -> found.clause() + ": " + found.description()))
                .containsExactly(violation);
    }

    @Test
    void violation_shows_only_the_calls_that_prove_it() {
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
    void contended_answers_are_provable_unless_a_request_of_unknown_outcome_excuses_them() {
        assertThat(checker.provableShareOfContended(List.of(
                        grant("A", 0, 2),
                        acquire("B", 10, 12, CONTENDED),
                        acquire("C", 20, 22, CONTENDED),
                        acquire("D", 30, 40, UNKNOWN),
                        acquire("E", 35, 36, CONTENDED),
                        acquire("F", 900, 902, CONTENDED))))
                .isEqualTo(0.5);
    }

    @Test
    void history_without_an_acquisition_is_rejected() {
        assertThatThrownBy(() -> checker.check(List.of(renew("A", 0, 1, DONE))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("acquisition is missing")
                .hasMessageContaining("client of A");
    }

    private static Arguments history(String description, Event... calls) {
        return Arguments.of(description, Arrays.asList(calls));
    }

    private static Arguments violating(String violation, Event... calls) {
        return Arguments.of(violation, Arrays.asList(calls));
    }
}
