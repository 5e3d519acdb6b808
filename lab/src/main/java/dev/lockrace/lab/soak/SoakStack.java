package dev.lockrace.lab.soak;

import dev.lockrace.lab.faults.scene.FaultServers;
import dev.lockrace.lab.producer.ProducerClient;
import dev.lockrace.lab.progress.Progress;
import dev.lockrace.lab.stack.FreePorts;
import dev.lockrace.lab.stack.Readiness;
import dev.lockrace.lab.stack.ServiceProcess;
import dev.lockrace.lab.stack.ServiceSettings;
import dev.lockrace.lab.stack.WorkFolder;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Servers, producer and workers, without anything between them. Closing it ends them all; so does the end of this JVM,
 * however that comes.
 */
final class SoakStack implements AutoCloseable {

    private final FaultServers servers;
    private final List<Integer> ports = FreePorts.find(2);
    private final ServiceProcess producerProcess;
    private final Workers workers;

    private SoakStack(FaultServers servers, WorkFolder work, SoakOptions options) {
        this.servers = servers;
        Map<String, String> settings =
                ServiceSettings.of(servers.record(), servers.broker()).producer(ports.get(0), ports.get(1));
        this.producerProcess = ServiceProcess.start(work, "producer", "producer-service", ports.get(1), settings);
        this.workers = new Workers(work, servers, options.backend());
    }

    /**
     * Starts the services, and blocks until they are ready.
     *
     * @param servers run already; closed with the result, or when a service does not start
     * @throws dev.lockrace.lab.LabException if a service does not start; nothing is left running then
     */
    static SoakStack start(FaultServers servers, WorkFolder work, SoakOptions options, Progress progress) {
        SoakStack stack;
        try {
            stack = new SoakStack(servers, work, options);
        } catch (RuntimeException e) {
            servers.close();
            throw e;
        }
        try {
            stack.startServices(options.workers(), progress);
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

    FaultServers servers() {
        return servers;
    }

    ProducerClient producer() {
        return new ProducerClient(URI.create("http://127.0.0.1:" + ports.get(0)));
    }

    Workers workers() {
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
