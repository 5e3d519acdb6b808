package dev.lockrace.lab.overload;

import dev.lockrace.lab.testbed.Testbed;
import dev.lockrace.lab.testbed.service.ServiceProcess;
import java.util.ArrayList;
import java.util.List;

/** A monitor of the memory of the producer and the workers, from when they are ready. Not safe for use by many threads. */
final class MemoryMonitor {

    /** As in docker-compose.yml. */
    private static final int PRODUCER_LIMIT = 384;

    private static final int WORKER_LIMIT = 256;

    private final List<Monitored> processes = new ArrayList<>();

    private static final class Monitored {

        private final ServiceProcess process;
        private final int limit;
        private final int ready;
        private int queueFull;
        private int max;

        private Monitored(ServiceProcess process, int limit) {
            this.process = process;
            this.limit = limit;
            this.ready = sample();
        }

        private int sample() {
            int current = ResidentMemory.ofProcess(process.process());
            max = Math.max(max, current);
            return current;
        }

        private MemoryUsage usage() {
            return new MemoryUsage(process.name(), ready, queueFull, max, limit);
        }
    }

    MemoryMonitor(Testbed testbed) {
        processes.add(new Monitored(testbed.producer(), PRODUCER_LIMIT));
        testbed.workers().processes().forEach(worker -> processes.add(new Monitored(worker, WORKER_LIMIT)));
    }

    /** Takes a sample. */
    void sample() {
        processes.forEach(Monitored::sample);
    }

    /** Takes a sample, and keeps it as the memory with a full queue. */
    void sampleQueueFull() {
        processes.forEach(it -> it.queueFull = it.sample());
    }

    List<MemoryUsage> usages() {
        return processes.stream().map(Monitored::usage).toList();
    }
}
