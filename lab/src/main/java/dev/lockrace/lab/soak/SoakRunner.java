package dev.lockrace.lab.soak;

import dev.lockrace.lab.cli.Machine;
import dev.lockrace.lab.cli.Progress;
import dev.lockrace.lab.load.DatabaseConnection;
import dev.lockrace.lab.load.EventDatabase;
import dev.lockrace.lab.load.TaskSummary;
import dev.lockrace.lab.soak.Soak.Observation;
import dev.lockrace.lab.testbed.Testbed;
import dev.lockrace.servers.Endpoint;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a soak, and checks the recorded events and the lock server afterwards. */
final class SoakRunner {

    private SoakRunner() {}

    /** Blocks until all tasks have ended, and for a time to live after that. */
    static SoakResult run(Instant startedAt, String command, Testbed testbed, SoakOptions options, Progress progress)
            throws InterruptedException {
        try (DatabaseConnection connection =
                new DatabaseConnection(testbed.servers().eventDatabase())) {
            EventDatabase events = new EventDatabase(connection);
            Observation observation = new Soak(testbed, options, events, progress).run();
            int leasesAtEnd = leases(testbed, options);
            TimeUnit.NANOSECONDS.sleep(
                    RemainingLeases.expiryTime(options.backend()).toNanos());
            int leasesAfterExpiry = leases(testbed, options);
            TaskSummary tasks = events.summary(observation.published().confirmed());
            List<String> killed = testbed.workers().killed();
            return new SoakResult(
                    startedAt,
                    command,
                    Machine.description(),
                    testbed.servers().descriptions(),
                    options.backend().id(),
                    options.workers(),
                    observation.duration().toMillis() / 1_000.0,
                    observation.published().requests(),
                    observation.published().rejected(),
                    observation.published().unanswered(),
                    killed.size(),
                    observation.faults(),
                    tasks,
                    leasesAtEnd,
                    leasesAfterExpiry,
                    SoakChecker.check(options.backend(), tasks, killed, leasesAfterExpiry));
        }
    }

    private static int leases(Testbed testbed, SoakOptions options) {
        Endpoint server = testbed.servers().lockServer(options.backend()).endpoint();
        return RemainingLeases.count(options.backend(), server, options.lockNames());
    }
}
