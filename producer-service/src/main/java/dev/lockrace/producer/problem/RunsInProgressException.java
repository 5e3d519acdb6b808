package dev.lockrace.producer.problem;

import java.util.List;
import java.util.UUID;

/** Thrown if runs cannot be cleared because some are in progress. */
public final class RunsInProgressException extends RuntimeException {

    public RunsInProgressException(List<UUID> runs) {
        super("%s in progress, the oldest is %s: wait until all runs have ended, or add ?force=true"
                .formatted(runs.size() == 1 ? "1 run is" : runs.size() + " runs are", runs.get(0)));
    }
}
