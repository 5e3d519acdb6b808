package dev.lockrace.producer.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.producer.Http;
import dev.lockrace.producer.Http.Answer;
import dev.lockrace.producer.ProducerTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

@ProducerTest
@TestPropertySource(properties = "lockrace.api.token=" + TokenTest.TOKEN)
class TokenTest {

    static final String TOKEN = "abcdefgh-0123456789";

    @Autowired
    private Http http;

    @ParameterizedTest
    @CsvSource({
        "DELETE, /runs",
        "DELETE, /runs?force=true",
        "DELETE, /dead-letters",
        "DELETE, /dead-letters/1",
        "POST, /dead-letters/retry",
        "POST, /dead-letters/1/retry",
        "POST, /dead-letters/;x=y/retry",
        "POST, /runs",
        "POST, //runs",
        "PUT, /nothing",
        "PATCH, /runs"
    })
    void a_change_without_the_token_is_rejected_even_from_this_machine(String method, String path) {
        Answer answer = http.send(method, path);

        assertThat(answer.problem(401)).startsWith("This request needs the token of lockrace.api.token");
        assertThat(challenge(answer)).isEqualTo("Bearer realm=\"lockrace\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer abcdefgh-012345678",
                "Bearer abcdefgh-01234567890",
                "Bearer ABCDEFGH-0123456789",
                "Bearer",
                "Bearer ",
                "Bearer x",
                "Basic YWJjOmRlZg==",
                "abcdefgh-0123456789"
            })
    void a_wrong_token_is_rejected_and_the_right_one_not_revealed(String authorization) {
        Answer answer = http.send("DELETE", "/runs?force=true", "Authorization", authorization);

        assertThat(answer.problem(401)).doesNotContain("0123456789");
        assertThat(challenge(answer)).startsWith("Bearer realm=\"lockrace\"");
    }

    @Test
    void a_wrong_token_is_distinguished_from_a_missing_one() {
        Answer answer = http.send("DELETE", "/runs", "Authorization", "Bearer wrong");

        assertThat(answer.problem(401)).startsWith("The token is wrong");
        assertThat(challenge(answer)).isEqualTo("Bearer realm=\"lockrace\", error=\"invalid_token\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ", "bearer ", "BEARER  "})
    void a_caller_with_the_token_may_change_everything(String scheme) {
        Answer answer = http.send("DELETE", "/runs?force=true", "Authorization", scheme + TOKEN);

        assertThat(answer.status()).isEqualTo(204);
        assertThat(http.send("POST", "/dead-letters/retry", "Authorization", scheme + TOKEN)
                        .status())
                .isEqualTo(200);
        assertThat(http.send("POST", "/runs", "Authorization", scheme + TOKEN).status())
                .isEqualTo(201);
    }

    @Test
    void reading_and_hello_need_no_token() {
        assertThat(http.get("/hello?tasks=1").body()).isEqualTo("Added 1 task\n");
        assertThat(http.get("/runs").status()).isEqualTo(200);
        assertThat(http.get("/dead-letters").status()).isEqualTo(200);
        assertThat(http.send("HEAD", "/runs").status()).isEqualTo(200);
        assertThat(http.send("OPTIONS", "/runs").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"})
    void a_header_does_not_override_the_method_of_a_get(String header) {
        assertThat(http.send("GET", "/runs", header, "DELETE").status()).isEqualTo(200);
        assertThat(http.send("GET", "/runs?_method=DELETE").status()).isEqualTo(200);
    }

    private static String challenge(Answer answer) {
        return answer.response().headers().firstValue("WWW-Authenticate").orElse("");
    }
}
