package dev.lockrace.lock.memcached;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockException;
import dev.lockrace.lock.LockRequest;
import dev.lockrace.lock.LockStoreException;
import dev.lockrace.servers.Server;
import dev.lockrace.servers.memcached.MemcachedServers;
import dev.lockrace.testsupport.TestDirectories;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server whose name resolves late, or to another address after a while. */
@Tag("process")
@Timeout(60)
class MemcachedAddressTest {

    private static final String NAME = "job";
    private static final Duration TIME_TO_LIVE = Duration.ofMinutes(1);
    private static final Duration MAX_RECOVERY = Duration.ofSeconds(10);

    private final Server first = MemcachedServers.available(TestDirectories.unused("memcached"));
    private final Server second = MemcachedServers.available(TestDirectories.unused("memcached"));

    /** What the name of the server resolves to, or null if it does not. */
    private volatile @Nullable Server resolved;

    @BeforeEach
    void start() {
        first.start();
        second.start();
    }

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    @Test
    void client_starts_before_the_name_of_its_server_resolves() {
        try (MemcachedLockBackend backend = connect();
                LockClient client = LockClient.of(backend)) {
            assertThatThrownBy(() -> client.tryAcquire(LockRequest.of(NAME).timeToLive(TIME_TO_LIVE)))
                    .isInstanceOf(LockStoreException.class)
                    .hasMessageContaining("Check that memcached is up and its address is correct");

            resolved = first;
            acquireWithinLimit(client);
        }
    }

    @Test
    void client_follows_a_server_to_another_address() {
        resolved = first;
        try (MemcachedLockBackend backend = connect();
                LockClient client = LockClient.of(backend)) {
            Lease lost = acquireWithinLimit(client);
            resolved = second;
            assertThat(lost.renew()).as("renewal while the old server answers").isTrue();
            first.stop();

            Lease lease = acquireWithinLimit(client);
            assertThat(lost.renew()).as("renewal on the new server").isFalse();
            assertThat(lost.isLost()).isTrue();
            assertThat(lease.release()).isTrue();
        }
    }

    /** A CAS id of the old server may belong to another client's item on the new one. */
    @Test
    void lease_of_the_old_server_releases_no_lease_of_the_new_one() {
        resolved = first;
        try (MemcachedLockBackend backend = connect();
                MemcachedLockBackend other = MemcachedLockBackend.connect(List.of(address(second)));
                LockClient client = LockClient.of(backend);
                LockClient successor = LockClient.of(other)) {
            Lease lost = acquireWithinLimit(client);
            Lease held = acquireWithinLimit(successor); // the first item of each server, with the same CAS id
            resolved = second;
            first.stop();
            await().atMost(MAX_RECOVERY)
                    .ignoreExceptionsInstanceOf(LockException.class)
                    .until(() -> client.tryAcquire(LockRequest.of(NAME).timeToLive(TIME_TO_LIVE))
                            .isEmpty());

            assertThat(lost.release()).isFalse();
            assertThat(held.renew()).isTrue();
        }
    }

    private MemcachedLockBackend connect() {
        InetSocketAddress name = InetSocketAddress.createUnresolved("cache.test", 11211);
        return MemcachedLockBackend.connect(List.of(name), server -> {
            Server current = resolved;
            if (current == null) {
                throw new UnknownHostException(server.getHostString());
            }
            return List.of(address(current));
        });
    }

    private static InetSocketAddress address(Server server) {
        return new InetSocketAddress(server.endpoint().host(), server.endpoint().port());
    }

    private static Lease acquireWithinLimit(LockClient client) {
        return await().atMost(MAX_RECOVERY)
                .ignoreExceptionsInstanceOf(LockException.class)
                .until(
                        () -> client.tryAcquire(LockRequest.of(NAME).timeToLive(TIME_TO_LIVE)),
                        lease -> lease.isPresent())
                .orElseThrow();
    }
}
