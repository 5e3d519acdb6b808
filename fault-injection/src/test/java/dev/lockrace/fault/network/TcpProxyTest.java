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

    /** The bytes that the server received. It answers each byte with that byte plus one. */
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
    void data_are_forwarded_in_both_directions() throws IOException {
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
    void delayed_response_arrives_after_the_delay_while_its_request_is_forwarded_immediately() throws Exception {
        try (Socket client = connect()) {
            proxy.delayResponses(Duration.ofMillis(BRIEF_MILLIS));
            long sent = System.nanoTime();
            client.getOutputStream().write(1);

            assertThat(client.getInputStream().read()).isEqualTo(2);
            assertThat(Duration.ofNanos(System.nanoTime() - sent))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(BRIEF_MILLIS - 1));
            proxy.delayResponses(LIMIT.multipliedBy(10));
            client.getOutputStream().write(3);
            await().atMost(LIMIT).until(() -> requests.equals(List.of(1, 3)));
            assertNoResponse(client);
            proxy.delayResponses(Duration.ZERO);
        }
    }

    @Test
    void held_response_is_forwarded_later_and_its_request_was_processed() throws Exception {
        try (Socket client = connect()) {
            proxy.setMode(Mode.HOLD_RESPONSES);
            assertThat(proxy.awaitHeldResponse(Duration.ofMillis(BRIEF_MILLIS))).isFalse();
            client.getOutputStream().write(1);

            assertThat(proxy.awaitHeldResponse(LIMIT)).isTrue();
            assertThat(requests).containsExactly(1);
            assertNoResponse(client);
            proxy.setMode(Mode.FORWARD);
            assertThat(client.getInputStream().read()).isEqualTo(2);
        }
    }

    @Test
    void stalled_request_is_forwarded_later() throws Exception {
        try (Socket client = connect()) {
            proxy.setMode(Mode.STALL);
            assertThat(proxy.awaitHeldRequest(Duration.ofMillis(BRIEF_MILLIS))).isFalse();
            client.getOutputStream().write(1);

            assertThat(proxy.awaitHeldRequest(LIMIT)).isTrue();
            assertThat(requests).isEmpty();
            proxy.setMode(Mode.FORWARD);
            assertThat(client.getInputStream().read()).isEqualTo(2);
        }
    }

    @Test
    void held_response_is_lost_on_disconnect() throws Exception {
        try (Socket client = connect()) {
            proxy.setMode(Mode.HOLD_RESPONSES);
            client.getOutputStream().write(1);
            assertThat(proxy.awaitHeldResponse(LIMIT)).isTrue();
            proxy.setMode(Mode.DISCONNECT);

            assertDisconnected(client);
            proxy.setMode(Mode.FORWARD);
        }
        try (Socket client = connect()) {
            client.getOutputStream().write(7);
            assertThat(client.getInputStream().read()).isEqualTo(8);
        }
    }

    @Test
    void new_connections_lead_to_a_new_target_and_open_ones_keep_theirs() throws Exception {
        try (TcpProxy other = TcpProxy.to((InetSocketAddress) server.getLocalSocketAddress());
                Socket before = connect()) {
            before.getOutputStream().write(1);
            assertThat(before.getInputStream().read()).isEqualTo(2);
            proxy.setTarget(other.address());
            before.getOutputStream().write(3);
            assertThat(before.getInputStream().read()).isEqualTo(4);
            assertThat(other.roundTrips()).isZero();

            try (Socket after = connect()) {
                after.getOutputStream().write(5);
                assertThat(after.getInputStream().read()).isEqualTo(6);
            }
            assertThat(other.roundTrips()).isEqualTo(1);
        }
    }

    @Test
    void stalled_proxy_forwards_nothing_until_its_mode_changes() throws Exception {
        try (Socket client = connect()) {
            proxy.setMode(Mode.STALL);
            client.getOutputStream().write(1);

            assertNoResponse(client);
            assertThat(requests).isEmpty();
            try (Socket another = connect()) {
                another.getOutputStream().write(5);
                assertNoResponse(another);
                proxy.setMode(Mode.FORWARD);
                assertThat(client.getInputStream().read()).isEqualTo(2);
                assertThat(another.getInputStream().read()).isEqualTo(6);
            }
        }
    }

    @Test
    void holding_several_responses_consumes_no_processor_time() throws Exception {
        try (Socket one = connect();
                Socket two = connect()) {
            proxy.setMode(Mode.HOLD_RESPONSES);
            one.getOutputStream().write(1);
            two.getOutputStream().write(3);
            assertThat(proxy.awaitHeldResponse(LIMIT)).isTrue();
            assertNoResponse(one);
            long before = processorTime();
            assertNoResponse(two);

            assertThat(Duration.ofNanos(processorTime() - before)).isLessThan(Duration.ofMillis(BRIEF_MILLIS / 3));
        }
    }

    /** Returns the processor time of the proxy's threads, in nanoseconds. */
    private static long processorTime() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Stream.of(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().equals("tcp-proxy"))
                .mapToLong(thread -> threads.getThreadCpuTime(thread.getThreadId()))
                .sum();
    }

    @Test
    void disconnect_closes_existing_and_new_connections() throws Exception {
        try (Socket client = connect()) {
            proxy.setMode(Mode.DISCONNECT);
            assertDisconnected(client);
        }
        await().atMost(LIMIT).untilAsserted(() -> {
            try (Socket client = connect()) {
                assertDisconnected(client);
            }
        });
    }

    @Test
    void blackholed_connections_lose_all_data_while_new_connections_work() throws Exception {
        try (Socket old = connect()) {
            old.getOutputStream().write(1);
            assertThat(old.getInputStream().read()).isEqualTo(2);
            proxy.blackholeOpenConnections();
            old.getOutputStream().write(3);
            assertNoResponse(old);
            try (Socket fresh = connect()) {
                fresh.getOutputStream().write(5);
                assertThat(fresh.getInputStream().read()).isEqualTo(6);
            }
            assertNoResponse(old);
        }
        assertThat(requests).containsExactly(1, 5);
    }

    @Test
    void connection_is_closed_if_the_server_is_unreachable() throws Exception {
        ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        gone.close();
        try (TcpProxy nowhere = TcpProxy.to(new InetSocketAddress(gone.getInetAddress(), gone.getLocalPort()));
                Socket client = connect(nowhere)) {
            assertDisconnected(client);
        }
    }

    /**
     * The connection is refused or closed: the backlog of a listener may accept one while the listener is being closed.
     */
    @Test
    void closed_proxy_forwards_nothing() {
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

    private static void assertNoResponse(Socket client) throws IOException {
        client.setSoTimeout(BRIEF_MILLIS);
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        client.setSoTimeout((int) LIMIT.toMillis());
    }

    /** The client sees the end of the stream or a reset. */
    private static void assertDisconnected(Socket client) {
        try {
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("The connection was not closed", e);
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
            // The test closed the server.
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
            // The test closed the connection.
        }
    }
}
