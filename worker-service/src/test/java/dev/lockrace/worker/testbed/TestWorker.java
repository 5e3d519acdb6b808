package dev.lockrace.worker.testbed;

import static org.awaitility.Awaitility.await;

import dev.lockrace.worker.WorkerApplication;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ThrowingRunnable;
import org.springframework.amqp.rabbit.listener.RabbitListenerEndpointRegistry;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A worker in this JVM, with a memory and so a backend {@code local} of its own. */
final class TestWorker implements AutoCloseable {

    static final Duration LIMIT = Duration.ofSeconds(60);

    /** Little patience with servers that are down. */
    static final String[] IMPATIENT = {
        "spring.datasource.hikari.connection-timeout=500",
        "lockrace.lock.request-timeout=500ms",
        "lockrace.worker.retry.initial-backoff=50ms",
        "lockrace.worker.retry.max-backoff=200ms"
    };

    private final ConfigurableApplicationContext context;
    private final ManagementClient management;

    private TestWorker(ConfigurableApplicationContext context) {
        this.context = context;
        this.management = new ManagementClient(context.getEnvironment().getRequiredProperty("local.server.port"));
    }

    /** Starts one and waits until it is ready. */
    static TestWorker start(TestServers bench, String... settings) {
        TestWorker worker = startWith(bench, List.of(), settings);
        worker.awaitReady();
        return worker;
    }

    /**
     * Starts one that need not be ready yet.
     *
     * @param beans classes that it has as further beans
     * @param settings as {@code name=value}
     */
    static TestWorker startWith(TestServers bench, List<Class<?>> beans, String... settings) {
        Map<String, String> properties = new HashMap<>(bench.properties());
        properties.put("lockrace.worker.name", "worker");
        for (String setting : settings) {
            int end = setting.indexOf('=');
            properties.put(setting.substring(0, end), setting.substring(end + 1));
        }
        return new TestWorker(new SpringApplicationBuilder(WorkerApplication.class)
                .sources(beans.toArray(Class<?>[]::new))
                .bannerMode(Banner.Mode.OFF)
                .run(arguments(properties)));
    }

    static String[] arguments(Map<String, String> properties) {
        return properties.entrySet().stream()
                .map(property -> "--%s=%s".formatted(property.getKey(), property.getValue()))
                .toArray(String[]::new);
    }

    ManagementClient management() {
        return management;
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    void awaitReady() {
        await().atMost(LIMIT).until(management::isReady);
    }

    static void eventually(ThrowingRunnable assertion) {
        await().atMost(LIMIT).untilAsserted(assertion);
    }

    void stopConsuming() {
        context.getBean(RabbitListenerEndpointRegistry.class).stop();
    }

    void startConsuming() {
        context.getBean(RabbitListenerEndpointRegistry.class).start();
    }

    /** Stops it as a signal does: gracefully. */
    @Override
    public void close() {
        context.close();
    }
}
