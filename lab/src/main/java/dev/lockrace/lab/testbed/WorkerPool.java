package dev.lockrace.lab.testbed;

import dev.lockrace.fault.lock.BrokenLock;
import dev.lockrace.lab.cli.LabException;
import dev.lockrace.lab.cli.Progress;
import dev.lockrace.lab.cli.WorkDirectory;
import dev.lockrace.lab.testbed.network.Network;
import dev.lockrace.lab.testbed.network.WorkerNetworks;
import dev.lockrace.lab.testbed.server.Servers;
import dev.lockrace.lab.testbed.service.Readiness;
import dev.lockrace.lab.testbed.service.ServiceProcess;
import dev.lockrace.lab.testbed.service.ServiceSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The workers of a testbed, oldest first. A worker that has exited is replaced by a new one with the next number. One
 * thread at a time may change the pool; any thread may read it.
 */
public final class WorkerPool implements AutoCloseable {

    /** The grace period for a task in progress, plus a margin. */
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

    private final Servers servers;
    private final WorkDirectory work;
    private final TestbedSettings settings;
    private final List<Worker> workers = new CopyOnWriteArrayList<>();
    private final List<String> killed = new CopyOnWriteArrayList<>();
    private LockDefect defect = LockDefect.NONE;
    private int started;

    private WorkerPool(Servers servers, WorkDirectory work, TestbedSettings settings) {
        this.servers = servers;
        this.work = work;
        this.settings = settings;
    }

    /** Starts all workers without waiting until they are ready. */
    static WorkerPool start(Servers servers, WorkDirectory work, TestbedSettings settings) {
        WorkerPool pool = new WorkerPool(servers, work, settings);
        try {
            pool.startMissing();
            return pool;
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    private void startMissing() {
        while (workers.size() < settings.workers()) {
            startOne();
        }
    }

    private Worker startOne() {
        String name = "worker-" + ++started;
        Optional<WorkerNetworks> networks =
                settings.proxied() ? Optional.of(WorkerNetworks.open(servers, work.hosts(name))) : Optional.empty();
        List<String> jvmOptions =
                networks.map(it -> List.of(it.names().jvmOption())).orElse(List.of());
        Map<String, String> properties = new HashMap<>(serviceSettings(networks).worker(name));
        properties.putAll(defect.settings());
        Worker worker = new Worker(
                ServiceProcess.start(work, name, "worker-service", properties, defect.classes(), jvmOptions), networks);
        workers.add(worker);
        return worker;
    }

    private ServiceSettings serviceSettings(Optional<WorkerNetworks> networks) {
        ServiceSettings services = ServiceSettings.of(
                networks.map(it -> it.eventDatabase().endpoint()).orElseGet(() -> settings.eventDatabase(servers)),
                networks.map(it -> it.broker().endpoint()).orElseGet(servers::broker));
        servers.lockServers().stream()
                .filter(settings.backends()::contains)
                .forEach(backend -> services.lockServer(
                        backend,
                        networks.flatMap(it -> it.lockServer(backend))
                                .map(Network::endpoint)
                                .orElseGet(() -> servers.lockServer(backend).endpoint())));
        return services;
    }

    public List<Worker> workers() {
        return List.copyOf(workers);
    }

    /** Returns the processes of all workers. */
    public List<ServiceProcess> processes() {
        return workers.stream().map(Worker::process).toList();
    }

    /**
     * Returns the worker of that name.
     *
     * @throws LabException if no running worker has that name
     */
    public Worker worker(String name) {
        return workers.stream()
                .filter(worker -> worker.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new LabException("There is no worker %s among %s"
                        .formatted(name, workers.stream().map(Worker::name).toList())));
    }

    /** Returns the names of the workers that were killed. */
    public List<String> killed() {
        return List.copyOf(killed);
    }

    /** Restores networks and clocks, and replaces missing workers. Blocks until all workers are ready. */
    public void restore() {
        workers.forEach(Worker::restore);
        startMissing();
        awaitReady();
    }

    /**
     * Blocks until all workers are ready.
     *
     * @throws LabException if a worker has exited unexpectedly
     */
    public void awaitReady() {
        Readiness.await(processes(), Progress.silent());
    }

    /** Replaces all workers by workers with that broken lock. Blocks until they are ready. */
    public void breakLocks(BrokenLock lock) throws InterruptedException {
        stopOrKillAll();
        defect = LockDefect.of(lock);
        restore();
    }

    /** Kills a worker (SIGKILL). It is missing until {@link #restore}. */
    public void kill(Worker worker) {
        worker.process().kill();
        remove(worker);
        killed.add(worker.name());
    }

    /**
     * Kills the oldest worker that is ready and starts a new one without waiting for it. Does nothing unless most workers
     * are ready, so that tasks are still processed.
     *
     * @return the name of the killed worker
     * @throws LabException if a worker has exited unexpectedly
     */
    public Optional<String> killOldest() {
        List<Worker> ready =
                workers.stream().filter(worker -> worker.process().isReady()).toList();
        if (ready.size() <= workers.size() / 2) {
            return Optional.empty();
        }
        Worker oldest = ready.get(0);
        kill(oldest);
        startOne();
        return Optional.of(oldest.name());
    }

    /**
     * Restarts all workers one after another, and waits for each new one before it stops the next. Blocks until all are
     * replaced.
     *
     * @throws LabException if a worker does not stop in time
     */
    public void restartAll() throws InterruptedException {
        for (Worker worker : workers()) {
            worker.process().askToStop();
            awaitStop(worker);
            Readiness.await(List.of(startOne().process()), Progress.silent());
        }
    }

    /**
     * Asks all workers to stop (SIGTERM) and blocks until they have: each finishes its task or requeues it.
     *
     * @throws LabException if a worker does not stop in time
     */
    public void stopAll() throws InterruptedException {
        askAllToStop();
        for (Worker worker : workers()) {
            awaitStop(worker);
        }
    }

    private void askAllToStop() {
        workers.forEach(worker -> worker.process().askToStop());
    }

    private void awaitStop(Worker worker) throws InterruptedException {
        if (!worker.process().awaitExit(STOP_TIMEOUT)) {
            throw new LabException(
                    "%s did not stop within %d s of SIGTERM".formatted(worker.name(), STOP_TIMEOUT.toSeconds()));
        }
        remove(worker);
    }

    private void remove(Worker worker) {
        worker.close();
        workers.remove(worker);
    }

    /** Asks all workers to stop (SIGTERM), and kills those that do not stop in time. Blocks until all have exited. */
    public void stopOrKillAll() throws InterruptedException {
        askAllToStop();
        for (Worker worker : workers()) {
            worker.process().awaitExit(STOP_TIMEOUT);
            remove(worker);
        }
    }

    @Override
    public void close() {
        workers.forEach(Worker::close);
    }
}
