package dev.lockrace.producer.run;

import dev.lockrace.producer.broker.ConfirmedSender;
import dev.lockrace.race.task.TaskMessageCodec;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;

/** The publisher of the tasks of a run. */
@Component
class TaskPublisher {

    private final ConfirmedSender sender;
    private final TaskMessageCodec codec;
    private final RunProperties properties;

    TaskPublisher(ConfirmedSender sender, TaskMessageCodec codec, RunProperties properties) {
        this.sender = sender;
        this.codec = codec;
        this.properties = properties;
    }

    /**
     * Publishes all tasks. Blocks until the broker has confirmed them or the timeout has elapsed.
     *
     * @return the numbers of the unconfirmed tasks: rejected, not sent or not answered
     */
    List<Integer> publish(RunPlan plan) {
        int first = plan.firstTask();
        BitSet confirmed =
                sender.send(plan.tasks(), index -> codec.write(plan.task(first + index)), properties.confirmTimeout());
        return IntStream.range(0, plan.tasks())
                .filter(index -> !confirmed.get(index))
                .map(index -> first + index)
                .boxed()
                .toList();
    }
}
