package dev.lockrace.producer.run;

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

    Runs(RunPlanner planner, RunRepository repository, TaskPublisher publisher) {
        this.planner = planner;
        this.repository = repository;
        this.publisher = publisher;
    }

    /**
     * Records a run and publishes its tasks; blocks until the broker has confirmed them.
     *
     * @throws BadRunRequestException if the request is wrong: nothing was done
     * @throws UnconfirmedRunException if not all tasks were confirmed
     */
    RunPlan start(RunRequest request) {
        RunPlan plan = planner.plan(request);
        repository.insert(plan);
        List<Integer> unconfirmed = publisher.publish(plan);
        repository.published(plan.id(), plan.tasks() - unconfirmed.size(), unconfirmed);
        if (!unconfirmed.isEmpty()) {
            throw new UnconfirmedRunException(plan.id(), plan.tasks(), plan.tasks() - unconfirmed.size());
        }
        return plan;
    }

    /**
     * Deletes all runs with their evidence and invoices.
     *
     * @param force also when a run is going: its tasks then end in the dead queue
     * @throws RunsGoingException if a run is going and it is not forced
     */
    @Transactional
    void clear(boolean force) {
        repository.lock();
        List<UUID> going = repository.going();
        if (!going.isEmpty() && !force) {
            throw new RunsGoingException(going);
        }
        repository.clear();
    }
}
