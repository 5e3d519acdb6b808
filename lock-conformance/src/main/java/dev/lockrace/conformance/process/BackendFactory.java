package dev.lockrace.conformance.process;

import dev.lockrace.lock.LockBackend;
import java.net.InetSocketAddress;
import java.util.Map;

/**
 * Makes clients of a store, in the kit's own process and in others that it starts; a public class with a public
 * constructor without parameters.
 */
public interface BackendFactory {

    /**
     * A client of the store.
     *
     * @param address where to reach the store, behind which there is a network that fails; without meaning for a backend
     *     of scope {@code PROCESS}
     * @param settings what the test gives beyond the address, such as a password
     */
    LockBackend newBackend(InetSocketAddress address, Map<String, String> settings);

    /**
     * A factory of that class.
     *
     * @throws IllegalArgumentException if it has no such constructor, or that fails
     */
    static BackendFactory of(Class<? extends BackendFactory> factory) {
        try {
            return factory.getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    "A backend factory must be a public class with a public constructor without parameters, was: "
                            + factory,
                    e);
        }
    }
}
