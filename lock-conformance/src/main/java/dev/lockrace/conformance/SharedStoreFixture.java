package dev.lockrace.conformance;

import dev.lockrace.conformance.process.BackendFactory;
import dev.lockrace.fault.network.TcpProxy;
import dev.lockrace.lock.LockBackend;
import java.net.InetSocketAddress;
import java.util.Map;

/** How the kit reaches a store that processes share over the network, and how it makes the store fail. */
public interface SharedStoreFixture extends LockFixture {

    /** Where the store listens; the same after a restart. */
    InetSocketAddress address();

    /**
     * Makes the clients, in this process and in others that the kit starts. Each knows the store at the address that it
     * is given, which may be that of a {@link TcpProxy}.
     */
    Class<? extends BackendFactory> factory();

    /** What the factory needs to know beyond the address, such as a password; it goes through a pipe to a process. */
    default Map<String, String> settings() {
        return Map.of();
    }

    /** A new client as {@link #newBackend()}, that knows the store at this address. */
    default LockBackend newBackend(InetSocketAddress address) {
        return BackendFactory.of(factory()).newBackend(address, settings());
    }

    @Override
    default LockBackend newBackend() {
        return newBackend(address());
    }

    /** Stops the store and returns when it no longer answers; what it keeps on disk stays. */
    void stopStore();

    /** Starts the store and returns when it answers; does nothing when it runs. */
    void startStore();
}
