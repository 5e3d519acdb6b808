package dev.lockrace.lab.overload;

import dev.lockrace.lab.load.LoadStack;
import dev.lockrace.lab.stack.ServiceProcess;
import java.util.ArrayList;
import java.util.List;

/** The memory of the producer and the workers, from when all are ready. Used by one thread. */
final class MemoryWatch {

    /** As in docker-compose.yml. */
    private static final int PRODUCER_LIMIT = 384;

    private static final int WORKER_LIMIT = 256;

    private final List<Watched> watched = new ArrayList<>();

    private static final class Watched {

        private final ServiceProcess process;
        private final int limit;
        private final int atStart;
        private int whenFull;
        private int most;

        private Watched(ServiceProcess process, int limit) {
            this.process = process;
            this.limit = limit;
            this.atStart = look();
        }

        private int look() {
            int now = ResidentMemory.ofProcess(process.process());
            most = Math.max(most, now);
            return now;
        }

        private MemoryUse use() {
            return new MemoryUse(process.name(), atStart, whenFull, most, limit);
        }
    }

    MemoryWatch(LoadStack stack) {
        watched.add(new Watched(stack.producerProcess(), PRODUCER_LIMIT));
        stack.workers().running().forEach(worker -> watched.add(new Watched(worker, WORKER_LIMIT)));
    }

    /** Looks once. */
    void look() {
        watched.forEach(Watched::look);
    }

    /** Looks once, and keeps that as what they have when the queue is full. */
    void lookWhenFull() {
        watched.forEach(it -> it.whenFull = it.look());
    }

    List<MemoryUse> uses() {
        return watched.stream().map(Watched::use).toList();
    }
}
