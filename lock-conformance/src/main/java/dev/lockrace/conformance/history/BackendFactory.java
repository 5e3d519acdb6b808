package dev.lockrace.conformance.history;

import dev.lockrace.lock.LockBackend;
import java.net.InetSocketAddress;
import java.util.Map;

/** Makes a client of the store in a process of its own; a public class with a public constructor without parameters. */
public interface BackendFactory {

    /**
     * A client of the store.
     *
     * @param address where to reach the store, behind which there is a network that fails; without meaning for a backend
     *     of scope {@code PROCESS}
     * @param settings those of {@link HistoryContract#settings()}
     */
    LockBackend newBackend(InetSocketAddress address, Map<String, String> settings);
}
