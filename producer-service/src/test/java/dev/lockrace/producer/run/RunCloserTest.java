package dev.lockrace.producer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockrace.producer.Http;
import dev.lockrace.producer.ProducerTest;
import java.sql.Types;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

@ExtendWith(OutputCaptureExtension.class)
@ProducerTest
class RunCloserTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Autowired
    private Http http;

    @Autowired
    private JdbcClient jdbc;

    @BeforeEach
    void clear() {
        assertThat(http.delete("/runs?force=true").status()).isEqualTo(204);
    }

    @Test
    void an_ended_run_gets_its_verdict_and_peak_holders() {
        UUID run = start("{\"tasks\": 2, \"backend\": \"memcached\"}");
        worked(run, 1, "0 ms", "100 ms");
        assertThat(summary().path("endedAt").isNull()).isTrue();
        contended(run, 2, "50 ms");

        awaitVerdict("held");

        assertThat(summary().path("peakHolders").asInt()).isEqualTo(1);
        assertThat(http.metrics()).contains("run_peak_holders{backend=\"memcached\"} 1.0");
        JsonNode report = http.get("/runs/" + run).json();
        assertThat(report.at("/verdict/kind").asString()).isEqualTo("held");
        assertThat(report.at("/verdict/counts/invoices").asInt()).isEqualTo(1);
        assertThat(report.at("/events/attempts")).hasSize(2);
        assertThat(report.at("/events/attempts/0/outcome").asString()).isEqualTo("invoiced");
        assertThat(report.at("/events/invoices/0/title").asString()).isEqualTo("invoice 1");
    }

    @Test
    void the_metric_of_peak_holders_is_that_of_the_latest_ended_run(CapturedOutput output) {
        UUID broken = start("{\"tasks\": 2, \"backend\": \"local\"}");
        worked(broken, 1, "0 ms", "100 ms");
        worked(broken, 2, "0 ms", "100 ms");
        awaitVerdict("broken");
        assertThat(http.metrics()).contains("run_peak_holders{backend=\"local\"} 2.0");
        assertThat(output).containsPattern("WARN .*Run " + broken + " on local: broken");

        UUID held = start("{\"tasks\": 1, \"backend\": \"local\"}");
        worked(held, 1, "0 ms", "100 ms");
        awaitVerdict("inconclusive");
        assertThat(http.metrics()).contains("run_peak_holders{backend=\"local\"} 1.0");
    }

    @Test
    void an_unconfirmed_task_that_ended_does_not_end_the_run() {
        UUID run = start("{\"tasks\": 2}");
        jdbc.sql("update run set tasks_confirmed = 1, unconfirmed_tasks = '{2}'")
                .update();
        contended(run, 2, "0 ms");
        UUID later = start("{\"tasks\": 1}");
        contended(later, 1, "0 ms");

        awaitVerdict("work lost");

        assertThat(http.get("/runs?limit=2").json().get(1).path("endedAt").isNull())
                .isTrue();
    }

    @Test
    void events_include_holds_of_other_runs_of_the_same_lock_in_the_meantime() {
        UUID earlier = start("{\"tasks\": 1, \"lockName\": \"shared\", \"timeToLive\": \"9m\"}");
        UUID run = start("{\"tasks\": 1, \"lockName\": \"shared\"}");
        start("{\"tasks\": 1, \"lockName\": \"shared\", \"backend\": \"database\"}");
        worked(earlier, 1, "0 s", "1 hour");
        worked(run, 1, "1 s", "2 s");
        contended(earlier, 2, "1 s");

        JsonNode report = http.get("/runs/" + run).json();

        assertThat(report.at("/events/attempts")).hasSize(2);
        assertThat(report.at("/events/attempts/0/runId").asString()).isEqualTo(earlier.toString());
        assertThat(report.at("/events/attempts/0/timeToLive").asString()).isEqualTo("PT9M");
        assertThat(report.at("/events/attempts/1/timeToLive").asString()).isEqualTo("PT15S");
        assertThat(report.at("/verdict/kind").asString()).isEqualTo("broken");
    }

    @Test
    void events_exclude_a_hold_of_another_run_that_ended_before_this_run() {
        UUID earlier = start("{\"tasks\": 1, \"lockName\": \"shared\", \"timeToLive\": \"100ms\", \"hold\": \"1ms\"}");
        jdbc.sql("""
                insert into attempt (run_id, task_number, worker, requested_at, acquired_at)
                select id, 1, 'worker', created_at - interval '1 s', created_at - interval '1 s' from run
                """).update();
        UUID run = start("{\"tasks\": 1, \"lockName\": \"shared\"}");

        assertThat(http.get("/runs/" + earlier).json().at("/events/attempts")).hasSize(1);
        assertThat(http.get("/runs/" + run).json().at("/events/attempts")).isEmpty();
    }

    @Test
    void events_include_a_hold_of_another_run_that_was_renewed_into_this_run() {
        UUID earlier = start("{\"tasks\": 1, \"lockName\": \"shared\", \"timeToLive\": \"1s\", \"hold\": \"1m\"}");
        jdbc.sql("""
                insert into attempt (run_id, task_number, worker, requested_at, last_requested_at, acquired_at)
                select id, 1, 'worker', created_at - interval '1 min', clock_timestamp(), created_at - interval '1 min'
                from run
                """).update();
        UUID run = start("{\"tasks\": 1, \"lockName\": \"shared\"}");

        JsonNode attempts = http.get("/runs/" + run).json().at("/events/attempts");

        assertThat(attempts).hasSize(1);
        assertThat(attempts.at("/0/runId").asString()).isEqualTo(earlier.toString());
        assertThat(attempts.at("/0/lastRequestedAt").asString()).isGreaterThan("2000-01-01T00:00:00Z");
    }

    @Test
    void an_invoice_of_another_run_with_a_greater_token_proves_a_later_one_stale() {
        UUID stale = start("{\"tasks\": 1, \"lockName\": \"shared\", \"backend\": \"database\"}");
        UUID fresh = start("{\"tasks\": 1, \"lockName\": \"shared\", \"backend\": \"database\"}");
        invoiced(fresh, 1, 6L);
        invoiced(stale, 1, 5L);
        invoiced(fresh, 2, 7L);

        JsonNode report = http.get("/runs/" + stale).json();

        assertThat(report.at("/verdict/witnesses/0").asString())
                .isEqualTo("the invoice of task 1 was committed with token 5 after an invoice with token 6");
        assertThat(report.at("/events/invoices")).hasSize(2);
        assertThat(http.get("/runs/" + fresh).json().at("/events/invoices")).hasSize(2);
        assertThat(http.get("/runs/" + fresh).json().at("/verdict/witnesses")).isEmpty();
    }

    @Test
    void a_run_whose_producer_crashed_while_publishing_ends_eventually() {
        start("{\"tasks\": 3}");
        jdbc.sql("update run set tasks_confirmed = null, created_at = created_at - interval '1 hour'")
                .update();

        awaitVerdict("inconclusive");

        assertThat(summary().path("confirmed").asInt()).isZero();
        assertThat(http.delete("/runs").status()).isEqualTo(204);
    }

    @Test
    void a_run_that_cannot_be_judged_does_not_block_the_others() {
        UUID unjudgeable = start("{\"tasks\": 1}");
        jdbc.sql("""
                insert into attempt (run_id, task_number, worker, requested_at, acquired_at, released_at, outcome)
                values (:run, 1, 'worker', 'infinity', 'infinity', 'infinity', 'invoiced')
                """).param("run", unjudgeable).update();
        jdbc.sql("update run set time_to_live_ms = :max")
                .param("max", Long.MAX_VALUE)
                .update();
        UUID run = start("{\"tasks\": 1}");
        contended(run, 1, "0 ms");

        awaitVerdict("work lost");

        assertThat(http.get("/runs?limit=2").json().get(1).path("endedAt").isNull())
                .isTrue();
    }

    private UUID start(String body) {
        return UUID.fromString(http.post("/runs", body).json().path("runId").asString());
    }

    private void worked(UUID run, int task, String acquired, String released) {
        invoiced(run, task, null); // First, since the last attempt ends the run, which is then judged.
        jdbc.sql("""
                insert into attempt (run_id, task_number, worker, requested_at, acquired_at, released_at, closed_at,
                                     outcome, work_done)
                select id, :task, 'worker-' || :task, created_at + :acquired::interval,
                       created_at + :acquired::interval, created_at + :released::interval,
                       created_at + :released::interval, 'invoiced', true
                from run where id = :run
                """)
                .param("run", run)
                .param("task", task)
                .param("acquired", acquired)
                .param("released", released)
                .update();
    }

    private void invoiced(UUID run, int task, @Nullable Long token) {
        jdbc.sql("""
                insert into invoice (run_id, task_number, backend, lock_name, title, worker, token)
                select id, :task, backend, lock_name, 'invoice ' || :task, 'worker-' || :task, :token
                from run where id = :run
                """)
                .param("run", run)
                .param("task", task)
                .param("token", token, Types.BIGINT)
                .update();
    }

    private void contended(UUID run, int task, String requested) {
        jdbc.sql("""
                insert into attempt (run_id, task_number, worker, requested_at, closed_at, outcome)
                select id, :task, 'worker-' || :task, created_at + :requested::interval,
                       created_at + :requested::interval, 'contended'
                from run where id = :run
                """)
                .param("run", run)
                .param("task", task)
                .param("requested", requested)
                .update();
    }

    private JsonNode summary() {
        return http.get("/runs?limit=1").json().get(0);
    }

    private void awaitVerdict(String verdict) {
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(summary().path("verdict").asString()).isEqualTo(verdict));
    }
}
