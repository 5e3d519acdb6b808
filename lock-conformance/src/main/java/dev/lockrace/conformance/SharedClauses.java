package dev.lockrace.conformance;

import static org.assertj.core.api.Assertions.assertThat;

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

/** Tests of some clauses, which make the store or the network fail. */
interface SharedClauses extends Clauses {

    /** How long a request waits for an answer that does not come. */
    Duration IMPATIENT = Duration.ofMillis(800);

    SharedStoreFixture fixture();

    /** A network to the store that passes everything, until told otherwise. */
    default TcpProxy proxy() {
        try {
            return contest().closedAtTheEnd(TcpProxy.to(fixture().address()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A new independent client that reaches the store through the proxy, and has reached it once. */
    default LockClient clientThrough(TcpProxy proxy, Duration requestTimeout) {
        LockClient client = newClientThrough(proxy, requestTimeout);
        contest().warmUp(client);
        return client;
    }

    /** The same, which need not have reached it. */
    default LockClient newClientThrough(TcpProxy proxy, Duration requestTimeout) {
        LockBackend backend = contest().closedAtTheEnd(fixture().newBackend(proxy.address()));
        return contest()
                .closedAtTheEnd(LockClient.builder(backend)
                        .requestTimeout(requestTimeout)
                        .build());
    }

    /** A new independent client, which has reached the store once. */
    default LockClient impatientClient() {
        return contest().client(contest().backend(), IMPATIENT);
    }

    /** Fails when the lock is granted, whether its absence is told rightly or not: that is for L5 to check. */
    static void assertNotGranted(Callable<Optional<Lease>> request) {
        try {
            assertThat(request.call())
                    .as("a lease of a store that can't be reached")
                    .isEmpty();
        } catch (LockException e) {
            // As it should be.
        } catch (Exception e) {
            throw new AssertionError("A request failed with what is no exception of locks", e);
        }
    }
}
