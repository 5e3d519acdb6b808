package dev.lockrace.producer.run;

import dev.lockrace.producer.broker.Backlog;
import dev.lockrace.producer.broker.BacklogFullException;
import dev.lockrace.producer.problem.BadRequestException;
import dev.lockrace.producer.problem.RunsInProgressException;
import dev.lockrace.producer.problem.UnconfirmedRunException;
import dev.lockrace.producer.problem.UnknownRunException;
import dev.lockrace.producer.problem.UnrecordedRunException;
import dev.lockrace.race.RaceDefaults;
import dev.lockrace.race.event.EventLog;
import java.util.List;
import java.util.UUID;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The service that starts, extends and clears runs. */
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
     * Records a run and publishes its tasks. Blocks until the broker has confirmed them.
     *
     * @throws BadRequestException if the request is invalid; nothing was done
     * @throws BacklogFullException if the backlog is full; nothing was done
     * @throws UnconfirmedRunException if not all tasks were confirmed
     * @throws UnrecordedRunException if the tasks were sent but the database did not record their confirms
     */
    RunPlan start(RunRequest request) {
        RunPlan plan = planner.plan(request);
        try (Backlog.Room room = backlog.enter(plan.tasks())) {
            repository.insert(plan);
            List<Integer> unconfirmed = publisher.publish(plan);
            recordConfirms(
                    plan.id(), () -> repository.published(plan.id(), plan.tasks() - unconfirmed.size(), unconfirmed));
            return confirmed(plan, unconfirmed);
        }
    }

    private static void recordConfirms(UUID id, Runnable update) {
        try {
            update.run();
        } catch (DataAccessException e) {
            throw new UnrecordedRunException(id, e);
        }
    }

    private static RunPlan confirmed(RunPlan plan, List<Integer> unconfirmed) {
        if (!unconfirmed.isEmpty()) {
            throw new UnconfirmedRunException(plan.id(), plan.tasks(), plan.tasks() - unconfirmed.size());
        }
        return plan;
    }

    /**
     * Publishes more tasks of a run, which is then in progress again. Blocks until the broker has confirmed them.
     *
     * @return the plan of the published tasks
     * @throws UnknownRunException if there is no such run
     * @throws BadRequestException if the request is invalid; nothing was done
     * @throws BacklogFullException if the backlog is full; nothing was done
     * @throws UnconfirmedRunException if not all tasks were confirmed
     * @throws UnrecordedRunException if the tasks were sent but the database did not record their confirms
     */
    RunPlan extend(UUID id, RunRequest request) {
        EventLog.Run run = repository.run(id).orElseThrow(() -> new UnknownRunException(id));
        RunPlan plan = planner.extension(run, request);
        try (Backlog.Room room = backlog.enter(plan.tasks())) {
            RunPlan numbered = plan.upTo(addTasks(run, plan));
            List<Integer> unconfirmed = publisher.publish(numbered);
            recordConfirms(id, () -> repository.publishedMore(id, numbered.tasks() - unconfirmed.size(), unconfirmed));
            return confirmed(numbered, unconfirmed);
        }
    }

    private int addTasks(EventLog.Run run, RunPlan plan) {
        return repository
                .extend(run.id(), plan.tasks(), RaceDefaults.MAX_TASKS)
                .orElseThrow(() -> new BadRequestException(
                        ("Cannot extend run %s: it has %d of at most %d tasks and the request adds %d, or its tasks are"
                                        + " still being published: request fewer tasks, or try again later")
                                .formatted(run.id(), run.tasksRequested(), RaceDefaults.MAX_TASKS, plan.tasks())));
    }

    /**
     * Deletes all runs with their events and invoices.
     *
     * @param force whether to delete runs in progress too, whose tasks are then dead-lettered
     * @throws RunsInProgressException if a run is in progress and {@code force} is false
     */
    @Transactional
    void clear(boolean force) {
        repository.lock();
        List<UUID> inProgress = repository.inProgress();
        if (!inProgress.isEmpty() && !force) {
            throw new RunsInProgressException(inProgress);
        }
        repository.clear();
    }
}
