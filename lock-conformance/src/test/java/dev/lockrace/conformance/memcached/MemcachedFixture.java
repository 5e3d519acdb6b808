package dev.lockrace.conformance.memcached;

import dev.lockrace.conformance.ServerFixture;
import dev.lockrace.conformance.fixture.BackendFactory;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.memcached.MemcachedLockBackend;
import dev.lockrace.servers.Server;
import dev.lockrace.servers.memcached.MemcachedServers;
import dev.lockrace.testsupport.TestDirectories;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/** A server that speaks memcached's protocol. */
public final class MemcachedFixture extends ServerFixture {

    private MemcachedFixture(Server server) {
        super(server);
    }

    /** The memcached that is installed on this machine. */
    public static MemcachedFixture real() {
        return new MemcachedFixture(MemcachedServers.machine(TestDirectories.unused("memcached")));
    }

    /** Infinispan's endpoint. */
    public static MemcachedFixture infinispan() {
        return new MemcachedFixture(MemcachedServers.infinispan());
    }

    /** The one that is installed on this machine, else Infinispan's endpoint. */
    public static MemcachedFixture any() {
        return new MemcachedFixture(MemcachedServers.available(TestDirectories.unused("memcached")));
    }

    @Override
    public Class<? extends BackendFactory> factory() {
        return Memcached.class;
    }

    /** The backend {@code memcached}. */
    public static final class Memcached implements BackendFactory {

        @Override
        public LockBackend newBackend(InetSocketAddress address, Map<String, String> settings) {
            return MemcachedLockBackend.connect(List.of(address));
        }
    }
}
