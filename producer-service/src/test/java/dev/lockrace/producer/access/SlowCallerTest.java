package dev.lockrace.producer.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockrace.producer.Http;
import dev.lockrace.producer.ProducerTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

/** Callers that send their body a byte now and then do not delay other callers. */
@ProducerTest
class SlowCallerTest {

    /** More callers than threads (server.tomcat.threads.max). */
    private static final int CALLERS = 55;

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final List<Socket> callers = new ArrayList<>();

    /** Sends independently of the test's own requests, which block while all threads are occupied. */
    private final ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor();

    @Autowired
    private Http http;

    @Autowired
    private Environment environment;

    @AfterEach
    void closeConnections() throws IOException {
        sender.shutdownNow();
        for (Socket caller : callers) {
            caller.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "local.server.port, POST /runs, Content-Length: 60000",
        "local.server.port, GET /runs, Content-Length: 60000",
        "local.server.port, DELETE /runs, Content-Length: 60000",
        "local.server.port, POST /runs, Transfer-Encoding: chunked",
        "local.management.port, GET /actuator/health/liveness, Content-Length: 60000",
        "local.management.port, POST /actuator/health, Transfer-Encoding: chunked"
    })
    void an_endless_body_keeps_no_thread(String port, String call, String length) throws IOException {
        for (int caller = 0; caller < CALLERS; caller++) {
            send(open(port), call + " HTTP/1.1\r\nHost: elsewhere.example.org\r\n" + length + "\r\n\r\n1");
        }

        ScheduledFuture<?> drip = sender.scheduleWithFixedDelay(this::dripOnce, 0, 1, TimeUnit.SECONDS);

        await().atMost(LIMIT).ignoreExceptions().untilAsserted(() -> {
            assertThat(drip.isDone()).isFalse();
            assertThat(
                            port.contains("management")
                                    ? http.manage("/actuator/health/liveness").status()
                                    : http.get("/runs").status())
                    .isEqualTo(200);
            assertThat(callers)
                    .as("have a response, and their connections are closed")
                    .allMatch(SlowCallerTest::hasEnded);
        });
    }

    private void dripOnce() {
        for (Socket caller : callers) {
            try {
                send(caller, "1");
            } catch (IOException e) {
                // The connection is already closed.
            }
        }
    }

    private static boolean hasEnded(Socket caller) {
        try {
            caller.setSoTimeout(1);
            while (caller.getInputStream().read() != -1) {
                // The response.
            }
            return true;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void a_body_that_arrives_just_after_the_rejection_does_not_break_the_connection() throws IOException {
        Socket caller = open("local.server.port");
        String head = "POST /runs HTTP/1.1\r\nHost: elsewhere.example.org\r\nContent-Length: 12\r\n\r\n";
        BufferedReader answers =
                new BufferedReader(new InputStreamReader(caller.getInputStream(), StandardCharsets.UTF_8));
        for (int number = 0; number < 3; number++) {
            send(caller, head);
            assertThat(answers.readLine()).startsWith("HTTP/1.1 403");
            send(caller, "{\"tasks\": 1}");
            skipAnswer(answers);
        }
    }

    /** Skips a response of known length, so that the connection can be reused. */
    private static void skipAnswer(BufferedReader answers) throws IOException {
        int length = 0;
        for (String line = answers.readLine(); !line.isEmpty(); line = answers.readLine()) {
            if (line.startsWith("Content-Length: ")) {
                length = Integer.parseInt(line.substring("Content-Length: ".length()));
            }
        }
        StringBuilder body = new StringBuilder();
        while (body.toString().getBytes(StandardCharsets.UTF_8).length < length) {
            body.append((char) answers.read());
        }
    }

    private Socket open(String port) throws IOException {
        Socket caller =
                new Socket(InetAddress.getLoopbackAddress(), environment.getRequiredProperty(port, Integer.class));
        caller.setSoTimeout((int) LIMIT.toMillis());
        caller.setTcpNoDelay(true);
        callers.add(caller);
        return caller;
    }

    private static void send(Socket caller, String text) throws IOException {
        caller.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        caller.getOutputStream().flush();
    }
}
