package dev.lockrace.lab.faults.scene;

import dev.lockrace.lab.LabException;
import dev.lockrace.lab.producer.ProducerClient;
import dev.lockrace.lab.progress.Progress;
import dev.lockrace.lab.stack.Readiness;
import dev.lockrace.lab.stack.ServiceProcess;
import dev.lockrace.lab.stack.ServiceSettings;
import dev.lockrace.lab.stack.WorkFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** All that races under faults run on. Closing it ends it all; so does the end of this JVM, however that comes. */
public final class FaultStack implements AutoCloseable {

    private final FaultServers servers;
    private final ServiceProcess producerProcess;
    private final ProducerClient producer;
    private final Crew crew;

    private FaultStack(FaultServers servers, ServiceProcess producerProcess, ProducerClient producer, Crew crew) {
        this.servers = servers;
        this.producerProcess = producerProcess;
        this.producer = producer;
        this.crew = crew;
    }

    /**
     * Starts the services, and blocks until they are ready.
     *
     * @param servers run already; closed with the result, or when a service does not start
     * @throws LabException if a service does not start; nothing is left running then
     */
    public static FaultStack start(FaultServers servers, WorkFolder work, int workers, Progress progress) {
        List<AutoCloseable> begun = new ArrayList<>(List.of(servers));
        try {
            Map<String, String> settings =
                    ServiceSettings.of(servers.record(), servers.broker()).producer();
            ServiceProcess producer = ServiceProcess.start(work, "producer", "producer-service", settings);
            begun.add(0, producer);
            Crew crew = Crew.start(work, servers, workers);
            begun.add(0, crew);
            List<ServiceProcess> services = new ArrayList<>(List.of(producer));
            crew.members().forEach(member -> services.add(member.process()));
            Readiness.await(services, progress);
            return new FaultStack(servers, producer, new ProducerClient(producer.http()), crew);
        } catch (RuntimeException e) {
            closeAll(begun);
            throw e;
        }
    }

    public FaultServers servers() {
        return servers;
    }

    public ProducerClient producer() {
        return producer;
    }

    public Crew crew() {
        return crew;
    }

    @Override
    public void close() {
        closeAll(List.of(crew, producerProcess, servers));
    }

    private static void closeAll(List<AutoCloseable> parts) {
        RuntimeException failed = null;
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception e) {
                failed = failed == null ? new LabException("%s could not be closed: %s".formatted(part, e), e) : failed;
            }
        }
        if (failed != null) {
            throw failed;
        }
    }
}
