package dev.lockrace.lab.testbed;

import dev.lockrace.lab.cli.LabException;
import dev.lockrace.lab.cli.Progress;
import dev.lockrace.lab.cli.WorkDirectory;
import dev.lockrace.lab.testbed.server.Servers;
import dev.lockrace.lab.testbed.service.ProducerClient;
import dev.lockrace.lab.testbed.service.Readiness;
import dev.lockrace.lab.testbed.service.ServiceProcess;
import dev.lockrace.lab.testbed.service.ServiceSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Servers, a producer and a pool of workers, all ready for a race. Closing the testbed stops them all. They also stop
 * when this JVM exits in any way.
 */
public final class Testbed implements AutoCloseable {

    private final Servers servers;
    private final ServiceProcess producer;
    private final WorkerPool workers;

    private Testbed(Servers servers, ServiceProcess producer, WorkerPool workers) {
        this.servers = servers;
        this.producer = producer;
        this.workers = workers;
    }

    /**
     * Starts the services. Blocks until they are ready: all workers consume tasks and have reached every backend.
     *
     * @param servers already running; closed with the testbed, or when a service does not start
     * @throws LabException if a service does not start; nothing is left running then
     */
    public static Testbed start(Servers servers, WorkDirectory work, TestbedSettings settings, Progress progress) {
        List<AutoCloseable> started = new ArrayList<>(List.of(servers));
        try {
            ServiceProcess producer = startProducer(servers, work, settings);
            started.add(0, producer);
            WorkerPool workers = WorkerPool.start(servers, work, settings);
            started.add(0, workers);
            List<ServiceProcess> services = new ArrayList<>(List.of(producer));
            workers.workers().forEach(worker -> services.add(worker.process()));
            Readiness.await(services, progress);
            return new Testbed(servers, producer, workers);
        } catch (RuntimeException e) {
            closeAll(started);
            throw e;
        }
    }

    private static ServiceProcess startProducer(Servers servers, WorkDirectory work, TestbedSettings settings) {
        Map<String, String> properties = new HashMap<>(settings.producerProperties());
        properties.putAll(ServiceSettings.of(settings.eventDatabase(servers), servers.broker())
                .producer());
        return ServiceProcess.start(work, "producer", "producer-service", properties);
    }

    public Servers servers() {
        return servers;
    }

    /** Returns the process of the producer. */
    public ServiceProcess producer() {
        return producer;
    }

    /** Returns a client of the producer's HTTP interface. */
    public ProducerClient producerClient() {
        return new ProducerClient(producer.http());
    }

    public WorkerPool workers() {
        return workers;
    }

    /** Returns where a user reaches each service, by name. */
    public Map<String, String> addresses() {
        Map<String, String> addresses = new LinkedHashMap<>();
        addresses.put("producer", producer.http() + "/hello");
        workers.workers()
                .forEach(worker ->
                        addresses.put(worker.name(), worker.process().metrics().toString()));
        return addresses;
    }

    @Override
    public void close() {
        closeAll(List.of(workers, producer, servers));
    }

    private static void closeAll(List<AutoCloseable> parts) {
        RuntimeException failure = null;
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception e) {
                failure = failure == null ? new LabException("Cannot close %s: %s".formatted(part, e), e) : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
