package dev.lockrace.producer.run;

import java.util.List;
import java.util.UUID;

/** The data can't be cleared while runs are going. */
final class RunsInProgressException extends RuntimeException {

    RunsInProgressException(List<UUID> going) {
        super("%d runs are still going, among them %s: wait for their end, or add ?force=true to clear all the same"
                .formatted(going.size(), going.get(0)));
    }
}
