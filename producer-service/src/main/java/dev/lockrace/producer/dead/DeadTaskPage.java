package dev.lockrace.producer.dead;

import java.util.List;
import java.util.Map;

/**
 * A page of the dead tasks, the latest first.
 *
 * @param total how many there are in all
 * @param links the next page, where there may be one
 */
record DeadTaskPage(long total, List<DeadTask> deadTasks, Map<String, String> links) {

    static DeadTaskPage of(long total, List<DeadTask> deadTasks, int limit) {
        if (deadTasks.size() < limit) {
            return new DeadTaskPage(total, deadTasks, Map.of());
        }
        long last = deadTasks.get(deadTasks.size() - 1).id();
        return new DeadTaskPage(
                total, deadTasks, Map.of("next", "/dead-tasks?limit=%d&before=%d".formatted(limit, last)));
    }
}
