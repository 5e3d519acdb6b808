package dev.lockrace.benchmarks;

import dev.lockrace.benchmarks.setup.Addresses;
import dev.lockrace.benchmarks.setup.BenchServers;
import dev.lockrace.benchmarks.subject.Store;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The servers of all stores, shared by the tests of a class. */
public final class TestServers implements BeforeAllCallback, AfterAllCallback {

    private @Nullable BenchServers servers;

    @Override
    public void beforeAll(ExtensionContext context) {
        servers = BenchServers.start(Arrays.stream(Store.values())
                .map(Store::server)
                .flatMap(Optional::stream)
                .toList());
    }

    public Addresses addresses() {
        if (servers == null) {
            throw new IllegalStateException("The servers have not been started yet");
        }
        return servers.addresses();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (servers != null) {
            servers.close();
        }
    }
}
