package dev.lockrace.producer.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.producer.Http;
import dev.lockrace.producer.ProducerTest;
import jakarta.servlet.ServletException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import tools.jackson.databind.json.JsonMapper;

/** Access without a token. */
@ProducerTest
class LocalCallerTest {

    private static final String REJECTED = "Without a token, only programs on the producer's own machine";

    @Autowired
    private Http http;

    @Test
    void a_caller_on_this_machine_may_change_anything() {
        assertThat(http.send("DELETE", "/runs?force=true").status()).isEqualTo(204);
        assertThat(http.send("DELETE", "/runs?force=true", "Origin", "http://localhost:8080")
                        .status())
                .isEqualTo(204);
    }

    @ParameterizedTest
    @CsvSource({
        "X-Forwarded-For, 127.0.0.1",
        "X-Forwarded-For, 203.0.113.7",
        "Forwarded, for=127.0.0.1",
        "X-Real-IP, 127.0.0.1",
        "Via, 1.1 proxy",
        "X-Forwarded-Host, localhost",
        "X-Forwarded-Proto, https",
        "x-forwarded-port, 443",
        "X_Forwarded_For, 127.0.0.1",
        "CF-Connecting-IP, 203.0.113.7",
        "True-Client-IP, 203.0.113.7",
        "X-Client-IP, 203.0.113.7",
        "X-Original-URL, /",
        "Origin, https://example.org",
        "Origin, null",
        "Origin, http://127.0.0.1.example.org",
        "Origin, http://localhost.example.org"
    })
    void a_call_by_a_proxy_or_a_remote_page_may_not_change_anything(String header, String value) {
        assertThat(http.send("DELETE", "/runs?force=true", header, value).problem(403))
                .startsWith(REJECTED);
        assertThat(http.send("GET", "/runs", header, value).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.1.2.3", "203.0.113.7", "172.18.0.1", "2001:db8::1", "0.0.0.0", "::ffff:10.0.0.1"})
    void a_caller_on_another_machine_may_not_change_anything(String address) throws Exception {
        assertThat(statusOf(address, "localhost")).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.8.9.1", "0:0:0:0:0:0:0:1", "::1", "::ffff:127.0.0.1"})
    void a_caller_by_any_loopback_address_may_change_anything(String address) throws Exception {
        assertThat(statusOf(address, "localhost")).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, 200",
        "127.0.0.1, 200",
        "[::1], 200",
        "[0:0:0:0:0:0:0:1], 200",
        "lockrace.example.org, 403",
        "127.0.0.1.example.org, 403",
        "10.0.0.1, 403"
    })
    void only_the_names_of_this_machine_may_be_used_for_a_change(String host, int status) throws Exception {
        assertThat(statusOf("127.0.0.1", host)).isEqualTo(status);
    }

    private static int statusOf(String address, String host) throws ServletException, IOException {
        MockHttpServletRequest request = new MockHttpServletRequest("DELETE", "/runs");
        request.setRemoteAddr(address);
        request.setServerName(host);
        MockHttpServletResponse response = new MockHttpServletResponse();
        new AccessFilter(new ApiProperties(""), new JsonMapper()).doFilter(request, response, new MockFilterChain());
        return response.getStatus();
    }
}
