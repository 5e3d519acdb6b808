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

/** A worker in this JVM. Each has its own {@code local} backend. */
public final class TestWorker implements AutoCloseable {

    public static final Duration LIMIT = Duration.ofSeconds(60);

    private final ConfigurableApplicationContext context;
    private final ManagementClient management;

    private TestWorker(ConfigurableApplicationContext context) {
        this.context = context;
        this.management = new ManagementClient(context.getEnvironment().getRequiredProperty("local.server.port"));
    }

    /** Starts a worker and waits until it is ready. */
    public static TestWorker start(TestServers servers, String... settings) {
        TestWorker worker = startWith(servers, List.of(), settings);
        worker.awaitReady();
        return worker;
    }

    /**
     * Starts a worker without waiting until it is ready.
     *
     * @param beans classes of additional beans
     * @param settings as {@code name=value}
     */
    public static TestWorker startWith(TestServers servers, List<Class<?>> beans, String... settings) {
        Map<String, String> properties = new HashMap<>(servers.properties());
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

    /** Returns settings with short timeouts, for tests in which servers are down. */
    public static String[] shortTimeouts() {
        return new String[] {
            "spring.datasource.hikari.connection-timeout=500",
            "lockrace.lock.request-timeout=500ms",
            "lockrace.worker.retry.initial-backoff=50ms",
            "lockrace.worker.retry.max-backoff=200ms"
        };
    }

    public static String[] arguments(Map<String, String> properties) {
        return properties.entrySet().stream()
                .map(property -> "--%s=%s".formatted(property.getKey(), property.getValue()))
                .toArray(String[]::new);
    }

    public ManagementClient management() {
        return management;
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public void awaitReady() {
        await().atMost(LIMIT).until(management::isReady);
    }

    public static void eventually(ThrowingRunnable assertion) {
        await().atMost(LIMIT).untilAsserted(assertion);
    }

    public void stopConsuming() {
        context.getBean(RabbitListenerEndpointRegistry.class).stop();
    }

    public void startConsuming() {
        context.getBean(RabbitListenerEndpointRegistry.class).start();
    }

    /** Stops the worker gracefully, as a signal does. */
    @Override
    public void close() {
        context.close();
    }
}
