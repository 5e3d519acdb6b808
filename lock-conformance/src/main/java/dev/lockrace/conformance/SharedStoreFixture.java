package dev.lockrace.conformance;

import dev.lockrace.lock.LockBackend;
import java.net.InetSocketAddress;

/** How the kit reaches a store that processes share over the network, and how it makes the store fail. */
public interface SharedStoreFixture extends LockFixture {

    /** Where the store listens; the same after a restart. */
    InetSocketAddress address();

    /**
     * A new client as {@link #newBackend()}, that knows the store at this address, behind which the kit may put a
     * {@link TcpProxy}.
     */
    LockBackend newBackend(InetSocketAddress address);

    @Override
    default LockBackend newBackend() {
        return newBackend(address());
    }

    /** Stops the store and returns when it no longer answers; what it keeps on disk stays. */
    void stopStore();

    /** Starts the store and returns when it answers; does nothing when it runs. */
    void startStore();
}
