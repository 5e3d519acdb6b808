package dev.lockrace.lab.soak;

import dev.lockrace.lab.faults.scene.Ability;
import dev.lockrace.lab.faults.scene.FaultServers;
import dev.lockrace.lab.faults.scene.LockServer;
import dev.lockrace.lab.load.Workers;
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
 * Breaks servers and workers while tasks go through: each server once, a rolling restart of the workers, and between
 * them a worker is killed every few seconds.
 */
final class FaultSchedule implements Callable<List<Incident>> {

    private static final long PAUSE_MILLIS = 100;

    private final Workers workers;
    private final Duration killEvery;
    private final Situation situation;
    private final Deque<Step> steps = new ArrayDeque<>();
    private final List<Incident> incidents = new ArrayList<>();
    private long nextKill;

    /**
     * What the schedule goes by.
     *
     * @param done how much is done, from 0 to 1
     * @param ended how many tasks have ended
     * @param published whether publishing is over: then what is left of the schedule is done at once
     */
    record Situation(DoubleSupplier done, IntSupplier ended, BooleanSupplier published) {}

    /** Something to do when so much is done. */
    private record Step(double when, String what, Action action) {}

    private interface Action {
        void run() throws InterruptedException;
    }

    FaultSchedule(FaultServers servers, Workers workers, Holds holds, SoakOptions options, Situation situation) {
        this.workers = workers;
        this.killEvery = options.killEvery();
        this.situation = situation;
        // So that there is one in a short soak, too.
        steps.add(new Step(0.1, "a worker killed, another started", this::kill));
        steps.add(new Step(0.2, "database of the record killed and restarted", servers::restartRecord));
        addBrokerRestart(0.3, servers);
        steps.add(new Step(0.4, "lock server killed and restarted", () -> restart(servers, options.backend())));
        steps.add(new Step(0.5, "rolling restart of all workers", () -> restartAll(holds)));
        addBrokerRestart(0.7, servers);
    }

    private void addBrokerRestart(double when, FaultServers servers) {
        if (servers.abilities().contains(Ability.RESTART_BROKER)) {
            steps.add(new Step(when, "broker killed and restarted", servers::restartBroker));
        }
    }

    private static void restart(FaultServers servers, RaceBackend backend) {
        LockServer server = servers.lockServer(backend);
        server.kill();
        server.start();
    }

    private void restartAll(Holds holds) throws InterruptedException {
        holds.stopping(true);
        workers.restartAll();
        holds.stopping(false);
    }

    /** Does not wait for the other: publishing must not be over before the next step. */
    private void kill() {
        workers.awaitReady();
        workers.killOldest();
    }

    /** Blocks until all is done and publishing is over; returns what was done, but for the kills between. */
    @Override
    public List<Incident> call() throws InterruptedException {
        killLater();
        while (!steps.isEmpty() || !situation.published().getAsBoolean()) {
            Optional<Step> due = Optional.ofNullable(steps.peek()).filter(this::isDue);
            if (due.isPresent()) {
                steps.remove();
                run(due.get());
                killLater();
            } else if (System.nanoTime() - nextKill >= 0 && workers.killOldest().isPresent()) {
                killLater();
            } else {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        }
        return incidents;
    }

    private void killLater() {
        nextKill = System.nanoTime() + killEvery.toNanos();
    }

    private boolean isDue(Step step) {
        return situation.done().getAsDouble() >= step.when
                || situation.published().getAsBoolean();
    }

    private void run(Step step) throws InterruptedException {
        long begun = System.nanoTime();
        int ended = situation.ended().getAsInt();
        step.action.run();
        incidents.add(new Incident(step.what, ended, Duration.ofNanos(System.nanoTime() - begun)));
    }
}
