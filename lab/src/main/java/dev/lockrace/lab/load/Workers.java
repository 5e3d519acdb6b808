package dev.lockrace.lab.load;

import dev.lockrace.lab.LabException;
import dev.lockrace.lab.faults.scene.FaultServers;
import dev.lockrace.lab.progress.Progress;
import dev.lockrace.lab.stack.Readiness;
import dev.lockrace.lab.stack.ServiceProcess;
import dev.lockrace.lab.stack.ServiceSettings;
import dev.lockrace.lab.stack.WorkFolder;
import dev.lockrace.race.RaceBackend;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The workers: as many as were asked for, the oldest first. Whoever ends is followed by a new one. */
public final class Workers implements AutoCloseable {

    /** The grace for work in hand, and some. */
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

    private final WorkFolder work;
    private final FaultServers servers;
    private final LoadStack.Setup setup;
    private final List<ServiceProcess> running = new CopyOnWriteArrayList<>();
    private final List<String> killed = new CopyOnWriteArrayList<>();
    private int started;

    Workers(WorkFolder work, FaultServers servers, LoadStack.Setup setup) {
        this.work = work;
        this.servers = servers;
        this.setup = setup;
    }

    /** Starts one more, and does not wait for it. */
    ServiceProcess startOne() {
        String name = "worker-" + ++started;
        ServiceProcess worker =
                ServiceProcess.start(work, name, "worker-service", settings().worker(name));
        running.add(worker);
        return worker;
    }

    private ServiceSettings settings() {
        ServiceSettings settings = ServiceSettings.of(setup.record(), servers.broker());
        RaceBackend backend = setup.backend();
        return switch (backend) {
            case DATABASE -> settings.lockDatabase(servers.lockServer(backend).endpoint());
            case MEMCACHED -> settings.memcached(servers.lockServer(backend).endpoint());
            case REDIS -> settings.redis(servers.lockServer(backend).endpoint());
            case LOCAL -> throw new IllegalArgumentException("Backend local has no server");
        };
    }

    public List<ServiceProcess> running() {
        return List.copyOf(running);
    }

    /** The names of those that were killed. */
    public List<String> killed() {
        return List.copyOf(killed);
    }

    /**
     * Kills the oldest that is ready and starts a new one, without waiting for it; does nothing unless most are ready, so
     * that somebody works meanwhile.
     *
     * @return its name
     * @throws LabException if one has ended by itself
     */
    public Optional<String> killOldest() {
        List<ServiceProcess> ready =
                running.stream().filter(ServiceProcess::isReady).toList();
        if (ready.size() <= running.size() / 2) {
            return Optional.empty();
        }
        ServiceProcess oldest = ready.get(0);
        oldest.kill();
        oldest.close();
        running.remove(oldest);
        killed.add(oldest.name());
        startOne();
        return Optional.of(oldest.name());
    }

    /**
     * Tells one after another to stop, and has a new one ready before the next; blocks until all are new.
     *
     * @throws LabException if one does not stop in time
     */
    public void restartAll() throws InterruptedException {
        for (ServiceProcess worker : running()) {
            worker.askToStop();
            awaitStop(worker);
            Readiness.await(List.of(startOne()), Progress.silent());
        }
    }

    /**
     * Tells all to stop, and blocks until they have: what they had in hand is done then, or given back.
     *
     * @throws LabException if one does not stop in time
     */
    public void stopAll() throws InterruptedException {
        running.forEach(ServiceProcess::askToStop);
        for (ServiceProcess worker : running()) {
            awaitStop(worker);
        }
    }

    private void awaitStop(ServiceProcess worker) throws InterruptedException {
        if (!worker.awaitEnd(STOP_TIMEOUT)) {
            throw new LabException(
                    "%s did not stop within %d s of its signal".formatted(worker.name(), STOP_TIMEOUT.toSeconds()));
        }
        worker.close();
        running.remove(worker);
    }

    /**
     * Blocks until all are ready.
     *
     * @throws LabException if one has ended by itself
     */
    public void awaitReady() {
        Readiness.await(running(), Progress.silent());
    }

    @Override
    public void close() {
        running.forEach(ServiceProcess::close);
    }
}
