package dev.lockrace.producer.run;

import dev.lockrace.producer.broker.Backlog;
import dev.lockrace.producer.broker.BacklogFullException;
import dev.lockrace.race.RaceDefaults;
import dev.lockrace.race.event.EventLog;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Starts runs. */
@Component
class Runs {

    private final RunPlanner planner;
    private final RunRepository repository;
    private final TaskPublisher publisher;
    private final Backlog backlog;

    Runs(RunPlanner planner, RunRepository repository, TaskPublisher publisher, Backlog backlog) {
        this.planner = planner;
        this.repository = repository;
        this.publisher = publisher;
        this.backlog = backlog;
    }

    /**
     * Records a run and publishes its tasks; blocks until the broker has confirmed them.
     *
     * @throws BadRunRequestException if the request is wrong: nothing was done
     * @throws BacklogFullException if too many tasks wait: nothing was done
     * @throws UnconfirmedRunException if not all tasks were confirmed
     */
    RunPlan start(RunRequest request) {
        RunPlan plan = planner.plan(request);
        try (Backlog.Room room = backlog.enter(plan.tasks())) {
            repository.insert(plan);
            List<Integer> unconfirmed = publisher.publish(plan);
            repository.published(plan.id(), plan.tasks() - unconfirmed.size(), unconfirmed);
            return confirmed(plan, unconfirmed);
        }
    }

    private static RunPlan confirmed(RunPlan plan, List<Integer> unconfirmed) {
        if (!unconfirmed.isEmpty()) {
            throw new UnconfirmedRunException(plan.id(), plan.tasks(), plan.tasks() - unconfirmed.size());
        }
        return plan;
    }

    /**
     * Publishes more tasks of a run, so that it goes on; blocks until the broker has confirmed them.
     *
     * @return what was published
     * @throws UnknownRunException if there is no such run
     * @throws BadRunRequestException if the request is wrong: nothing was done
     * @throws BacklogFullException if too many tasks wait: nothing was done
     * @throws UnconfirmedRunException if not all tasks were confirmed
     */
    RunPlan extend(UUID id, RunRequest request) {
        EventLog.Run run = repository.run(id).orElseThrow(() -> new UnknownRunException(id));
        RunPlan plan = planner.extension(run, request);
        try (Backlog.Room room = backlog.enter(plan.tasks())) {
            RunPlan numbered = plan.upTo(makeRoom(run, plan));
            List<Integer> unconfirmed = publisher.publish(numbered);
            repository.publishedMore(id, numbered.tasks() - unconfirmed.size(), unconfirmed);
            return confirmed(numbered, unconfirmed);
        }
    }

    private int makeRoom(EventLog.Run run, RunPlan plan) {
        return repository
                .extend(run.id(), plan.tasks(), RaceDefaults.MAX_TASKS)
                .orElseThrow(() -> new BadRunRequestException(
                        "A run has at most %d tasks, and none are added while its first are being published; run %s has %d, and %d were to be added"
                                .formatted(RaceDefaults.MAX_TASKS, run.id(), run.tasksRequested(), plan.tasks())));
    }

    /**
     * Deletes all runs with their events and invoices.
     *
     * @param force also when a run is going: its tasks then end in the dead queue
     * @throws RunsInProgressException if a run is going and it is not forced
     */
    @Transactional
    void clear(boolean force) {
        repository.lock();
        List<UUID> going = repository.going();
        if (!going.isEmpty() && !force) {
            throw new RunsInProgressException(going);
        }
        repository.clear();
    }
}
