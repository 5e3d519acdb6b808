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

/** A server with the memcached protocol. */
public final class MemcachedFixture extends ServerFixture {

    private MemcachedFixture(Server server) {
        super(server);
    }

    /** Creates a fixture for the memcached that is installed on this machine. */
    public static MemcachedFixture real() {
        return new MemcachedFixture(MemcachedServers.machine(TestDirectories.unused("memcached")));
    }

    /** Creates a fixture like {@link #real}, whose wall clock can be stepped. */
    static MemcachedFixture realWithSteppedClock() {
        MemcachedFixture fixture = real();
        fixture.useSteppedClock();
        return fixture;
    }

    /** Creates a fixture for Infinispan's memcached endpoint. */
    public static MemcachedFixture infinispan() {
        return new MemcachedFixture(MemcachedServers.infinispan());
    }

    /** Creates a fixture for the installed memcached, or for Infinispan's endpoint if there is none. */
    public static MemcachedFixture any() {
        return new MemcachedFixture(MemcachedServers.available(TestDirectories.unused("memcached")));
    }

    @Override
    public Class<? extends BackendFactory> factory() {
        return Memcached.class;
    }

    /** The factory of the backend {@code memcached}. */
    public static final class Memcached implements BackendFactory {

        @Override
        public LockBackend newBackend(InetSocketAddress address, Map<String, String> settings) {
            return MemcachedLockBackend.connect(List.of(address));
        }
    }
}
