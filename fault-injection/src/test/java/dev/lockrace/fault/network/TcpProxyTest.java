package dev.lockrace.fault.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockrace.fault.network.TcpProxy.Mode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TcpProxyTest {

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int BRIEF_MILLIS = 300;

    /** What reached the server: it answers every byte with the next one. */
    private final List<Integer> requests = new CopyOnWriteArrayList<>();

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private ServerSocket server;
    private TcpProxy proxy;

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::serve);
        proxy = TcpProxy.to((InetSocketAddress) server.getLocalSocketAddress());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        server.close();
        threads.shutdownNow();
    }

    @Test
    void everything_passes_both_ways() throws IOException {
        try (Socket client = connect()) {
            for (int i = 1; i <= 100; i++) {
                client.getOutputStream().write(i);
                assertThat(client.getInputStream().read()).isEqualTo(i + 1);
            }
        }
        assertThat(requests).hasSize(100);
        assertThat(proxy.roundTrips()).isEqualTo(100);
    }

    @Test
    void an_answer_that_is_delayed_comes_after_that_time_and_its_request_is_done_before() throws Exception {
        try (Socket client = connect()) {
            proxy.delayAnswers(Duration.ofMillis(BRIEF_MILLIS));
            long sent = System.nanoTime();
            client.getOutputStream().write(1);

            assertThat(client.getInputStream().read()).isEqualTo(2);
            assertThat(Duration.ofNanos(System.nanoTime() - sent))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(BRIEF_MILLIS - 1));
            proxy.delayAnswers(LIMIT.multipliedBy(10));
            client.getOutputStream().write(3);
            await().atMost(LIMIT).until(() -> requests.equals(List.of(1, 3)));
            assertNoAnswer(client);
            proxy.delayAnswers(Duration.ZERO);
        }
    }

    @Test
    void an_answer_that_is_held_comes_late_and_its_request_was_done() throws Exception {
        try (Socket client = connect()) {
            proxy.mode(Mode.HOLD_ANSWERS);
            assertThat(proxy.awaitHeldAnswer(Duration.ofMillis(BRIEF_MILLIS))).isFalse();
            client.getOutputStream().write(1);

            assertThat(proxy.awaitHeldAnswer(LIMIT)).isTrue();
            assertThat(requests).containsExactly(1);
            assertNoAnswer(client);
            proxy.mode(Mode.PASS);
            assertThat(client.getInputStream().read()).isEqualTo(2);
        }
    }

    @Test
    void a_request_that_is_held_is_done_late() throws Exception {
        try (Socket client = connect()) {
            proxy.mode(Mode.FREEZE);
            assertThat(proxy.awaitHeldRequest(Duration.ofMillis(BRIEF_MILLIS))).isFalse();
            client.getOutputStream().write(1);

            assertThat(proxy.awaitHeldRequest(LIMIT)).isTrue();
            assertThat(requests).isEmpty();
            proxy.mode(Mode.PASS);
            assertThat(client.getInputStream().read()).isEqualTo(2);
        }
    }

    @Test
    void an_answer_that_is_held_is_lost_with_the_connection() throws Exception {
        try (Socket client = connect()) {
            proxy.mode(Mode.HOLD_ANSWERS);
            client.getOutputStream().write(1);
            assertThat(proxy.awaitHeldAnswer(LIMIT)).isTrue();
            proxy.mode(Mode.CUT);

            assertBroken(client);
            proxy.mode(Mode.PASS);
        }
        try (Socket client = connect()) {
            client.getOutputStream().write(7);
            assertThat(client.getInputStream().read()).isEqualTo(8);
        }
    }

    @Test
    void nothing_passes_a_frozen_network_until_it_thaws() throws Exception {
        try (Socket client = connect()) {
            proxy.mode(Mode.FREEZE);
            client.getOutputStream().write(1);

            assertNoAnswer(client);
            assertThat(requests).isEmpty();
            try (Socket another = connect()) {
                another.getOutputStream().write(5);
                assertNoAnswer(another);
                proxy.mode(Mode.PASS);
                assertThat(client.getInputStream().read()).isEqualTo(2);
                assertThat(another.getInputStream().read()).isEqualTo(6);
            }
        }
    }

    @Test
    void several_answers_are_held_without_work() throws Exception {
        try (Socket one = connect();
                Socket two = connect()) {
            proxy.mode(Mode.HOLD_ANSWERS);
            one.getOutputStream().write(1);
            two.getOutputStream().write(3);
            assertThat(proxy.awaitHeldAnswer(LIMIT)).isTrue();
            assertNoAnswer(one);
            long before = processorTime();
            assertNoAnswer(two);

            assertThat(Duration.ofNanos(processorTime() - before)).isLessThan(Duration.ofMillis(BRIEF_MILLIS / 3));
        }
    }

    /** Of the proxy's threads, in nanoseconds. */
    private static long processorTime() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Stream.of(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().equals("tcp-proxy"))
                .mapToLong(thread -> threads.getThreadCpuTime(thread.getThreadId()))
                .sum();
    }

    @Test
    void a_cut_network_breaks_old_and_new_connections() throws Exception {
        try (Socket client = connect()) {
            proxy.mode(Mode.CUT);
            assertBroken(client);
        }
        await().atMost(LIMIT).untilAsserted(() -> {
            try (Socket client = connect()) {
                assertBroken(client);
            }
        });
    }

    @Test
    void forgotten_connections_lose_everything_for_good_and_new_ones_pass() throws Exception {
        try (Socket old = connect()) {
            old.getOutputStream().write(1);
            assertThat(old.getInputStream().read()).isEqualTo(2);
            proxy.forgetConnections();
            old.getOutputStream().write(3);
            assertNoAnswer(old);
            try (Socket young = connect()) {
                young.getOutputStream().write(5);
                assertThat(young.getInputStream().read()).isEqualTo(6);
            }
            assertNoAnswer(old);
        }
        assertThat(requests).containsExactly(1, 5);
    }

    @Test
    void a_server_that_is_gone_is_a_broken_connection() throws Exception {
        ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        gone.close();
        try (TcpProxy nowhere = TcpProxy.to(new InetSocketAddress(gone.getInetAddress(), gone.getLocalPort()));
                Socket client = connect(nowhere)) {
            assertBroken(client);
        }
    }

    /** It is refused, or broken: the system's queue of a listener may take one while the listener is being closed. */
    @Test
    void a_closed_proxy_passes_nothing() {
        proxy.close();

        assertThatThrownBy(() -> {
                    try (Socket client = connect()) {
                        client.getOutputStream().write(1);
                        if (client.getInputStream().read() < 0) {
                            throw new IOException("closed");
                        }
                    }
                })
                .isInstanceOf(IOException.class);
        assertThat(requests).isEmpty();
    }

    private Socket connect() throws IOException {
        return connect(proxy);
    }

    private static Socket connect(TcpProxy proxy) throws IOException {
        Socket socket = new Socket(proxy.address().getAddress(), proxy.address().getPort());
        socket.setSoTimeout((int) LIMIT.toMillis());
        return socket;
    }

    private static void assertNoAnswer(Socket client) throws IOException {
        client.setSoTimeout(BRIEF_MILLIS);
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        client.setSoTimeout((int) LIMIT.toMillis());
    }

    /** Its end is seen as the end of the stream, or as a reset. */
    private static void assertBroken(Socket client) {
        try {
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("The connection was not broken", e);
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("reset");
        }
    }

    private void serve() {
        try {
            while (true) {
                Socket connection = server.accept();
                threads.execute(() -> answer(connection));
            }
        } catch (IOException e) {
            // The test closed it.
        }
    }

    private void answer(Socket connection) {
        try (connection) {
            for (int request = connection.getInputStream().read();
                    request >= 0;
                    request = connection.getInputStream().read()) {
                requests.add(request);
                connection.getOutputStream().write(request + 1);
            }
        } catch (IOException e) {
            // The test broke it.
        }
    }
}
