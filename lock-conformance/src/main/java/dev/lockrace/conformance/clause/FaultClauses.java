package dev.lockrace.conformance.clause;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.conformance.fixture.SharedStoreFixture;
import dev.lockrace.fault.network.TcpProxy;
import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;

/** The base of the clause interfaces whose tests make the store or the network fail. */
interface FaultClauses extends Clauses {

    /** A request timeout for tests in which the response never comes. */
    Duration SHORT_REQUEST_TIMEOUT = Duration.ofMillis(800);

    SharedStoreFixture fixture();

    /** Creates a proxy to the store that forwards everything until its mode changes. */
    default TcpProxy proxy() {
        try {
            return contest().closeAfterTest(TcpProxy.to(fixture().address()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Creates an independent client that has reached the store through the proxy once. */
    default LockClient warmClientThrough(TcpProxy proxy, Duration requestTimeout) {
        LockClient client = clientThrough(proxy, requestTimeout);
        contest().warmUp(client);
        return client;
    }

    /** Creates an independent client that has not reached the store yet. */
    default LockClient clientThrough(TcpProxy proxy, Duration requestTimeout) {
        LockBackend backend = contest().closeAfterTest(fixture().newBackend(proxy.address()));
        return contest()
                .closeAfterTest(LockClient.builder(backend)
                        .requestTimeout(requestTimeout)
                        .build());
    }

    /** Creates an independent client that has reached the store once. */
    default LockClient clientWithShortTimeout() {
        return contest().client(contest().backend(), SHORT_REQUEST_TIMEOUT);
    }

    /** Fails if the lock is granted. Accepts both "contended" and an error: L5 checks which of them is reported. */
    static void assertNotGranted(Callable<Optional<Lease>> request) {
        try {
            assertThat(request.call()).as("lease of an unreachable store").isEmpty();
        } catch (LockException e) {
            // Expected.
        } catch (Exception e) {
            throw new AssertionError("A request failed with an exception that is not a LockException", e);
        }
    }
}
