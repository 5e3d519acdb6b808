package dev.lockrace.lab.load;

import dev.lockrace.lab.faults.scene.FaultServers;
import dev.lockrace.lab.producer.ProducerClient;
import dev.lockrace.lab.progress.Progress;
import dev.lockrace.lab.stack.Readiness;
import dev.lockrace.lab.stack.ServiceProcess;
import dev.lockrace.lab.stack.ServiceSettings;
import dev.lockrace.lab.stack.WorkFolder;
import dev.lockrace.race.RaceBackend;
import dev.lockrace.servers.Endpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Servers, producer and workers. Closing it ends them all; so does the end of this JVM, however that comes. */
public final class LoadStack implements AutoCloseable {

    private final FaultServers servers;
    private final ServiceProcess producerProcess;
    private final Workers workers;

    /**
     * What to start on the servers.
     *
     * @param backend the lock that the runs name
     * @param workers how many
     * @param record where the services reach the database of the record
     * @param producer Spring Boot properties for the producer, besides those that every one needs
     */
    public record Setup(RaceBackend backend, int workers, Endpoint record, Map<String, String> producer) {}

    private LoadStack(FaultServers servers, WorkFolder work, Setup setup) {
        this.servers = servers;
        Map<String, String> settings = new HashMap<>(setup.producer);
        settings.putAll(ServiceSettings.of(setup.record, servers.broker()).producer());
        this.producerProcess = ServiceProcess.start(work, "producer", "producer-service", settings);
        this.workers = new Workers(work, servers, setup);
    }

    /**
     * Starts the services, and blocks until they are ready.
     *
     * @param servers run already; closed with the result, or when a service does not start
     * @throws dev.lockrace.lab.LabException if a service does not start; nothing is left running then
     */
    public static LoadStack start(FaultServers servers, WorkFolder work, Setup setup, Progress progress) {
        LoadStack stack;
        try {
            stack = new LoadStack(servers, work, setup);
        } catch (RuntimeException e) {
            servers.close();
            throw e;
        }
        try {
            stack.startServices(setup.workers, progress);
            return stack;
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    private void startServices(int count, Progress progress) {
        for (int i = 0; i < count; i++) {
            workers.startOne();
        }
        List<ServiceProcess> services = new ArrayList<>(List.of(producerProcess));
        services.addAll(workers.running());
        Readiness.await(services, progress);
    }

    public FaultServers servers() {
        return servers;
    }

    public ProducerClient producer() {
        return new ProducerClient(producerProcess.http());
    }

    public ServiceProcess producerProcess() {
        return producerProcess;
    }

    public Workers workers() {
        return workers;
    }

    @Override
    public void close() {
        try {
            workers.close();
            producerProcess.close();
        } finally {
            servers.close();
        }
    }
}
