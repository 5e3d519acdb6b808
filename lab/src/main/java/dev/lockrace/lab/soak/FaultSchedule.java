package dev.lockrace.lab.soak;

import dev.lockrace.lab.testbed.Testbed;
import dev.lockrace.lab.testbed.WorkerPool;
import dev.lockrace.lab.testbed.server.LockServer;
import dev.lockrace.lab.testbed.server.ServerCapability;
import dev.lockrace.lab.testbed.server.Servers;
import dev.lockrace.race.RaceBackend;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;

/**
 * The faults of a soak: a restart of each server, a rolling restart of the workers, and a killed worker every few
 * seconds in between.
 */
final class FaultSchedule implements Callable<List<InjectedFault>> {

    private static final long CHECK_INTERVAL_MILLIS = 100;

    private final WorkerPool workers;
    private final Duration killInterval;
    private final SoakProgress progress;
    private final Deque<Step> steps = new ArrayDeque<>();
    private final List<InjectedFault> faults = new ArrayList<>();
    private long nextKill;

    /**
     * The progress that the schedule follows.
     *
     * @param reached how much of the target is reached, from 0 to 1
     * @param endedTasks the number of tasks that have ended
     * @param published whether publishing has ended, so that the remaining steps are due immediately
     */
    record SoakProgress(DoubleSupplier reached, IntSupplier endedTasks, BooleanSupplier published) {}

    /** A fault that is injected at that progress. */
    private record Step(double progress, String description, Action action) {}

    private interface Action {
        void run() throws InterruptedException;
    }

    FaultSchedule(Testbed testbed, HoldDurations holds, SoakOptions options, SoakProgress progress) {
        this.workers = testbed.workers();
        this.killInterval = options.killInterval();
        this.progress = progress;
        Servers servers = testbed.servers();
        // A scheduled kill, so that a short soak has one, too.
        steps.add(new Step(0.1, "a worker killed and replaced", this::kill));
        steps.add(new Step(0.2, "event database killed and restarted", servers::restartEventDatabase));
        addBrokerRestart(0.3, servers);
        steps.add(new Step(0.4, "lock server killed and restarted", () -> restart(servers, options.backend())));
        steps.add(new Step(0.5, "rolling restart of all workers", () -> restartAll(holds)));
        addBrokerRestart(0.7, servers);
    }

    private void addBrokerRestart(double at, Servers servers) {
        if (servers.capabilities().contains(ServerCapability.RESTART_BROKER)) {
            steps.add(new Step(at, "broker killed and restarted", servers::restartBroker));
        }
    }

    private static void restart(Servers servers, RaceBackend backend) {
        LockServer server = servers.lockServer(backend);
        server.kill();
        server.start();
    }

    private void restartAll(HoldDurations holds) throws InterruptedException {
        holds.restarting(true);
        workers.restartAll();
        holds.restarting(false);
    }

    /** Does not wait for the new worker, so that publishing does not end before the next step. */
    private void kill() {
        workers.awaitReady();
        workers.killOldest();
    }

    /** Blocks until all steps are done and publishing has ended. Returns the faults except the kills in between. */
    @Override
    public List<InjectedFault> call() throws InterruptedException {
        scheduleNextKill();
        while (!steps.isEmpty() || !progress.published().getAsBoolean()) {
            Optional<Step> due = Optional.ofNullable(steps.peek()).filter(this::isDue);
            if (due.isPresent()) {
                steps.remove();
                run(due.get());
                scheduleNextKill();
            } else if (System.nanoTime() - nextKill >= 0 && workers.killOldest().isPresent()) {
                scheduleNextKill();
            } else {
                TimeUnit.MILLISECONDS.sleep(CHECK_INTERVAL_MILLIS);
            }
        }
        return faults;
    }

    private void scheduleNextKill() {
        nextKill = System.nanoTime() + killInterval.toNanos();
    }

    private boolean isDue(Step step) {
        return progress.reached().getAsDouble() >= step.progress
                || progress.published().getAsBoolean();
    }

    private void run(Step step) throws InterruptedException {
        long started = System.nanoTime();
        int endedTasks = progress.endedTasks().getAsInt();
        step.action.run();
        faults.add(new InjectedFault(step.description, endedTasks, Duration.ofNanos(System.nanoTime() - started)));
    }
}
