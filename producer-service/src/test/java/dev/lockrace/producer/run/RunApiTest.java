package dev.lockrace.producer.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.producer.Http;
import dev.lockrace.producer.Http.Answer;
import dev.lockrace.producer.ProducerTest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

@ProducerTest
class RunApiTest {

    @Autowired
    private Http http;

    @BeforeEach
    void clear() {
        assertThat(http.delete("/runs?force=true").status()).isEqualTo(204);
    }

    @Test
    void hello_responds_in_text_with_a_link() {
        Answer answer = http.get("/hello");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("Added 10 tasks\n");
        assertThat(answer.contentType()).startsWith("text/plain");
        String link = answer.response().headers().firstValue("Link").orElseThrow();
        assertThat(link).matches("</runs/[0-9a-f-]{36}>; rel=\"self\"");
        assertThat(http.get(link.substring(1, link.indexOf('>'))).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/plain"})
    void hello_responds_in_text_to_curl_and_browsers(String accept) {
        assertThat(http.getAccepting(accept, "/hello?tasks=2").body()).isEqualTo("Added 2 tasks\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/json, text/plain, */*"})
    void hello_responds_in_json_if_the_accept_header_names_it(String accept) {
        Answer answer = http.getAccepting(accept, "/hello?tasks=3&backend=database");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.contentType()).isEqualTo("application/json");
        String id = answer.json().path("runId").asString();
        assertThat(answer.json().path("message").asString()).isEqualTo("Added 3 tasks");
        assertThat(answer.json().path("tasks").asInt()).isEqualTo(3);
        assertThat(answer.json().path("backend").asString()).isEqualTo("database");
        assertThat(answer.json().path("lockName").asString()).isEqualTo("run:" + id);
        assertThat(answer.json().at("/links/self").asString()).isEqualTo("/runs/" + id);
    }

    @Test
    void an_invalid_accept_header_starts_nothing() {
        assertThat(http.getAccepting("application/", "/hello").problem(400)).contains("application/");
        assertThat(http.get("/runs").json()).isEmpty();
    }

    @Test
    void a_posted_run_has_the_values_of_its_body() {
        Answer answer = http.post("/runs", """
                {"tasks": 2, "backend": "database", "hold": "20s", "timeToLive": "PT2S", "lockName": "mine",
                 "fencing": true}""");

        assertThat(answer.status()).isEqualTo(201);
        String self = answer.response().headers().firstValue("Location").orElseThrow();
        assertThat(self).isEqualTo("/runs/" + answer.json().path("runId").asString());
        JsonNode run = http.get(self).json().at("/events/run");
        assertThat(run.path("tasksRequested").asInt()).isEqualTo(2);
        assertThat(run.path("tasksConfirmed").asInt()).isEqualTo(2);
        assertThat(run.path("unconfirmedTasks")).isEmpty();
        assertThat(run.path("backend").asString()).isEqualTo("database");
        assertThat(run.path("hold").asString()).isEqualTo("PT20S");
        assertThat(run.path("timeToLive").asString()).isEqualTo("PT2S");
        assertThat(run.path("lockName").asString()).isEqualTo("mine");
        assertThat(run.path("fencing").asBoolean()).isTrue();
    }

    @Test
    void a_posted_run_has_defaults_for_missing_values() {
        Answer answer = http.post("/runs", "{}");

        JsonNode run =
                http.get(answer.json().at("/links/self").asString()).json().at("/events/run");
        assertThat(run.path("tasksRequested").asInt()).isEqualTo(10);
        assertThat(run.path("backend").asString()).isEqualTo("memcached");
        assertThat(run.path("hold").asString()).isEqualTo("PT3S");
        assertThat(run.path("timeToLive").asString()).isEqualTo("PT15S");
        assertThat(run.path("fencing").asBoolean()).isFalse();
        assertThat(http.post("/runs", "").status()).isEqualTo(201);
    }

    @Test
    void the_verdict_of_a_run_in_progress_is_inconclusive() {
        String self = http.post("/runs", "{}").json().at("/links/self").asString();

        JsonNode verdict = http.get(self).json().path("verdict");

        assertThat(verdict.path("kind").asString()).isEqualTo("inconclusive");
        assertThat(verdict.path("explanation").asString())
                .isEqualTo("the run has not ended: 10 of 10 tasks are pending");
        assertThat(verdict.path("ended").asBoolean()).isFalse();
        assertThat(verdict.at("/counts/tasks").asInt()).isEqualTo(10);
    }

    @Test
    void a_run_can_be_extended_by_more_tasks() {
        String self = http.post("/runs", "{\"tasks\": 2, \"hold\": \"20s\"}")
                .json()
                .at("/links/self")
                .asString();

        Answer answer = http.post(self + "/tasks", "{\"tasks\": 3}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("tasks").asInt()).isEqualTo(3);
        assertThat(http.post(self + "/tasks", "").json().path("tasks").asInt()).isEqualTo(1);

        JsonNode report = http.get(self).json();
        assertThat(report.at("/events/run/tasksRequested").asInt()).isEqualTo(6);
        assertThat(report.at("/events/run/tasksConfirmed").asInt()).isEqualTo(6);
        assertThat(report.at("/verdict/explanation").asString())
                .isEqualTo("the run has not ended: 6 of 6 tasks are pending");
    }

    @Test
    void an_extension_is_rejected_if_it_differs_or_is_too_large_or_has_no_run() {
        String self =
                http.post("/runs", "{\"tasks\": 1}").json().at("/links/self").asString();

        assertThat(http.post(self + "/tasks", "{\"hold\": \"1s\"}").problem(400))
                .isEqualTo("Only the field tasks may be given: additional tasks have the other values of the run");
        assertThat(http.post(self + "/tasks", "{\"tasks\": 10000}").problem(400))
                .startsWith("Cannot extend run " + self.substring(self.lastIndexOf('/') + 1))
                .contains("it has 1 of at most 10000 tasks and the request adds 10000");
        UUID unknown = UUID.randomUUID();
        assertThat(http.post("/runs/" + unknown + "/tasks", "").problem(404)).contains("There is no run " + unknown);
        assertThat(http.get(self).json().at("/events/run/tasksRequested").asInt())
                .isEqualTo(1);
    }

    @Test
    void runs_are_listed_with_the_latest_first() {
        List<String> started = List.of(start(), start(), start());

        JsonNode listed = http.get("/runs?limit=2").json();

        assertThat(listed).hasSize(2);
        assertThat(listed.get(0).path("id").asString()).isEqualTo(started.get(2));
        assertThat(listed.get(1).path("id").asString()).isEqualTo(started.get(1));
        assertThat(listed.get(0).path("confirmed").asInt()).isEqualTo(1);
        assertThat(listed.get(0).path("endedAt").isNull()).isTrue();
        assertThat(listed.get(0).at("/links/self").asString()).isEqualTo("/runs/" + started.get(2));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "101, 101", "-1, -1", "many, many"})
    void rejects_a_limit_outside_1_to_100(String limit, String value) {
        assertThat(http.get("/runs?limit=" + limit).problem(400)).contains("limit", value);
    }

    @Test
    void an_unknown_run_is_not_found() {
        UUID id = UUID.randomUUID();

        assertThat(http.get("/runs/" + id).problem(404)).contains("There is no run " + id);
    }

    @Test
    void a_run_id_must_be_a_uuid() {
        assertThat(http.get("/runs/seven").problem(400)).contains("id", "seven");
    }

    @Test
    void clears_nothing_while_a_run_is_in_progress_unless_forced() {
        String id = start();

        assertThat(http.delete("/runs").problem(409)).contains("1 run", id, "?force=true");
        assertThat(http.get("/runs").json()).hasSize(1);
        assertThat(http.delete("/runs?force=perhaps").problem(400)).contains("perhaps");
        assertThat(http.delete("/runs?force=true").status()).isEqualTo(204);
        assertThat(http.get("/runs").json()).isEmpty();
        assertThat(http.delete("/runs").status()).isEqualTo(204);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    {"backend": "chubby"}                         | backend must be one of local, database, memcached, redis, was: chubby
                    {"backend": "memcached", "fencing": true}     | fencing must be false for backend memcached, which offers no fencing token, was: true
                    {"backend": "local", "fencing": "true"}       | fencing must be false for backend local, which offers no fencing token, was: true
                    {"backend": "database", "fencing": "perhaps"} | fencing must be true or false, was: perhaps
                    {"hold": "soon"}                              | hold must be a duration from 0ms to 8m, such as 3s, 500ms or PT3S, was: soon
                    {"hold": 3}                                   | hold must be a duration from 0ms to 8m, such as 3s, 500ms or PT3S, was: 3
                    {"timeToLive": "11m"}                         | timeToLive must be a duration from 1ms to 10m, such as 3s, 500ms or PT3S, was: 11m
                    {"hold": "9m", "timeToLive": "10m"}           | hold must be a duration from 0ms to 8m, such as 3s, 500ms or PT3S, was: 9m
                    {"tasks": 0}                                  | tasks must be a whole number from 1 to 10000, was: 0
                    {"tasks": 10001}                              | tasks must be a whole number from 1 to 10000, was: 10001
                    {"tasks": 1.5}                                | tasks must be a whole number from 1 to 10000, was: 1.5
                    {"lockName": ""}                              | lockName must have 1 to 1024 bytes of valid UTF-8 without NUL, had 0
                    {"color": "red"}                              | A run has no field 'color'; its fields are: tasks, backend, hold, timeToLive, lockName, fencing
                    {"tasks": [1]}                                | The request body must be a JSON object of single values: tasks:
                    [1]                                           | The request body must be a JSON object of single values:
                    {tasks                                        | The request body must be a JSON object of single values:
                    """)
    void rejects_an_invalid_body_with_the_value(String body, String detail) {
        assertThat(http.post("/runs", body).problem(400)).startsWith(detail);
        assertThat(http.get("/runs").json()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    backend=chubby     | backend must be one of local, database, memcached, redis, was: chubby
                    tasks=ten          | tasks must be a whole number from 1 to 10000, was: ten
                    hold=481s          | hold must be a duration from 0ms to 8m, such as 3s, 500ms or PT3S, was: 481s
                    fencing=true       | fencing must be false for backend memcached, which offers no fencing token, was: true
                    backnd=local       | A run has no parameter 'backnd'; its parameters are: tasks, backend, hold, timeToLive, lockName, fencing
                    """)
    void rejects_an_invalid_parameter_with_the_value(String query, String detail) {
        assertThat(http.get("/hello?" + query).problem(400)).isEqualTo(detail);
        assertThat(http.getAccepting("text/plain", "/hello?" + query).problem(400))
                .isEqualTo(detail);
        assertThat(http.get("/runs").json()).isEmpty();
    }

    @Test
    void an_unknown_path_or_method_is_a_problem() {
        assertThat(http.get("/nothing").problem(404)).contains("nothing");
        assertThat(http.delete("/hello").problem(405)).contains("DELETE");
    }

    private String start() {
        return http.post("/runs", "{\"tasks\": 1}").json().path("runId").asString();
    }
}
